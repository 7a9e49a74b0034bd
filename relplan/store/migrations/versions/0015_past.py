"""Which issue keys past releases were the first to hold."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. The next scan fills them: it reads all anew, as its settings grew."""
    op.create_table(
        "past_release",
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["service"], ["service.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "past_slice",
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service", "release"],
            ["past_release.service", "past_release.position"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service", "release", "position"),
        sqlite_with_rowid=False,
    )
