"""Machines of earlier versions under which records finish."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Remember with each version which machines it keeps."""
    op.add_column("versions", sa.Column("keeps", sa.Text, nullable=False, server_default="[]"))
