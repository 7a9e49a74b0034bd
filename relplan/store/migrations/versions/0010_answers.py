"""What people answered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "answer",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"]),
        sa.PrimaryKeyConstraint("question"),
        sqlite_with_rowid=False,
    )
