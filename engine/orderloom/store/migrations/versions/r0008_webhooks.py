"""What webhooks' mappings read, and webhooks that were not believed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep opened texts beside bodies, and a ring of refused webhooks."""
    op.add_column("bodies", sa.Column("opened", sa.LargeBinary))
    op.create_table(
        "refused_webhooks",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("id", "connection", "stream")),
        sa.Column("code", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("first_at", "last_at")),
        sa.Column("times", sa.BigInteger, nullable=False),
        sa.Column("arrival", sa.LargeBinary, nullable=False),
        sa.Column("arrival_key_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_refused_webhooks"),
        sa.UniqueConstraint("id", name="uq_refused_webhooks_id"),
        sa.CheckConstraint("times >= 1", name=op.f("ck_refused_webhooks_times")),
    )
    op.create_index(
        "ix_refused_webhooks_connection_stream_last_at",
        "refused_webhooks",
        ["connection", "stream", "last_at"],
    )
