"""In which order the items of a message are worked."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the order of a message that is under way."""
    op.create_table(
        "orders",
        sa.Column("message_id", sa.Text, sa.ForeignKey("inbox.id"), primary_key=True),
        sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("positions", sa.LargeBinary, nullable=False),
    )
