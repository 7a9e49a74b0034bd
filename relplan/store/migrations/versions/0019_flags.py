"""What may be dark behind a flag."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; that the generation of detection has grown fills it at the next scan."""
    texts = ("rule", "text", "repository", "commit", "path")
    op.create_table(
        "flag_evidence",
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("flag", sa.String(), nullable=False),
        sa.Column("speaks_for", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("change", "position"),
        sqlite_with_rowid=False,
    )
