"""What past releases needed of each other."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. `relplan drift` fills them when it is first asked."""
    op.create_table(
        "past_mark",
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("how"),
    )
    op.create_table(
        "past_note",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "past_held",
        *_texts("service", "tag", "commit"),
        *_numbers("date", "changes"),
        *_texts("unread"),
        sa.PrimaryKeyConstraint("service", "tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "past_need",
        *_texts("service", "tag"),
        *_numbers("number"),
        *_texts("source_service", "source_tag"),
        *_numbers("source_place"),
        *_texts("source", "target_service", "target_tag"),
        *_numbers("target_place"),
        *_texts("target", "kind", "coupling", "confidence", "given"),
        sa.ForeignKeyConstraint(
            ["service", "tag"], ["past_held.service", "past_held.tag"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service", "tag", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "past_need_evidence",
        *_texts("service", "tag"),
        *_numbers("number", "position"),
        *_texts("rule", "text", "repository", "commit", "path"),
        *_numbers("line"),
        sa.ForeignKeyConstraint(
            ["service", "tag", "number"],
            ["past_need.service", "past_need.tag", "past_need.number"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service", "tag", "number", "position"),
        sqlite_with_rowid=False,
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
