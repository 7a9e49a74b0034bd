"""Dismissals hold in every scenario, and steps that were taken at once are undone at once."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_DISMISSAL = sa.table("dismissal", sa.column("fingerprint"), sa.column("decision"))


def upgrade() -> None:
    """Keep what any scenario dismisses, by its newest dismissal."""
    newest = sa.func.max(_DISMISSAL.c.decision).label("decision")
    query = sa.select(_DISMISSAL.c.fingerprint, newest).group_by(_DISMISSAL.c.fingerprint)
    rows = [dict(row) for row in op.get_bind().execute(query).mappings()]
    op.drop_table("dismissal")
    op.create_table(
        "dismissal",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"]),
        sa.PrimaryKeyConstraint("fingerprint"),
        sqlite_with_rowid=False,
    )
    if rows:
        op.bulk_insert(_DISMISSAL, rows)
    op.add_column("log_step", sa.Column("together", sa.Integer(), nullable=True))
