"""What a change that moves a pin takes up."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; what was detected before is detected again."""
    brings = sa.Column("brings", sa.String(), nullable=False, server_default="[]")
    op.add_column("detected_effect", brings)
    op.execute(sa.table("detection").delete())
