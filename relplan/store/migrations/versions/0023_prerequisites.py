"""Which flags hold others up, as their tools' files say."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; that the generation of detection has grown fills it at the next scan."""
    texts = ("rule", "text", "repository", "commit", "path")
    op.create_table(
        "flag_prerequisite",
        sa.Column("flag", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("flag", "needs"),
        sqlite_with_rowid=False,
    )
