"""In which order the items of a message are worked; files that are attached."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the order of a message that is under way, and the bytes of files."""
    op.create_table(
        "orders",
        sa.Column("message_id", sa.Text, sa.ForeignKey("inbox.id"), primary_key=True),
        sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("positions", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("record_id", sa.Text, sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
    )
    op.create_index("ix_files_hash", "files", ["hash"])
