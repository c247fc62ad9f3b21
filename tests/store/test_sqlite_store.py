"""The contract, on SQLite files: with the log, and with the journal of an affected library."""

import sqlite3
from types import ModuleType

import pytest
import sqlalchemy as sa
from tests.store.contract import StoreContract
from tests.store.decisions import batch, decision, order, revised
from tests.store.flows import AT, flow

from orderloom.errors import StoreUnusable
from orderloom.store import engine, tables
from orderloom.store.open import open_database
from orderloom.testing.clock import FrozenClock


class OnSqlite(StoreContract):
    @pytest.fixture
    def driver(self):
        raise NotImplementedError

    @pytest.fixture
    def integrity_error(self, driver):
        return driver.IntegrityError

    @pytest.fixture
    def reopen(self, tmp_path, driver):
        opened = []

        def reopen(a_flow):
            database = engine.create_with(f"sqlite:///{tmp_path / 'store.db'}", driver)
            opened.append(open_database(database, a_flow, FrozenClock(AT)))
            return opened[-1]

        yield reopen
        for each in opened:
            each.close()

    @pytest.fixture
    def store(self, reopen):
        return reopen(flow())

    def test_notes_are_sealed_and_keep_their_key(self, store):
        for value in ("t0ken-one", "t0ken-two"):
            store.notes("jd").put("token", value)
        with store.database.reading.begin() as connection:
            [row] = connection.execute(sa.select(tables.connection_notes)).all()
            keys = connection.scalars(sa.select(tables.keys.c.id)).all()
        assert "t0ken" not in row.value
        assert sorted(keys) == sorted(("lookup", row.value_key_id))


class TestSqlite(OnSqlite):
    @pytest.fixture
    def driver(self):
        return engine.sqlite_driver()

    def test_a_reader_keeps_its_picture_while_others_commit(self, store):
        if store.database.notice is not None:
            pytest.skip("a rollback journal lets nobody commit while somebody reads")
        first = order(1)
        store.committer.commit([batch(decision(first))])
        with store.reader() as reader:
            assert reader.get("order-1") == first
            store.committer.commit([batch(decision((first, revised(first)), order(2)))])
            assert reader.get("order-1") == first
            assert reader.find("order", "2") is None


class TestAffectedSqlite(OnSqlite):
    @pytest.fixture
    def driver(self):
        old = ModuleType("sqlite_of_old")
        vars(old).update(vars(sqlite3.dbapi2))
        old.sqlite_version_info = (3, 40, 1)
        old.sqlite_version = "3.40.1"
        return old

    def test_the_user_is_told_and_the_log_is_not_used(self, store):
        assert store.database.notice == "OL625"
        assert store.database.notice_facts == {"version": "3.40.1"}
        with store.database.writing.begin() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        assert mode == "delete"

    def test_a_commit_waits_for_readers(self, store):
        with store.database.writing.connect() as connection:
            engine.pragma(connection, "busy_timeout = 1")
        with store.reader() as reader:
            assert reader.get("order-1") is None
            with pytest.raises(StoreUnusable) as caught:
                store.committer.commit([batch(decision(order(1)))])
        assert (caught.value.code, caught.value.facts) == ("OL624", {"path": store.database.path})
        store.committer.commit([batch(decision(order(1)))])
