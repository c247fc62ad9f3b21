"""The contract, in memory."""

import pytest
from tests.store.contract import StoreContract
from tests.store.contract_jobs import JOB, NEW
from tests.store.decisions import (
    batch,
    call,
    case,
    decision,
    effects,
    item,
    message,
    order,
    revised,
)
from tests.store.flows import flow

from orderloom.memory.open import MemoryStores, new_memory
from orderloom.memory.shapes import Shapes
from orderloom.memory.writing import Misfit


class TestMemory(StoreContract):
    @pytest.fixture
    def integrity_error(self):
        return Misfit

    @pytest.fixture
    def memory(self):
        return new_memory()

    @pytest.fixture
    def reopen(self, memory):
        def reopen(a_flow):
            return MemoryStores(memory, Shapes(a_flow))

        return reopen

    @pytest.fixture
    def store(self, reopen):
        return reopen(flow())

    def test_a_reader_keeps_its_picture_while_others_commit(self, store):
        first, other = order(1), case(1, "order-1")
        store.committer.commit([batch(decision(first, other))])
        with store.reader() as reader:
            moved = revised(other, record="order-2")
            store.committer.commit([batch(decision((first, revised(first)), (other, moved)))])
            assert reader.get("order-1") == first
            assert reader.linked("case", "record", "order-1") == [other]
            with store.reader() as newer:
                assert newer.linked("case", "record", "order-2") == [moved]
        store.committer.commit([batch(decision(order(2)))])
        with store.reader() as reader:
            assert reader.types() == {"order": 2, "case": 1}

    def test_nothing_that_a_runtime_holds_is_in_memory(self, store, memory):
        new = order(1, tags=["vip"])
        sent = message()
        store.inbox.accept(sent)
        parts = {"calls": [call("k")], "jobs": [NEW], "effects": effects(new)}
        store.committer.commit([batch(decision(new, **parts), items=[item(sent)])])
        with store.reader() as reader:
            reader.get("order-1").values["lines"][0]["sku"] = "changed in place"
        new.values["tags"].append("changed in place")
        parts["calls"][0].payload["to"] = "changed in place"
        JOB.results["line"]["sku"] = "changed in place"
        try:
            assert "changed in place" not in repr(memory.contents)
            assert store.jobs.read("job-1").job.results["line"]["sku"] == "S1"
        finally:
            JOB.results["line"]["sku"] = "S1"
