"""The contract, on PostgreSQL."""

import psycopg
import pytest
from tests.store.contract import StoreContract
from tests.store.decisions import batch, decision, order, revised
from tests.store.flows import AT, flow

from orderloom.store import engine
from orderloom.store.open import open_database
from orderloom.testing.clock import FrozenClock


class TestPostgresql(StoreContract):
    @pytest.fixture
    def integrity_error(self):
        return psycopg.IntegrityError

    @pytest.fixture
    def reopen(self, tmp_path, postgresql_url):
        opened = []

        def reopen(a_flow):
            database = engine.create(postgresql_url, keys=tmp_path)
            opened.append(open_database(database, a_flow, FrozenClock(AT)))
            return opened[-1]

        yield reopen
        for each in opened:
            each.close()

    @pytest.fixture
    def store(self, reopen):
        return reopen(flow())

    def test_a_reader_keeps_its_picture_while_others_commit(self, store):
        first = order(1)
        store.committer.commit([batch(decision(first))])
        with store.reader() as reader:
            assert reader.get("order-1") == first
            store.committer.commit([batch(decision((first, revised(first)), order(2)))])
            assert reader.get("order-1") == first
            assert reader.find("order", "2") is None
