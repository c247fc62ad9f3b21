"""Hot reads go through an index, whatever the size of the store."""

import re

import pytest
from sqlalchemy import event
from tests.store.decisions import batch, call, case, decision, item, message, order
from tests.store.flows import AT, flow

from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}", flow(), FrozenClock(AT))
    sent = message()
    store.inbox.accept(sent)
    new = decision(order(1), case(1, "order-1"), calls=[call("k")])
    store.committer.commit([batch(new, message=sent.id, cursor=1, items=[item(sent)])])
    yield store
    store.close()


READS = {
    "records by identity": lambda store: texts(store).by_key,
    "records by identities": lambda store: texts(store).by_keys,
    "records by id": lambda store: texts(store).by_id,
    "records of a type": lambda store: texts(store).by_type,
    "linked records": lambda store: texts(store).linked,
    "numbers of pieces": lambda store: texts(store).likeness.count,
    "who shares a piece": lambda store: texts(store).likeness.read,
    "revisions": lambda store: store.committer._sql.revisions,
    "changed record": lambda store: store.committer._sql.changed_record.text,
    "item outcome": lambda store: store.committer._sql.item_outcome,
    "unfinished messages": lambda store: seen(store, store.inbox.unfinished),
    "a message": lambda store: seen(store, lambda: store.inbox.read(message().id)),
    "positions": lambda store: seen(store, lambda: store.inbox.positions("m", "parked")),
    "parked": lambda store: seen(store, lambda: store.inbox.parked("order", ["1", "2"])),
    "expired": lambda store: seen(store, lambda: store.inbox.expired(AT)),
    "releasable": lambda store: seen(store, store.inbox.releasable),
    "due": lambda store: seen(store, lambda: store.outbox.due(AT, 10)),
    "counts": lambda store: seen(store, store.outbox.counts),
    "story": lambda store: seen(store, lambda: store.journal.story("order-1")),
    "journal": lambda store: seen(store, lambda: list(store.journal.all())),
    "quarantine": lambda store: seen(store, lambda: store.journal.quarantine(10)),
}
INDEXES = {
    "records by identity": {"uq_records_type_key", "pk_keys"},
    "records by identities": {"uq_records_type_key", "pk_keys"},
    "records by id": {"pk_records", "pk_keys"},
    "records of a type": {"ix_records_type_id", "pk_keys"},
    "linked records": {"ix_links_type_field_target", "pk_records", "pk_keys"},
    "numbers of pieces": {"ix_links_type_field_target"},
    "who shares a piece": {"ix_links_type_field_target"},
    "revisions": {"pk_records"},
    "changed record": {"pk_records"},
    "item outcome": {"pk_items"},
    "unfinished messages": {"ix_inbox_unfinished"},
    "a message": {"pk_bodies", "pk_inbox", "pk_keys"},
    "positions": {"pk_items"},
    "parked": {"ix_items_parked_key"},
    "expired": {"ix_items_parked_at"},
    "releasable": {"ix_items_parked_at", "uq_records_type_key"},
    "due": {"ix_outbox_status_seq", "ix_outbox_waiting", "pk_keys"},
    "counts": {"ix_outbox_status_seq"},
    "story": {"ix_journal_record_id"},
    "journal": {"pk_journal"},
    "quarantine": {"ix_items_quarantined_at", "pk_inbox"},
}
# SQLite numbers the indexes of keys instead of using their names.
NUMBERED = {
    "sqlite_autoindex_records_1": "pk_records",
    "sqlite_autoindex_records_2": "uq_records_type_key",
    "sqlite_autoindex_bodies_1": "pk_bodies",
    "sqlite_autoindex_inbox_1": "pk_inbox",
}
LISTS = {"json_each", "wanted", "held"}
STEP = re.compile(
    r"(?:SEARCH|SCAN) (?P<table>\w+)(?: EXISTS)?"
    r"(?: USING (?:(?:COVERING )?INDEX (?P<index>\w+)|(?:INTEGER )?PRIMARY KEY))?"
)


def texts(store):
    return store._statements


def seen(store, read):
    """The statement that a read sends."""
    sent = []
    engine = store.database.reading

    def note(connection, cursor, statement, *others):
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    read()
    event.remove(engine, "before_cursor_execute", note)
    return next(each for each in sent if each.startswith("SELECT"))


def indexes(store, statement):
    """The index behind each table that SQLite's plan reads."""
    parameters = (None,) * statement.count("?")
    with store.database.reading.begin() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [STEP.match(row[3]) for row in rows]
    found = {_index(step) for step in steps if step is not None and step["table"] not in LISTS}
    return {NUMBERED.get(name, name) for name in found}


def _index(step):
    if " USING " not in step[0]:
        return f"every row of {step['table']}"
    return step["index"] or f"pk_{step['table']}"


@pytest.mark.parametrize("read", READS)
def test_a_hot_read_uses_an_index(store, read):
    assert indexes(store, READS[read](store)) == INDEXES[read]


def test_a_read_without_an_index_would_be_noticed(store):
    assert indexes(store, "SELECT id FROM records WHERE document = ?") == {"every row of records"}
