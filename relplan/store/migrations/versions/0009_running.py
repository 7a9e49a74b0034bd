"""What runs where, and which of the changes that were read an environment has."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "running_mark",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "running",
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("known_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("environment", "service"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "running_evidence",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("environment", "service", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contained",
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("environment", "change"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "running_notice",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
