"""What a step of a runbook deployed, for when the runbook has other steps after a scan."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of what was said before only the step is known."""
    for name in ("service", "changes"):
        column = sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))
        op.add_column("runbook_tick", column)
