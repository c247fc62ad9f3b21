"""What the demo's script makes of the lines of "Online Retail"."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "examples" / "all-channel-shop" / "data"
HEADER = "Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
NOON = "2010-12-01 12:00:00"


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(DATA))
    from uci import read_orders

    def read_rows(*rows):
        path = tmp_path / "slice.csv"
        path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
        return read_orders(path)

    return read_rows


def told(order):
    lines = [(line.name, line.quantity, line.price) for line in order.lines]
    return order.customer, order.is_return, lines, order.postage


def test_an_order_is_what_one_customer_bought_in_one_minute(read):
    orders = read(
        f"LANTERN,6,{NOON},3.39,17850.0,France",
        f"POSTAGE,1,{NOON},18.0,17850.0,France",
        f"LANTERN,1,{NOON},3.39,12583.0,France",
        "LANTERN,1,2010-12-01 12:01:00,3.39,17850.0,France",
    )
    assert [told(order) for order in orders] == [
        ("12583", False, [("LANTERN", 1, Decimal("3.39"))], Decimal("0.00")),
        ("17850", False, [("LANTERN", 6, Decimal("3.39"))], Decimal("18.00")),
        ("17850", False, [("LANTERN", 1, Decimal("3.39"))], Decimal("0.00")),
    ]
    assert orders[0].placed_at == datetime(2010, 12, 1, 12, tzinfo=UTC)


def test_one_article_at_one_price_is_one_line(read):
    (order,) = read(
        f"LANTERN,6,{NOON},3.39,17850.0,France",
        f"LANTERN,2,{NOON},3.39,17850.0,France",
        f"LANTERN,2,{NOON},4.25,17850.0,France",
    )
    assert told(order)[2] == [("LANTERN", 8, Decimal("3.39")), ("LANTERN", 2, Decimal("4.25"))]


def test_negative_quantities_are_a_return_of_their_own(read):
    sale, returned = read(
        f"LANTERN,6,{NOON},3.39,17850.0,France",
        f"LANTERN,-2,{NOON},3.39,17850.0,France",
    )
    assert told(sale)[1:3] == (False, [("LANTERN", 6, Decimal("3.39"))])
    assert told(returned)[1:3] == (True, [("LANTERN", 2, Decimal("3.39"))])
    assert returned.payment == "refunded"


def test_write_offs_and_bookings_are_no_orders(read):
    orders = read(
        f",56,{NOON},0.0,,United Kingdom",
        f"Discount,-1,{NOON},27.5,14527.0,United Kingdom",
        f"LANTERN,1,{NOON},0.0,14527.0,United Kingdom",
    )
    assert orders == []


def test_an_order_without_a_customer_stays(read):
    (order,) = read(f"LANTERN,1,{NOON},3.39,,United Kingdom")
    assert order.customer is None
