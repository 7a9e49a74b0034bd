"""Which scenario somebody looks at is theirs to choose; the log says from where they decided."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let everybody look at main until they choose; of earlier decisions only who is known."""
    op.drop_column("scenario", "current")
    for table in ("decision", "log_turn"):
        for name in ("host", "via"):
            column = sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))
            op.add_column(table, column)
