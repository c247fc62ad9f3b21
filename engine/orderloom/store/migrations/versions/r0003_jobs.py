"""Jobs over many records, and values that only one record may have."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of jobs and of unique values."""
    wide = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "jobs",
        sa.Column("seq", wide, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("record_type", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ids", sa.Text, nullable=False),
        sa.Column("cursor", sa.BigInteger, nullable=False),
        sa.Column("succeeded", sa.BigInteger, nullable=False),
        sa.Column("most", sa.BigInteger),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("payload_key_id", sa.Text),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_jobs")),
        sa.UniqueConstraint("id", name=op.f("uq_jobs_id")),
        sa.CheckConstraint("cursor >= succeeded", name=op.f("ck_jobs_cursor")),
    )
    op.create_table(
        "uniques",
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("type", "field", "value", name=op.f("pk_uniques")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_uniques_record_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_uniques_record_id", "uniques", ["record_id"])
