"""Batches that a scenario holds back."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "move",
        sa.Column("scenario", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.number"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"]),
        sa.PrimaryKeyConstraint("scenario", "change"),
        sqlite_with_rowid=False,
    )
