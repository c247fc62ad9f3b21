"""Which calls somebody is sending."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each call until when whoever sends it has it for himself."""
    op.add_column("outbox", sa.Column("held_until", sa.BigInteger))
