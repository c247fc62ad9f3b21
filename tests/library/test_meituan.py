"""Meituan sends its orders: what it sends is known, asked for whole, and answered step by step."""

import json
from hashlib import md5
from urllib.parse import urlencode

import pytest
from tests.declarative.talking import NOW, call
from tests.library.mapped import mapped, split
from tests.library.shipped import before
from tests.library.test_webhooks import heard, refused
from tests.servers.senders import Delivery

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.meituan import Meituan

AT = int(NOW.timestamp())
ORDER = {
    "order_id": 4781320682406083640, "wm_order_id_view": "24581032571314888", "status": 2,
    "app_poi_code": "poi-1", "ctime": AT - 60, "utime": AT, "delivery_time": 0, "pay_type": 2,
    "total": 48.5, "original_price": 52, "shipping_fee": 3, "recipient_name": "张 三",
    "recipient_phone": "13800000000_1234", "recipient_address": "文三路 1 号&3%", "caution": "",
    "detail": [
        {"app_food_code": "TEA", "sku_id": "TEA-L", "food_name": "茶", "quantity": 2,
         "price": 20.25},
        {"app_food_code": "TEA", "sku_id": "TEA-S", "food_name": "茶", "quantity": 1, "price": 5},
    ],
}  # fmt: skip
NUMBER = str(ORDER["order_id"])


@pytest.fixture
def talk():
    with before(Meituan, "meituan") as (connector, session, platform):
        platform.orders[NUMBER] = dict(ORDER)
        yield connector, session, platform


def test_an_order_is_asked_for_whole_and_mapped(talk):
    connector, session, platform = talk
    told = connector.perform(session, call("query", order_id=NUMBER))
    [order] = mapped("meituan", json.loads(json.dumps(told, default=str)))
    assert (order["channel_order_no"], str(order["amount"])) == (NUMBER, "CNY 48.50")
    assert [(line["line_no"], line["quantity"], str(line["price"])) for line in order["lines"]] == [
        ("TEA-TEA-L", 2, "CNY 20.25"), ("TEA-TEA-S", 1, "CNY 5.00"),
    ]  # fmt: skip
    assert (order["status"], order["payment"], order["ship_by"]) == ("paid", "paid", None)
    assert platform.refused == []


def test_an_order_goes_its_way(talk):
    connector, session, platform = talk
    for operation in ("received", "confirm", "delivering", "arrived"):
        more = {"courier": "李 四&~", "courier_phone": "13900000000"}
        connector.perform(session, call(operation, order_id=NUMBER, **more))
    assert [what for _, what in platform.told] == [
        "poi_received", "confirm", "delivering", "arrived",
    ]  # fmt: skip
    [order] = mapped("meituan", {"data": platform.orders[NUMBER]})
    assert (order["status"], order["logistics"]) == ("completed", "signed")
    assert platform.refused == []


@pytest.mark.parametrize("part", Meituan.secret)
def test_a_secret_with_one_changed_byte_is_refused(talk, part):
    connector, session, platform = talk
    session.secret = {**Meituan.secret, part: Meituan.secret[part][:-1] + "x"}
    with pytest.raises(DeliveryFailed) as found:
        connector.perform(session, call("confirm", order_id=NUMBER))
    assert (found.value.error_class, platform.told) == ("auth", [])


def test_paid_at_the_door_is_paid_when_it_is_done_and_an_unknown_state_waits():
    for status, payment in ((4, "unpaid"), ("8", "paid"), (9, "unpaid")):
        [order] = mapped("meituan", {"data": {**ORDER, "status": status, "pay_type": "1"}})
        assert order["payment"] == payment
    [found] = split("meituan", {"data": {**ORDER, "status": 77}})
    assert [(fault.code, fault.facts["value"]) for fault in found.faults] == [("OL557", "77")]


def pushed(fields, secret=Meituan.secret["app_secret"]):
    """Send an order as the platform does: an address of ours, signed with its sorted fields."""
    pairs = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
    text = f"https://shop.example.com/in?{pairs}{secret}"
    sig = md5(text.encode(), usedforsecurity=False).hexdigest()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Delivery(urlencode({**fields, "sig": sig}).encode(), headers)


def test_what_it_sends_is_known_and_read():
    fields = {name: str(value) for name, value in ORDER.items() if name != "detail"}
    heard("meituan", "order_events", pushed(fields), dict(Meituan.secret))
    [order] = mapped("meituan_pushes", pushed(fields).body)
    assert (order["channel_order_no"], order["status"]) == (NUMBER, "paid")
    assert (str(order["amount"]), order["address"]) == ("CNY 48.50", "文三路 1 号&3%")
    assert "lines" not in order
    refused("meituan", "order_events", pushed(fields, "mt-s3crex"), dict(Meituan.secret))
