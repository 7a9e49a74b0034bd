"""Reviews on forges, and the changes that they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "review",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("merge_commit", sa.String(), nullable=False),
        sa.Column("change_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_subject",
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("review", "service", "change"),
        sa.ForeignKeyConstraint(["review"], ["review.url"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
