"""Jobs that a person pauses, and the way from a bulk to what it did."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each job whom it waits for; find bulks, and the turns of a job, in the journal."""
    state = sa.Column("state", sa.Text, nullable=False, server_default="waiting")
    op.add_column("jobs", state)
    _index_command("ix_journal_bulks", ["seq"], "bulk")
    _index_command("ix_journal_turns", ["message", "seq"], "each")


def _index_command(name: str, columns: list[str], command: str) -> None:
    fitting = sa.text(f"command = '{command}'")
    op.create_index(name, "journal", columns, sqlite_where=fitting, postgresql_where=fitting)
