"""Which version of the definitions is in force, and which were before."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number the versions that the store works under, the newest highest."""
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column(
            "digest",
            sa.Text,
            sa.ForeignKey("definition_versions.digest", name="fk_versions_digest"),
            nullable=False,
        ),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("by", sa.Text),
        sa.Column("renames", sa.Text, nullable=False),
        sa.CheckConstraint("how IN ('start', 'deploy', 'rollback')", name="how"),
    )
