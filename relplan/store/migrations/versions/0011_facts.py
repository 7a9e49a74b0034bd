"""Who takes a contract, how surely it is used, cautions, and what could not be read."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was detected before is detected again."""
    op.drop_table("detected_use")
    op.create_table(
        "detected_use",
        *_statement(),
        *_names("contract", "consumer", "part", "confidence"),
        sa.PrimaryKeyConstraint("contract", "consumer", "part"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "taking",
        *_statement(),
        *_names("contract", "consumer", "takes", "confidence"),
        sa.PrimaryKeyConstraint("contract", "consumer", "takes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "complete_use",
        *_names("contract", "consumer"),
        sa.PrimaryKeyConstraint("contract", "consumer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "caution",
        *_statement(),
        *_names("change"),
        sa.Column("position", sa.Integer(), nullable=False),
        *_names("contract", "parts"),
        sa.PrimaryKeyConstraint("change", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unread",
        *_statement(),
        sa.Column("number", sa.Integer(), nullable=False),
        *_names("subject", "reason", "service", "changes", "contract"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.execute(sa.table("detection").delete())


def _names(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _statement() -> list[sa.Column[object]]:
    """Return the columns of a piece of evidence."""
    texts = _names("rule", "text", "repository", "commit", "path")
    return [*texts, sa.Column("line", sa.Integer(), nullable=False)]
