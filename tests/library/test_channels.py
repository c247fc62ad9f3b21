"""Each shipped channel reads every order once from its strict server, and ships."""

import json
from datetime import timedelta

import pytest
from tests.declarative.talking import NOW, call, taken
from tests.library.shipped import before

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.amazon import Amazon
from orderloom_connectors.sandbox.douyin import Douyin
from orderloom_connectors.sandbox.jd import JD
from orderloom_connectors.sandbox.kuaishou import Kuaishou
from orderloom_connectors.sandbox.own_shop import OwnShop
from orderloom_connectors.sandbox.pinduoduo import Pinduoduo
from orderloom_connectors.sandbox.shopee import Shopee
from orderloom_connectors.sandbox.shopify import Shopify
from orderloom_connectors.sandbox.taobao import Taobao
from orderloom_connectors.sandbox.woocommerce import WooCommerce
from orderloom_connectors.sandbox.xiaohongshu import Xiaohongshu

MINUTE = timedelta(minutes=1)
CHANNELS = {
    "pinduoduo": (Pinduoduo, "order_sn"),
    "taobao": (Taobao, "tid"),
    "douyin": (Douyin, "order_id"),
    "jd": (JD, "orderId"),
    "kuaishou": (Kuaishou, "oid"),
    "xiaohongshu": (Xiaohongshu, "orderId"),
    "shopee": (Shopee, "order_sn"),
    "shopify": (Shopify, "id"),
    "woocommerce": (WooCommerce, "id"),
    "amazon": (Amazon, "AmazonOrderId"),
    "own_shop": (OwnShop, "order_no"),
}
SHIP = {
    "pinduoduo": ("ship", {"order_sn": "7", "logistics_id": "1", "tracking_number": "YT1"}),
    "taobao": ("ship", {"tid": "7", "tracking_number": "YT1", "company_code": "YTO"}),
    "douyin": ("ship", {"order_id": "7", "tracking_number": "YT1", "company_code": "yuantong"}),
    "jd": ("ship", {"order_id": "7", "logistics_id": "463", "tracking_number": "YT1"}),
    "kuaishou": ("ship", {"order_id": "7", "express_code": "6", "tracking_number": "YT1"}),
    "xiaohongshu": ("ship", {"order_id": "7", "tracking_number": "YT1", "company_code": "yto"}),
    "shopee": ("ship", {"order_sn": "7", "tracking_number": "YT1"}),
    "shopify": ("ship", {"fulfillment_order_id": "7", "tracking_number": "YT1", "company": "YTO"}),
    "woocommerce": ("set_status", {"id": "7", "status": "completed"}),
    "amazon": (
        "ship",
        {
            "order_no": "7",
            "marketplace_id": "ATVPDKIKX0DER",
            "carrier": "UPS",
            "tracking_no": "YT1",
            "shipped_at": "2026-03-01T04:00:00Z",
            "lines": [{"line_no": "1", "quantity": 2}, {"line_no": "2", "quantity": 1}],
        },
    ),
    "own_shop": ("ship", {"order_no": "7", "carrier": "YTO", "tracking_no": "YT1"}),
}


def numbers_in(document, key):
    """Give what stands under ``key`` anywhere, as text, in order."""
    if isinstance(document, list):
        return [no for each in document for no in numbers_in(each, key)]
    if not isinstance(document, dict):
        return []
    own = [str(document[key])] if key in document else []
    return own + [no for each in document.values() for no in numbers_in(each, key)]


def orders(number, key):
    """Give orders that changed one after the other in the last hours, the first long ago."""
    first = 4781320682406083000  # beyond what a float holds
    for index in range(number):
        no = str(first + index)
        yield no, (NOW - timedelta(seconds=17 * (number - index)), {key: no, "status": "paid"})


@pytest.mark.parametrize("name", CHANNELS)
def test_every_order_is_read_once_over_all_pages_and_spans(name):
    platform_type, key = CHANNELS[name]
    with before(platform_type, name) as (connector, session, platform):
        platform.orders = dict(orders(320, key))
        session.back = timedelta(hours=2)
        read = [
            no for b in taken(connector, session, "orders") for no in numbers_in(json.loads(b), key)
        ]
        assert sorted(read) == list(platform.orders)
        session.clock.advance(MINUTE)
        platform.orders["9"] = (NOW + timedelta(seconds=30), {key: "9"})
        again = [
            no for b in taken(connector, session, "orders") for no in numbers_in(json.loads(b), key)
        ]
        assert again == ["9"]
        assert platform.refused == []


@pytest.mark.parametrize("name", CHANNELS)
def test_an_hour_without_orders_gives_nothing(name):
    with before(CHANNELS[name][0], name) as (connector, session, platform):
        assert taken(connector, session, "orders") == []
        assert platform.refused == []


@pytest.mark.parametrize("name", CHANNELS)
def test_a_parcel_is_written_back(name):
    operation, payload = SHIP[name]
    with before(CHANNELS[name][0], name) as (connector, session, platform):
        platform.orders["7"] = (NOW, {CHANNELS[name][1]: "7"})
        connector.perform(session, call(operation, **payload))
        [(no, said)] = platform.shipped
        assert (str(no), said) in {("7", "YT1"), ("7", "completed")}


@pytest.mark.parametrize("name", CHANNELS)
def test_a_secret_with_one_changed_byte_is_refused_for_good_and_not_told(name):
    platform_type, _ = CHANNELS[name]
    for part, value in platform_type.secret.items():
        wrong = {**platform_type.secret, part: value[:-1] + "x"}
        with (
            before(platform_type, name, wrong) as (connector, session, _),
            pytest.raises(DeliveryFailed) as found,
        ):
            taken(connector, session, "orders")
        assert found.value.error_class in {"auth", "rejected"}
        assert not [each for each in wrong.values() if len(each) > 4 and each in str(found.value)]


@pytest.mark.parametrize(
    "name", ["pinduoduo", "taobao", "douyin", "jd", "kuaishou", "xiaohongshu", "shopee", "own_shop"]
)
def test_a_clock_that_is_an_hour_off_is_refused(name):
    with before(CHANNELS[name][0], name) as (connector, session, platform):
        platform.clock = type(session.clock)(NOW + timedelta(hours=1))
        with pytest.raises(DeliveryFailed):
            taken(connector, session, "orders")


@pytest.mark.parametrize("name", CHANNELS)
def test_a_secret_without_its_parts_is_told_and_not_shown(name):
    with (
        before(CHANNELS[name][0], name, "onlyatext") as (connector, session, _),
        pytest.raises(DeliveryFailed) as found,
    ):
        taken(connector, session, "orders")
    assert (found.value.code, found.value.error_class) == ("OL878", "auth")
    assert "onlyatext" not in f"{found.value!r} {found.value.facts}"
