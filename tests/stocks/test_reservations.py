"""Many processes want the same hundred pieces at once: exactly as many are reserved."""

from contextlib import ExitStack

import pytest
from tests.runtime.shop import opened, orders_file, write_shop
from tests.runtime.test_two_processes import ended, go, worker
from tests.stocks.shelf import in_ledger, on_shelves
from tests.stocks.test_allot import ALLOTTED, by_channel
from tests.stocks.test_stock_law import bring

from orderloom.app.inputs import Inputs
from orderloom.app.running import run

PIECES, PROCESSES = 100, 8
CHANNELS = ("tmall", "jd", "pdd", "vip")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("orders", [50, pytest.param(2_000, marks=pytest.mark.nightly)])
def test_eight_processes_reserve_exactly_what_there_is(anywhere, orders):
    write_shop(anywhere, ALLOTTED)
    with opened(anywhere) as app:
        run(app, [Inputs(files=[bring(anywhere, PIECES)], mapping="orders")])
    for process in range(PROCESSES):
        (anywhere / str(process)).mkdir()
        wanted = [_order(process, number) for number in range(orders)]
        orders_file(anywhere / str(process), "orders.json", wanted)
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(anywhere, str(n))) for n in range(PROCESSES)]
        for each in workers:
            go(each)
        counted = [ended(each) for each in workers]
    assert sum(each["applied"] for each in counted) == PROCESSES * orders
    with opened(anywhere) as app:
        assert on_shelves(app) == {("A", "SH", "reserved"): PIECES}
        held = by_channel(app)
    assert sum(held.values()) == PIECES
    # Each share was there to the last piece for whom it was kept.
    assert held["tmall"] >= 40
    assert held["jd"] >= 25
    assert in_ledger(anywhere) == {("A", "SH", "reserved"): PIECES}


def _order(process, number):
    line = {"no": "1", "sku": "A", "quantity": 1}
    channel = CHANNELS[number % len(CHANNELS)]
    return {
        "no": f"{process}-{number}",
        "channel": channel,
        "does": "reserve",
        "lines": [line],
    }
