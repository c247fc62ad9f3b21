"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OUTCOMES = "'applied', 'duplicate', 'stale', 'quarantined', 'parked', 'refused'"


def upgrade() -> None:
    """Make every table."""
    _messages()
    _records()
    _traces()
    _calls()
    _timers()
    _versions()


def _messages() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("cursor", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("finished", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("digest", sa.Text, nullable=False, server_default=""),
        sa.Column("applied", sa.Integer, nullable=False, server_default="0"),
        sa.Column("duplicate", sa.Integer, nullable=False, server_default="0"),
        sa.Column("stale", sa.Integer, nullable=False, server_default="0"),
        sa.Column("quarantined", sa.Integer, nullable=False, server_default="0"),
        sa.Column("parked", sa.Integer, nullable=False, server_default="0"),
        sa.Column("refused", sa.Integer, nullable=False, server_default="0"),
        sa.Column("rejected_code", sa.Text),
        sa.Column("rejected_facts", sa.Text),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.CheckConstraint("cursor >= 0", name=op.f("ck_inbox_cursor")),
        _truth("inbox", "finished"),
    )
    waiting = sa.column("finished", sa.Boolean).is_(sa.false())
    _partial_index("ix_inbox_unfinished", "inbox", ["received_at"], waiting)
    op.create_table(
        "bodies",
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("body_key_id", sa.Text),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_bodies")),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name=op.f("fk_bodies_message_id")),
    )
    op.create_table(
        "items",
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("where_text", sa.Text, nullable=False),
        sa.Column("partition", sa.SmallInteger),
        sa.Column("record_type", sa.Text),
        sa.Column("key", sa.Text),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("faults", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("message_id", "position", name=op.f("pk_items")),
        sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name=op.f("ck_items_outcome")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_items_position")),
        sa.CheckConstraint("partition BETWEEN 0 AND 255", name=op.f("ck_items_partition")),
        sa.ForeignKeyConstraint(["message_id"], ["inbox.id"], name=op.f("fk_items_message_id")),
        sqlite_with_rowid=False,
    )
    parked, quarantined = "outcome = 'parked'", "outcome = 'quarantined'"
    _partial_index("ix_items_parked_key", "items", ["record_type", "key"], parked)
    _partial_index("ix_items_parked_at", "items", ["at"], parked)
    _partial_index("ix_items_quarantined_at", "items", ["at"], quarantined)


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("sensitive", sa.Text),
        sa.Column("sensitive_key_id", sa.Text),
        sa.Column("holds", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("type", "key", name=op.f("uq_records_type_key")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_records_revision")),
    )
    op.create_index("ix_records_type_id", "records", ["type", "id"])
    op.create_table(
        "links",
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "field", "target", name=op.f("pk_links")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_links_record_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_type_field_target", "links", ["type", "field", "target"])


def _traces() -> None:
    op.create_table(
        "journal",
        _sequence(),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("record_id", sa.Text),
        sa.Column("record_type", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name=op.f("ck_journal_outcome")),
    )
    op.create_index("ix_journal_record_id", "journal", ["record_id"])


def _calls() -> None:
    op.create_table(
        "outbox",
        _sequence(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("record_id", sa.Text),
        sa.Column("connection", sa.Text),
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("payload_key_id", sa.Text),
        sa.Column("idempotency_key", sa.Text, nullable=False),
        sa.Column("irreversible", sa.Boolean, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("sent_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_outbox_idempotency_key")),
        sa.CheckConstraint(
            "status IN ('waiting', 'sent', 'failed', 'unroutable')", name=op.f("ck_outbox_status")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.CheckConstraint(
            "connection IS NOT NULL OR status = 'unroutable'", name=op.f("ck_outbox_routed")
        ),
        _truth("outbox", "irreversible"),
    )
    op.create_index("ix_outbox_status_seq", "outbox", ["status", "seq"])
    waiting = ["record_id", "connection", "seq"]
    _partial_index("ix_outbox_waiting", "outbox", waiting, "status = 'waiting'")


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("record_type", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.CheckConstraint(
            "state IN ('waiting', 'fired', 'cancelled')", name=op.f("ck_timers_state")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_timers_record_id")),
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at"])


def _versions() -> None:
    op.create_table(
        "definition_versions",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("flow", sa.Text, nullable=False),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_definition_versions")),
    )


def _sequence() -> sa.Column[int]:
    wide = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("seq", wide, nullable=False)


def _truth(table: str, column: str) -> sa.CheckConstraint:
    # PostgreSQL has truth values of its own.
    return sa.CheckConstraint(f"{column} IN (0, 1)", name=op.f(f"ck_{table}_{column}")).ddl_if(
        dialect="sqlite"
    )


def _partial_index(
    name: str, table: str, columns: list[str], where: str | sa.ColumnElement[bool]
) -> None:
    fitting = sa.text(where) if isinstance(where, str) else where
    op.create_index(name, table, columns, sqlite_where=fitting, postgresql_where=fitting)
