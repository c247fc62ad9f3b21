"""Which bodies are packed; those from before are not."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each body whether it is packed."""
    packed = sa.Column("packed", sa.Boolean, nullable=False, server_default="0")
    op.add_column("bodies", packed)
