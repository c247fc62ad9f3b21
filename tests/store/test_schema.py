"""The schema: migrated and fresh agree, and the database itself refuses what cannot be."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError

from orderloom.errors import StoreUnusable
from orderloom.store import engine, schema, tables


@pytest.fixture
def opened(tmp_path):
    databases = []

    def opened(name="store.db"):
        databases.append(engine.create(f"sqlite:///{tmp_path / name}"))
        return databases[-1]

    yield opened
    for each in databases:
        each.close()


def described(database):
    """Every table and index as SQLite keeps it, spaces and order of constraints aside."""
    found = {}
    with database.reading.begin() as connection:
        for name, sql in connection.exec_driver_sql("SELECT name, sql FROM sqlite_master"):
            if name != "alembic_version" and not name.startswith("sqlite_autoindex_alembic"):
                found[name] = None if sql is None else sorted(_clauses(sql))
    return found


def _clauses(sql):
    squeezed = re.sub(r"\s+", " ", sql).strip()
    head, _, rest = squeezed.partition("(")
    body, _, tail = rest.rpartition(")")
    return [head.strip(), tail.strip(), *(part.strip() for part in re.split(r",(?![^(]*\))", body))]


def test_a_migrated_and_a_fresh_schema_agree(opened):
    migrated, fresh = opened("migrated.db"), opened("fresh.db")
    schema.upgrade(migrated)
    tables.metadata.create_all(fresh.writing)
    assert described(migrated) == described(fresh)


def test_upgrading_twice_changes_nothing(opened):
    database = opened()
    schema.upgrade(database)
    before = described(database)
    schema.upgrade(database)
    assert described(database) == before


def test_the_known_revisions_are_those_of_the_migrations():
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([script.revision for script in walked])) == schema.REVISIONS


def test_a_newer_schema_is_refused(opened):
    database = opened()
    schema.upgrade(database)
    with database.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnusable) as caught:
        schema.upgrade(database)
    expected = {"path": database.path, "schema": "9999"}
    assert (caught.value.code, caught.value.facts) == ("OL623", expected)


ROWS = {
    "inbox": {
        "id": "m",
        "mapping": "orders",
        "name": "a",
        "received_at": 1,
        "size": 1,
    },
    "bodies": {"message_id": "m", "body": b""},
    "items": {
        "message_id": "m",
        "position": 0,
        "where_text": "",
        "partition": 0,
        "outcome": "applied",
        "at": 1,
    },
    "records": {
        "id": "r",
        "type": "order",
        "key": "1",
        "revision": 1,
        "shape": "s",
        "document": "{}",
        "holds": "{}",
        "tags": "[]",
        "changed_at": 1,
        "created_at": 1,
    },
    "links": {"record_id": "r", "type": "case", "field": "record", "target": "t"},
    "journal": {
        "at": 1,
        "record_type": "order",
        "message": "m",
        "position": 0,
        "ordinal": 0,
        "command": "fire",
        "outcome": "applied",
        "entry": "{}",
    },
    "outbox": {
        "id": "c",
        "at": 1,
        "operation": "notify",
        "connection": "wms",
        "payload": "{}",
        "idempotency_key": "k",
        "irreversible": False,
        "status": "waiting",
        "next_at": 1,
    },
    "timers": {
        "id": "t",
        "record_id": "r",
        "record_type": "order",
        "name": "late",
        "due_at": 1,
        "payload": "{}",
        "state": "waiting",
    },
    "jobs": {
        "id": "j",
        "name": "rule/r.do[0]",
        "record_type": "order",
        "at": 1,
        "ids": "[]",
        "cursor": 0,
        "succeeded": 0,
        "path": "[]",
        "payload": "{}",
    },
    "refused_webhooks": {
        "id": "w",
        "connection": "shop",
        "stream": "orders",
        "code": "OL760",
        "first_at": 1,
        "last_at": 1,
        "times": 1,
        "arrival": b"",
        "arrival_key_id": "k",
    },
    "stock_lines": {
        **dict.fromkeys(("stock", "item", "place", "kind", "step"), "x"),
        "at": 1,
        "change": "1",
        "balance": "1",
    },
    "uniques": {"type": "order", "field": "no", "value": "1", "record_id": "r"},
    "definition_versions": {
        "digest": "d",
        "flow": "shop",
        "environment": "test",
        "created_at": 1,
        "content": b"",
    },
}
BAD = [
    ("inbox", {"cursor": -1}, "ck_inbox_cursor"),
    ("inbox", {"finished": 2}, "ck_inbox_finished"),
    ("bodies", {"message_id": "x"}, "FOREIGN KEY"),
    ("items", {"outcome": "lost"}, "ck_items_outcome"),
    ("items", {"position": -1}, "ck_items_position"),
    ("items", {"partition": 256}, "ck_items_partition"),
    ("items", {"message_id": "x"}, "FOREIGN KEY"),
    ("records", {"revision": 0}, "ck_records_revision"),
    ("links", {"record_id": "x"}, "FOREIGN KEY"),
    ("journal", {"outcome": "lost"}, "ck_journal_outcome"),
    ("outbox", {"status": "lost"}, "ck_outbox_status"),
    ("outbox", {"attempts": -1}, "ck_outbox_attempts"),
    ("outbox", {"connection": None}, "ck_outbox_routed"),
    ("outbox", {"irreversible": 2}, "ck_outbox_irreversible"),
    ("timers", {"state": "lost"}, "ck_timers_state"),
    ("timers", {"record_id": "x"}, "FOREIGN KEY"),
    ("jobs", {"succeeded": 1}, "ck_jobs_cursor"),
    ("refused_webhooks", {"times": 0}, "ck_refused_webhooks_times"),
    ("stock_lines", {"balance": "-1"}, "ck_stock_lines_balance"),
    ("uniques", {"record_id": "x"}, "FOREIGN KEY"),
]


@pytest.fixture
def filled(opened):
    database = opened()
    schema.upgrade(database)
    with database.transaction() as connection:
        for name, row in ROWS.items():
            connection.execute(sa.insert(tables.metadata.tables[name]), row)
    return database


@pytest.mark.parametrize(("table", "bad", "constraint"), BAD)
def test_a_row_that_cannot_be_is_refused(filled, table, bad, constraint):
    columns = tables.metadata.tables[table].c
    updated = ", ".join(f'"{columns[name].name}" = ?' for name in bad)
    with pytest.raises(IntegrityError, match=constraint), filled.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET {updated}", tuple(bad.values()))


def test_every_check_has_a_row_that_breaks_it():
    checks = {
        str(each.name)
        for table in tables.metadata.tables.values()
        for each in table.constraints
        if isinstance(each, sa.CheckConstraint)
    }
    assert checks == {name for _, _, name in BAD if name.startswith("ck_")}


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ("records", {"id": "r2"}),
        ("records", {"key": "2"}),
        ("outbox", {"id": "c2"}),
        ("outbox", {"idempotency_key": "k2"}),
        ("items", {"outcome": "parked"}),
        ("links", {"type": "order"}),
        ("jobs", {"name": "other"}),
        ("uniques", {"record_id": "r2"}),
    ],
)
def test_a_second_row_of_one_identity_is_refused(filled, table, other):
    twin = ROWS[table] | other
    with pytest.raises(IntegrityError, match="UNIQUE"), filled.transaction() as connection:
        connection.execute(sa.insert(tables.metadata.tables[table]), twin)
