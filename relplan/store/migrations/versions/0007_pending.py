"""What takes back what, where a branch begins, and which branches are left out."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; what is stored was read without them, so it is read anew."""
    cancelled: sa.Column[bool] = sa.Column(
        "cancelled", sa.Boolean(), nullable=False, server_default="0"
    )
    op.add_column("change", cancelled)
    op.add_column(
        "change", sa.Column("adds_to", sa.String(), nullable=False, server_default=sa.text("''"))
    )
    closed: sa.Column[bool] = sa.Column(
        "closed", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("review", closed)
    op.create_table(
        "reversal",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reverted", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change", "number"], ["evidence.change", "evidence.number"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("change", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "left_out",
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["service"], ["service.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service", "branch"),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE repository SET signature = ''")
    op.execute("UPDATE service SET settings = ''")
