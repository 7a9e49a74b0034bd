"""How what a step deployed goes back, for when a scan finds it in production in between."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of what was said before the way back is not known."""
    for name in ("back_to", "back_with"):
        column = sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))
        op.add_column("runbook_tick", column)
