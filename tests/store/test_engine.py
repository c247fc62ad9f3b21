"""Opening a database: who may, how it is set up, and what is said when it cannot be."""

import sqlite3

import pytest
from tests.store.flows import AT, flow

from orderloom.codes.store import CODES
from orderloom.errors import StoreUnusable
from orderloom.store import engine
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock

MESSAGES = {each.id: each.message for each in CODES}


def refusal(url):
    with pytest.raises(StoreUnusable) as caught:
        engine.create(url)
    error = caught.value
    return error.code, MESSAGES[error.code].fill(error.facts, "en")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("oracle://anna:secret@db/shop", "oracle://anna:***@db/shop"),
        ("sqlite://", "sqlite://"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("shop.db", "shop.db"),
    ],
)
def test_an_unknown_address_is_refused(url, shown):
    assert refusal(url) == ("OL620", f"'{shown}' is no store address that is known here")


def test_a_missing_folder_is_named(tmp_path):
    path = tmp_path / "nowhere" / "store.db"
    assert refusal(f"sqlite:///{path}") == (
        "OL621",
        f"the store '{path}' cannot be written: no folder {path.parent}",
    )


def test_a_folder_is_no_store(tmp_path):
    assert refusal(f"sqlite:///{tmp_path}") == (
        "OL621",
        f"the store '{tmp_path}' cannot be written: unable to open database file",
    )


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("dear diary, " * 100)
    assert refusal(f"sqlite:///{path}") == (
        "OL622",
        f"'{path}' exists and is not a store of Orderloom",
    )
    assert path.read_text() == "dear diary, " * 100


def test_a_database_of_somebody_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "theirs.db"
    theirs = sqlite3.connect(path)
    theirs.execute("CREATE TABLE songs (title TEXT)")
    theirs.commit()
    theirs.close()
    before = path.read_bytes()
    assert refusal(f"sqlite:///{path}")[0] == "OL622"
    assert path.read_bytes() == before


def test_a_locked_store_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 1)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    first = open_store(url, flow(), FrozenClock(AT))
    with first.database.transaction():
        assert refusal(url) == (
            "OL624",
            f"the store '{tmp_path / 'store.db'}' is locked by another process",
        )
    first.close()


def test_every_connection_is_durable_and_checked(tmp_path):
    database = engine.create(f"sqlite:///{tmp_path / 'store.db'}")
    sound = database.notice is None
    for each in (database.writing, database.reading):
        with each.connect() as connection:
            settings = {
                name: engine.pragma(connection, name)
                for name in ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint")
            }
            assert settings == {
                "journal_mode": "wal" if sound else "delete",
                "synchronous": 2,
                "foreign_keys": 1,
                "wal_autocheckpoint": 20_000,
            }
    database.close()


def test_closing_leaves_a_single_file(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}", flow(), FrozenClock(AT))
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["store.db"]


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_versions_that_can_corrupt_a_log_are_known(version, affected):
    assert engine.corrupts_wal(version) == affected


def test_a_version_of_the_definitions_is_remembered_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    clock = FrozenClock(AT)
    for digest in ("d1", "d2", "d1"):
        store = open_store(url, flow(digest=digest), clock)
        with store.database.reading.begin() as connection:
            known = connection.exec_driver_sql(
                "SELECT digest, flow, environment FROM definition_versions ORDER BY digest"
            ).fetchall()
        store.close()
    assert [tuple(row) for row in known] == [("d1", "shop", "test"), ("d2", "shop", "test")]
