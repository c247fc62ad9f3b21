"""The view in memory behaves as a reader over a store does."""

import pytest
from tests.store.decisions import case, decision, order, revised

from orderloom.errors import RevisionConflict
from orderloom.testing.memory import MemoryView


def test_applied_decisions_are_seen():
    view = MemoryView()
    first, opened = order(1), case(1, "order-1")
    second = revised(first, quantity=4)
    view.apply(decision(first, opened))
    view.apply(decision((first, second), reads={"case-1": 1}))
    assert view.find("order", "1") == second
    assert view.get("order-1") == second
    assert view.find("order", "2") is None
    assert view.linked("case", "record", "order-1") == [opened]
    assert view.types() == {"order": 1, "case": 1}


def test_states_are_counted():
    view = MemoryView([order(1), order(2), order(3, status=None)], {"order": ["status"]})
    assert view.states() == {"order.status": {"paid": 2}}


def test_all_gives_a_type_by_id():
    view = MemoryView([order(2), order(1), case(1, "order-1")])
    assert list(view.all("order")) == [order(1), order(2)]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (decision(order(2), order(1)), "OL630"),
        (decision(order(2), (revised(order(1)), revised(revised(order(1))))), "OL630"),
        (decision(order(2), reads={"order-1": 2}), "OL630"),
    ],
)
def test_a_conflict_changes_nothing(made, code):
    view = MemoryView([order(1)])
    with pytest.raises(RevisionConflict) as caught:
        view.apply(made)
    assert (caught.value.code, caught.value.facts) == (code, {"record": "order-1"})
    assert view.types() == {"order": 1}
