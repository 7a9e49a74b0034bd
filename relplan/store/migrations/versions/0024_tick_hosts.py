"""On which machine somebody said what became of a step: a login name may be several people's."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was said before only who is known."""
    column = sa.Column("host", sa.String(), nullable=False, server_default=sa.text("''"))
    op.add_column("runbook_tick", column)
