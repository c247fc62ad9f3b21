"""The tables. ``migrations`` makes the same ones step by step; a test compares both.

Instants are integers (see ``instants``), documents are JSON text. Columns ``*_key_id`` name the
key of ``keys`` that a value is encrypted with (in text columns as base64); null: it stands in
the clear.
"""

from collections.abc import Iterable
from typing import Any, get_args

import sqlalchemy as sa

from orderloom.flow.command import Outcome
from orderloom.flow.record import PARTITIONS

OUTCOMES: tuple[str, ...] = get_args(Outcome)
WAITING_OUTCOMES = ("parked", "quarantined")
"""Items that ended so are tried again."""
CALL_STATES = ("waiting", "sent", "failed", "unroutable")
VERSION_WAYS = ("start", "deploy", "rollback")
TIMER_STATES = ("waiting", "fired", "cancelled")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, words: Iterable[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _sequence() -> sa.Column[int]:
    # SQLite numbers rows by itself only under the exact type INTEGER.
    wide = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("seq", wide, primary_key=True)


def _some_rows(
    name: str, columns: Iterable[sa.Column[Any]], where: str | sa.ColumnElement[bool]
) -> None:
    """Index the rows of a table that fit a condition."""
    fitting = sa.text(where) if isinstance(where, str) else where
    sa.Index(name, *columns, sqlite_where=fitting, postgresql_where=fitting)


def _tally(outcome: str) -> sa.Column[int]:
    return sa.Column(outcome, sa.Integer, nullable=False, server_default="0")


inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("mapping"),
    _text("source", null=True),
    _text("zone", null=True),
    _text("name"),
    _instant("received_at"),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("cursor", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column(
        "finished",
        sa.Boolean(create_constraint=True, name="finished"),
        nullable=False,
        server_default="0",
    ),
    sa.Column("digest", sa.Text, nullable=False, server_default=""),
    *(_tally(outcome) for outcome in OUTCOMES),
    _text("rejected_code", null=True),
    _text("rejected_facts", null=True),
    sa.CheckConstraint("cursor >= 0", name="cursor"),
)
_some_rows("ix_inbox_unfinished", [inbox.c.received_at], inbox.c.finished.is_(sa.false()))

files = sa.Table(
    "files",
    metadata,
    sa.Column("record_id", sa.ForeignKey("records.id"), primary_key=True),
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    _text("key_id"),
)
sa.Index("ix_files_hash", files.c.hash)

orders = sa.Table(
    "orders",
    metadata,
    sa.Column("message_id", sa.ForeignKey("inbox.id"), primary_key=True),
    sa.Column("first", sa.BigInteger, primary_key=True, autoincrement=False),
    # Indices from ``first`` on, four bytes each.
    sa.Column("positions", sa.LargeBinary, nullable=False),
)

# Apart from ``inbox``: a row is rewritten whenever its cursor moves, a body must not be.
bodies = sa.Table(
    "bodies",
    metadata,
    sa.Column("message_id", sa.ForeignKey("inbox.id"), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    _text("body_key_id", null=True),
    # What the mapping reads, where the bytes are sealed or wrapped; under the body's key.
    sa.Column("opened", sa.LargeBinary, nullable=True),
    sa.Column("packed", sa.Boolean, nullable=False, server_default="0"),
)

# Webhooks that were not believed: of each stream the newest (see ``refusals``), all of it sealed.
refused_webhooks = sa.Table(
    "refused_webhooks",
    metadata,
    _sequence(),
    _text("id"),
    _text("connection"),
    _text("stream"),
    _text("code"),
    _instant("first_at"),
    _instant("last_at"),
    sa.Column("times", sa.BigInteger, nullable=False),
    sa.Column("arrival", sa.LargeBinary, nullable=False),
    _text("arrival_key_id"),
    sa.UniqueConstraint("id"),
    sa.CheckConstraint("times >= 1", name="times"),
    sa.Index(None, "connection", "stream", "last_at"),
)

items = sa.Table(
    "items",
    metadata,
    sa.Column("message_id", sa.ForeignKey("inbox.id"), primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True),
    _text("where_text"),
    sa.Column("partition", sa.SmallInteger, nullable=True),
    _text("record_type", null=True),
    _text("key", null=True),
    _text("outcome"),
    _text("faults", null=True),
    _instant("at"),
    _one_of("outcome", OUTCOMES),
    sa.CheckConstraint("position >= 0", name="position"),
    sa.CheckConstraint(f"partition BETWEEN 0 AND {PARTITIONS - 1}", name="partition"),
    sqlite_with_rowid=False,
)
_some_rows("ix_items_parked_key", [items.c.record_type, items.c.key], "outcome = 'parked'")
_some_rows("ix_items_parked_at", [items.c.at], "outcome = 'parked'")
_some_rows("ix_items_quarantined_at", [items.c.at], "outcome = 'quarantined'")

# ``shape`` says what fields the documents were written with (see ``codec``).
records = sa.Table(
    "records",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("type"),
    _text("key"),
    sa.Column("revision", sa.BigInteger, nullable=False),
    _text("shape"),
    _text("document"),
    _text("sensitive", null=True),
    _text("sensitive_key_id", null=True),
    _text("holds"),
    _text("tags"),
    _instant("changed_at"),
    _text("source", null=True),
    _instant("created_at"),
    sa.UniqueConstraint("type", "key"),
    sa.CheckConstraint("revision >= 1", name="revision"),
    sa.Index(None, "type", "id"),
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("record_id", sa.ForeignKey("records.id"), primary_key=True),
    _text("type"),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
    sa.Index(None, "type", "field", "target"),
    sqlite_with_rowid=False,
)

# Values of unique fields, written as in ``links``: each stands with one record alone.
uniques = sa.Table(
    "uniques",
    metadata,
    sa.Column("type", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("record_id", sa.ForeignKey("records.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

journal = sa.Table(
    "journal",
    metadata,
    _sequence(),
    _instant("at"),
    _text("record_id", null=True),
    _text("record_type"),
    sa.Column("revision", sa.BigInteger, nullable=True),
    _text("message"),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    _text("command"),
    _text("outcome"),
    _text("entry"),
    _one_of("outcome", OUTCOMES),
    sa.Index(None, "record_id"),
)
_some_rows("ix_journal_bulks", [journal.c.seq], "command = 'bulk'")
_some_rows("ix_journal_turns", [journal.c.message, journal.c.seq], "command = 'each'")

outbox = sa.Table(
    "outbox",
    metadata,
    _sequence(),
    _text("id"),
    _instant("at"),
    _text("record_id", null=True),
    _text("connection", null=True),
    _text("operation"),
    _text("payload"),
    _text("payload_key_id", null=True),
    _text("idempotency_key"),
    sa.Column(
        "irreversible", sa.Boolean(create_constraint=True, name="irreversible"), nullable=False
    ),
    _text("status"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    _instant("next_at"),
    _text("error", null=True),
    _text("answer", null=True),
    _instant("sent_at", null=True),
    _text("action", null=True),
    # While it waits: until when whoever sends it has it for himself (see ``outbox``).
    _instant("held_until", null=True),
    sa.UniqueConstraint("id"),
    sa.UniqueConstraint("idempotency_key"),
    _one_of("status", CALL_STATES),
    sa.CheckConstraint("attempts >= 0", name="attempts"),
    sa.CheckConstraint("connection IS NOT NULL OR status = 'unroutable'", name="routed"),
    sa.Index(None, "status", "seq"),
)
_some_rows(
    "ix_outbox_waiting",
    [outbox.c.record_id, outbox.c.connection, outbox.c.seq],
    "status = 'waiting'",
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("record_id", sa.ForeignKey("records.id"), nullable=False),
    _text("record_type"),
    _text("name"),
    _instant("due_at"),
    _text("payload"),
    _text("state"),
    _one_of("state", TIMER_STATES),
    sa.Index(None, "due_at"),
)

schedules = sa.Table(
    "schedules",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _instant("handled_at"),
)

# Jobs that are not worked to their end (see ``jobs``); ``payload`` is what they keep of before,
# ``state`` whether they wait for a worker or for a person.
jobs = sa.Table(
    "jobs",
    metadata,
    _sequence(),
    _text("id"),
    _text("name"),
    _text("record_type"),
    _instant("at"),
    _text("ids"),
    sa.Column("cursor", sa.BigInteger, nullable=False),
    sa.Column("succeeded", sa.BigInteger, nullable=False),
    sa.Column("most", sa.BigInteger, nullable=True),
    _text("path"),
    _text("payload"),
    _text("payload_key_id", null=True),
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.UniqueConstraint("id"),
    sa.CheckConstraint("cursor >= succeeded", name="cursor"),
)

# The items of figures by group, as trees of pages; number 0 is the root (see ``kernel.figures``).
figure_pages = sa.Table(
    "figure_pages",
    metadata,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("grp", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

# The ledger of stocks (see ``ledger``); quantities are decimal numbers as text.
stock_lines = sa.Table(
    "stock_lines",
    metadata,
    _sequence(),
    _instant("at"),
    _text("stock"),
    _text("item"),
    _text("place"),
    _text("kind"),
    _text("change"),
    _text("balance"),
    _text("step"),
    _text("record_id", null=True),
    sa.CheckConstraint("balance NOT LIKE '-%'", name="balance"),
    sa.Index(None, "stock", "item"),
)

# What connections remember from one poll to the next; tokens are among it, so all of it is sealed.
connection_notes = sa.Table(
    "connection_notes",
    metadata,
    sa.Column("connection", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    _text("value"),
    _text("value_key_id"),
    sqlite_with_rowid=False,
)

# Data keys, each wrapped by the master key, which is never here (see ``keyring``).
keys = sa.Table(
    "keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

definition_versions = sa.Table(
    "definition_versions",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    _text("flow"),
    _text("environment"),
    _instant("created_at"),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

# Which of them is in force: the highest number. The others were, in the order of their numbers.
versions = sa.Table(
    "versions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("digest", sa.ForeignKey("definition_versions.digest"), nullable=False),
    _instant("at"),
    _text("how"),
    _text("by", null=True),
    _text("renames"),
    sa.Column("keeps", sa.Text, nullable=False, server_default="[]"),
    _one_of("how", VERSION_WAYS),
)
