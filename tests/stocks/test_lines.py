"""Lines that mean the same goods twice take no more than there is."""

import pytest
from tests.runtime.shop import opened, orders_file, write_shop
from tests.stocks.shelf import FLOW, held_by_orders, on_shelves

from orderloom.app.inputs import Inputs
from orderloom.app.running import run

HELD = [{"no": "1", "sku": "A", "place": "SH", "quantity": 3}]


@pytest.mark.parametrize(
    ("wherever", "left"),
    [(0, {("A", "SH", "reserved"): 1}), (1, {}), (2, {("A", "SH", "reserved"): 3})],
)
def test_a_line_of_one_place_and_one_of_any_give_back_each_piece_once(tmp_path, wherever, left):
    write_shop(tmp_path, FLOW)
    lines = [{"no": "1", "sku": "A", "quantity": wherever}] if wherever else []
    lines.append({"no": "2", "sku": "A", "place": "SH", "quantity": 2})
    orders = [
        {"no": "B", "does": "bring", "lines": HELD},
        {"no": "1", "does": "reserve", "lines": HELD},
        {"no": "1", "does": "give", "lines": lines},
    ]
    with opened(tmp_path) as app:
        run(app, [Inputs(files=[orders_file(tmp_path, "1.json", orders)], mapping="orders")])
        assert held_by_orders(app) == left
        assert sum(on_shelves(app).values()) == 3
