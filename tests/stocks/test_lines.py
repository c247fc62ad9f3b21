"""Lines that mean the same goods twice take no more than there is."""

from decimal import Decimal

import pytest
from tests.runtime.shop import opened, orders_file, write_shop
from tests.stocks.shelf import FLOW, held_by_orders, on_shelves

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.kernel.stocks.lines import quantity_of

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


@pytest.mark.parametrize(
    "written",
    [" 3 ", "0.000000001", "999999999999999.999999999", 2, Decimal("1.50"), Decimal("1E+3")],
)
def test_a_quantity_is_kept_exactly(written):
    assert quantity_of(written) == Decimal(written)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "-1",
            "0",
            "1e3",
            "1e20000000",
            "1e-20000000",
            "NaN",
            "Infinity",
            "1,5",
            "三",
            "1\n2",
        ),
        *("1000000000000000", "0.0000000001", "9" * 29, 10**15, 0, -1, True, None, 1.5, [], {}),
        *(Decimal("1E+900000"), Decimal("1E-900000"), Decimal("NaN"), Decimal("-Infinity")),
    ],
)
def test_what_could_not_be_summed_exactly_is_no_quantity(written):
    assert quantity_of(written) is None
