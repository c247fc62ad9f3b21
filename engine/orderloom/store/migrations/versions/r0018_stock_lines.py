"""The ledger of stocks."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of ledger lines."""
    wide = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "stock_lines",
        sa.Column("seq", wide, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("stock", sa.Text, nullable=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("balance", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_stock_lines")),
        sa.CheckConstraint("balance NOT LIKE '-%'", name=op.f("ck_stock_lines_balance")),
    )
    op.create_index("ix_stock_lines_stock_item", "stock_lines", ["stock", "item"])
