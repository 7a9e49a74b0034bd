"""How it is known what is in production, and on which line a change is."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the table of evidence. The next scan reads all services anew."""
    for table, columns in (("service", ("known_by", "since")), ("change", ("line", "off"))):
        for name in columns:
            column = sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))
            op.add_column(table, column)
    known = ("baseline", "baseline_commit", "known_by")
    service = sa.table("service", *map(sa.column, known))
    first_commit = service.c.baseline == service.c.baseline_commit
    known_by = sa.case((first_commit, "main"), else_="release-tag")
    op.execute(service.update().values(known_by=known_by))
    op.create_table(
        "production_evidence",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service"], ["service.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service", "position"),
        sqlite_with_rowid=False,
    )
