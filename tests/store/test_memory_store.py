"""The contract, in memory."""

import pytest
from tests.store.contract import StoreContract
from tests.store.flows import flow

from orderloom.memory.open import MemoryStores, new_memory
from orderloom.memory.shapes import Shapes
from orderloom.memory.writing import Misfit


class TestMemory(StoreContract):
    @pytest.fixture
    def integrity_error(self):
        return Misfit

    @pytest.fixture
    def reopen(self):
        memory = new_memory()

        def reopen(a_flow):
            return MemoryStores(memory, Shapes(a_flow))

        return reopen

    @pytest.fixture
    def store(self, reopen):
        return reopen(flow())
