"""What was called inferred is called guessed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = ("effect", "feature_slice", "detected_effect")


def upgrade() -> None:
    """Rename the confidence."""
    for name in _TABLES:
        table = sa.table(name, sa.column("confidence", sa.String()))
        op.execute(
            table.update().where(table.c.confidence == "inferred").values(confidence="guessed")
        )
