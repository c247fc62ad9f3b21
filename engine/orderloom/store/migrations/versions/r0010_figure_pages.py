"""The items of figures."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of pages."""
    op.create_table(
        "figure_pages",
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("grp", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("stream", "grp", "number", name="pk_figure_pages"),
    )
