"""What was told of branches that landed under other ids."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. The next scan that finds anything new fills it."""
    op.create_table(
        "landed",
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["repository"], ["repository.path"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("repository", "key"),
        sqlite_with_rowid=False,
    )
