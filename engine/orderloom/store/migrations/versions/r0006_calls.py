"""What waits for the answer to a call."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let calls name the action that asked."""
    op.add_column("outbox", sa.Column("action", sa.Text))
