"""Whatever happens: nothing below 0, nothing lost, and the ledger says what there is."""

from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.runtime.shop import START, opened, orders_file, write_shop
from tests.runtime.test_two_processes import ended, go, worker
from tests.stocks.count import Count
from tests.stocks.shelf import FLOW, held_by_orders, in_ledger, on_shelves

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.definition.record import RESERVED
from orderloom.testing.clock import FrozenClock

PIECES, FILES, ORDERS = 100, 16, 10
_LINE = st.fixed_dictionaries(
    {
        "sku": st.sampled_from("AB"),
        "place": st.sampled_from(["SH", "BJ"]),
        "quantity": st.sampled_from([1, 2, 3, 5, 0]),
    }
)
_NUMBER = st.sampled_from("123")
_DOING = st.fixed_dictionaries(
    {
        "no": _NUMBER,
        "does": st.sampled_from(
            ["bring", "bring", "freeze", "reserve", "reserve", "release", "deduct"]
        ),
        "lines": st.lists(_LINE, min_size=1, max_size=3),
    }
)

_PARTS = st.fixed_dictionaries(
    {
        "no": _NUMBER,
        "does": st.sampled_from(["give", "send"]),
        "lines": st.lists(_LINE.map(lambda line: line | {"quantity": 1}), min_size=1, max_size=2),
    }
)
_ORDER = st.one_of(_DOING, _DOING, _PARTS)


def _order(no, does, quantity):
    return {"no": no, "does": does, "lines": [{"sku": "A", "place": "SH", "quantity": quantity}]}


PLENTY = {
    "no": "B",
    "does": "bring",
    "lines": [
        {"sku": sku, "place": place, "quantity": 4} for sku in "AB" for place in ("SH", "BJ")
    ],
}
"""Comes first, so that much of what is wanted can be had."""


def bring(folder, pieces):
    line = {"no": "1", "sku": "A", "place": "SH", "quantity": pieces}
    return orders_file(folder, "bring.json", [{"no": "B", "does": "bring", "lines": [line]}])


def numbered(order):
    lines = [line | {"no": str(number)} for number, line in enumerate(order["lines"])]
    return order | {"lines": lines}


def test_two_processes_reserve_each_piece_once(anywhere):
    write_shop(anywhere, FLOW)
    with opened(anywhere) as app:
        run(app, [Inputs(files=[bring(anywhere, PIECES)], mapping="orders")])
    (anywhere / "files").mkdir()
    for number in range(FILES):
        line = {"no": "1", "sku": "A", "quantity": 1}
        wanted = [
            {"no": f"{number}-{each}", "does": "reserve", "lines": [line]} for each in range(ORDERS)
        ]
        orders_file(anywhere / "files", f"{number:02}.json", wanted)
    with worker(anywhere) as one, worker(anywhere) as other:
        go(one)
        go(other)
        ended(one)
        ended(other)
    with opened(anywhere) as app:
        assert on_shelves(app) == {("A", "SH", "reserved"): PIECES}
        with app.stores.reader() as reader:
            holders = [each for each in reader.all("order") if each.values.get(RESERVED)]
        assert len(holders) == PIECES
    assert in_ledger(anywhere) == {("A", "SH", "reserved"): PIECES}


@pytest.mark.timeout(600)
def test_sums_agree_whatever_happens(tmp_path):
    numbers, seen = count(), Counter()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.lists(_ORDER, min_size=1, max_size=12), min_size=1, max_size=4))
    @example([[_order("1", "reserve", 3), _order("1", "send", 2), _order("2", "freeze", 1)]])
    def law(messages):
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        write_shop(folder, FLOW)
        clock, goods = FrozenClock(START), Count()
        with opened(folder, clock) as app:
            for number, orders in enumerate([[PLENTY], *messages], start=1):
                clock.advance(timedelta(minutes=20))
                goods.pass_to(20 * number)
                for each in orders:
                    goods.take_in(each, 20 * number)
                file = orders_file(folder, f"{number}.json", [numbered(each) for each in orders])
                run(app, [Inputs(files=[file], mapping="orders")])
                there = on_shelves(app)
                assert there == +goods.there
                assert held_by_orders(app) == {
                    where: quantity for where, quantity in there.items() if where[2] == "reserved"
                }
                seen.update(kind for _, _, kind in there)
        assert in_ledger(folder) == there

    law()
    assert all(seen[kind] for kind in ("available", "reserved", "frozen", "in_transit")), seen
