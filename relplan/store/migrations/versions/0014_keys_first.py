"""The key of a table stands in front: SQLite 3.40 takes others without rowids for damaged."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_HANG_ON_EVIDENCE = ("effect", "effect_part", "feature_slice", "dependency", "flag", "reversal")
"""Tables whose rows go with those of `evidence`; each stands after those that it points to."""


def upgrade() -> None:
    """Make the tables anew, with what they hold; PostgreSQL takes keys wherever they stand."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in _HANG_ON_EVIDENCE:
        _set_aside(table)
    _rebuild_scans()
    _rebuild_detections()
    _rebuild_running()
    for table in _HANG_ON_EVIDENCE:
        _put_back(table)


def _rebuild_scans() -> None:
    of_service = sa.ForeignKeyConstraint(["service"], ["service.name"], ondelete="CASCADE")
    of_change = sa.ForeignKeyConstraint(["change"], ["change.number"], ondelete="CASCADE")
    of_notice = sa.ForeignKeyConstraint(["notice"], ["notice.number"], ondelete="CASCADE")
    _rebuild("production_evidence", [_text("service"), _number("position")], [of_service])
    _rebuild("evidence", [_number("change"), _number("number")], [of_change])
    _rebuild("notice_evidence", [_number("notice")], [of_notice], with_rowid=True)


def _rebuild_detections() -> None:
    finding = [_text("change"), _number("position")]
    brings = sa.Column("brings", sa.String(), nullable=False, server_default=sa.text("'[]'"))
    said = [_text(name) for name in ("kind", "contract", "confidence", "parts")]
    _rebuild("detected_effect", finding, [*said, brings])
    _rebuild("caution", [_text("change"), _number("position")], [_text("contract"), _text("parts")])
    for table, third in (("detected_use", "part"), ("taking", "takes")):
        key = [_text("contract"), _text("consumer"), _text(third)]
        _rebuild(table, key, [_text("confidence")])
    said = [_text(name) for name in ("subject", "reason", "service", "changes", "contract")]
    _rebuild("unread", [_number("number")], said, with_rowid=True)
    said = [_text("about"), _text("notice")]
    _rebuild("detection_notice", [_number("number")], said, with_rowid=True)


def _rebuild_running() -> None:
    place = [_text("environment"), _text("service"), _number("position")]
    _rebuild("running_evidence", place, [])
    said = [_text("environment"), _text("notice")]
    _rebuild("running_notice", [_number("number")], said, with_rowid=True)


def _rebuild(
    table: str,
    key: Sequence[sa.Column[object]],
    rest: Sequence[SchemaItem],
    *,
    with_rowid: bool = False,
) -> None:
    _set_aside(table)
    op.drop_table(table)
    evidence = [_text(name) for name in ("rule", "text", "repository", "commit", "path")]
    columns = [*key, *evidence, _number("line"), *rest]
    primary = sa.PrimaryKeyConstraint(*[column.name for column in key])
    kind = {} if with_rowid else {"sqlite_with_rowid": False}
    op.create_table(table, *columns, primary, **kind)
    _put_back(table)


def _set_aside(table: str) -> None:
    op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")


def _put_back(table: str) -> None:
    columns = ", ".join(f'"{name}"' for name in _columns(table))
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept_{table}")
    op.execute(f"DROP TABLE kept_{table}")


def _columns(table: str) -> list[str]:
    query = sa.text("SELECT name FROM pragma_table_info(:table)")
    return list(op.get_bind().execute(query, {"table": table}).scalars())


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False)
