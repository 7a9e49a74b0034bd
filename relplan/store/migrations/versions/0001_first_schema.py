"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the scenario that is in force."""
    _create_scans()
    _create_changes()
    _create_decisions()
    op.execute("INSERT INTO scenario (number, name, current) VALUES (1, 'main', '1')")


def _create_scans() -> None:
    op.create_table(
        "repository",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("scanned_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("path"),
    )
    op.create_table(
        "failure",
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("repository"),
    )
    op.create_table(
        "failed_service",
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "position"),
        sa.ForeignKeyConstraint(["repository"], ["failure.repository"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "service",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("main", sa.String(), nullable=False),
        sa.Column("main_commit", sa.String(), nullable=False),
        sa.Column("baseline", sa.String(), nullable=False),
        sa.Column("baseline_commit", sa.String(), nullable=False),
        sa.Column("newest_merged", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sa.ForeignKeyConstraint(["repository"], ["repository.path"], ondelete="CASCADE"),
    )
    op.create_index("ix_service_repository", "service", ["repository"], unique=False)
    op.create_table(
        "notice",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.ForeignKeyConstraint(["service"], ["service.name"], ondelete="CASCADE"),
    )
    op.create_index("ix_notice_service", "notice", ["service"], unique=False)
    op.create_table(
        "notice_evidence",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("notice"),
        sa.ForeignKeyConstraint(["notice"], ["notice.number"], ondelete="CASCADE"),
    )
    op.create_table(
        "shipped",
        sa.Column("ref", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
        sqlite_with_rowid=False,
    )


def _create_changes() -> None:
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.ForeignKeyConstraint(["service"], ["service.name"], ondelete="CASCADE"),
    )
    op.create_index("ix_change_service", "change", ["service"], unique=False)
    op.create_table(
        "stacked_on",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("below", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("change", "position"),
        sa.ForeignKeyConstraint(["change"], ["change.number"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alias",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("change", "position"),
        sa.ForeignKeyConstraint(["change"], ["change.number"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("change", "number"),
        sa.ForeignKeyConstraint(["change"], ["change.number"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "effect",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("change", "number"),
        sa.ForeignKeyConstraint(
            ["change", "number"], ["evidence.change", "evidence.number"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "effect_part",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("change", "number", "position"),
        sa.ForeignKeyConstraint(
            ["change", "number"], ["effect.change", "effect.number"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feature_slice",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("change", "number"),
        sa.ForeignKeyConstraint(
            ["change", "number"], ["evidence.change", "evidence.number"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dependency",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("change", "number"),
        sa.ForeignKeyConstraint(
            ["change", "number"], ["evidence.change", "evidence.number"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "flag",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("change", "number"),
        sa.ForeignKeyConstraint(
            ["change", "number"], ["evidence.change", "evidence.number"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _create_decisions() -> None:
    op.create_table(
        "scenario",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "mark",
        sa.Column("scenario", sa.Integer(), nullable=False),
        sa.Column("coupling", sa.String(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scenario", "coupling"),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"]),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.number"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dismissal",
        sa.Column("scenario", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scenario", "fingerprint"),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"]),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.number"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_state",
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("change"),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.ForeignKeyConstraint(["before"], ["decision.number"]),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"]),
        sa.ForeignKeyConstraint(["scenario"], ["scenario.number"]),
    )
    op.create_index("ix_log_step_turn", "log_step", ["turn"], unique=False)
    op.create_table(
        "log_turn",
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("step", "turn"),
        sa.ForeignKeyConstraint(["step"], ["log_step.number"]),
        sqlite_with_rowid=False,
    )
