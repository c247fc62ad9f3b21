"""What connections remember from one poll to the next."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of what connections remember."""
    op.create_table(
        "connection_notes",
        sa.Column("connection", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("value_key_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("connection", "name", name=op.f("pk_connection_notes")),
        sqlite_with_rowid=False,
    )
