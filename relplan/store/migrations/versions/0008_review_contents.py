"""What else a forge says of reviews: their base, what they wait for, whether they are over."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the tables."""
    landed: sa.Column[bool] = sa.Column(
        "landed", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("review", landed)
    for name in ("target", "topic"):
        empty = sa.text("''")
        op.add_column("review", sa.Column(name, sa.String(), nullable=False, server_default=empty))
    op.create_table(
        "review_dependency",
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("review", "position"),
        sa.ForeignKeyConstraint(["review"], ["review.url"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_note",
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("review", "position"),
        sa.ForeignKeyConstraint(["review"], ["review.url"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
