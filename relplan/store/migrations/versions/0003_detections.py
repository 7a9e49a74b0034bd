"""What was read from contracts' own files."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "detection",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "detected_effect",
        *_statement(),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("change", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "detected_use",
        *_statement(),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("consumer", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("contract", "consumer", "part"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "detection_notice",
        *_statement(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "reading",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("scan", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )


def _statement() -> list[sa.Column[object]]:
    """Return the columns of a piece of evidence."""
    texts = ("rule", "text", "repository", "commit", "path")
    columns: list[sa.Column[object]] = [
        sa.Column(name, sa.String(), nullable=False) for name in texts
    ]
    return [*columns, sa.Column("line", sa.Integer(), nullable=False)]
