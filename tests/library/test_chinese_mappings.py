"""Documents of Chinese channels and couriers through the mappings that ship."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests.library.mapped import mapped

from orderloom.expression.values import Money
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.douyin import Douyin
from orderloom_connectors.sandbox.jd import JD
from orderloom_connectors.sandbox.kuaishou import Kuaishou
from orderloom_connectors.sandbox.pinduoduo import Pinduoduo
from orderloom_connectors.sandbox.samples import Samples
from orderloom_connectors.sandbox.taobao import Taobao
from orderloom_connectors.sandbox.xiaohongshu import Xiaohongshu

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
ROWS = {
    "pinduoduo": (Pinduoduo, lambda row: {"order_info_get_response": {"order_info": row}}),
    "taobao": (Taobao, lambda row: {"trade_fullinfo_get_response": {"trade": row}}),
    "douyin": (Douyin, lambda row: {"data": {"shop_order_list": [row]}}),
    "jd": (
        JD,
        lambda row: {
            "jingdong_pop_order_search_responce": {
                "searchorderinfo_result": {"orderInfoList": [row]}
            }
        },
    ),
    "kuaishou": (Kuaishou, lambda row: {"data": {"orderList": [row]}}),
    "xiaohongshu": (Xiaohongshu, lambda row: {"data": row}),
}


def cny(amount):
    return Money(Decimal(amount), "CNY")


@pytest.mark.parametrize("name", ROWS)
def test_an_order_says_the_same_whatever_the_channel_writes(name):
    platform_type, within = ROWS[name]
    platform = platform_type(FrozenClock(NOW))
    for sample in Samples("zh", "seed").past(12, NOW):
        number, document = platform.write(sample)
        [order] = mapped(name, within(document))
        assert (order["channel"], order["channel_order_no"]) == (name, number)
        assert order["amount"] == cny(sample.amount)
        assert order["postage"] == cny(sample.postage)
        assert order["placed_at"] == sample.placed_at
        assert order.get("paid_at") == (None if sample.state == "unpaid" else sample.placed_at)
        assert [line["sku"] for line in order["lines"]] == [line.sku for line in sample.lines]
        assert [line["quantity"] for line in order["lines"]] == [
            line.quantity for line in sample.lines
        ]
        assert [line["price"] for line in order["lines"]] == [
            cny(line.price) for line in sample.lines
        ]
        wanted = "unpaid" if sample.state == "unpaid" else "paid"
        if (name, wanted) != ("jd", "unpaid"):  # a locked order of JD stays where it is
            assert order["status"] == wanted
        assert order["payment"] == wanted
        platform.mark_shipped(document, "YT1")
        if sample.state != "unpaid":
            [order] = mapped(name, within(document))
            assert order["status"] == "shipped"


SF = {
    "mailNo": "SF1",
    "routes": [
        {"acceptTime": "2026-03-01 11:00:00", "remark": "派送中", "opCode": "100"},
        {
            "acceptTime": "2026-03-01 09:00:00",
            "remark": "揽收",
            "opCode": "30",
            "acceptAddress": "沪",
        },
        {"acceptTime": "2026-03-01 12:00:00", "remark": "?", "opCode": "9999"},
    ],
}


def at(hour):
    return datetime(2026, 3, 1, hour, tzinfo=UTC) - timedelta(hours=8)


def test_routes_of_sf_are_nodes_and_the_newest_that_says_anything_is_the_state():
    [parcel] = mapped("sf_routes", {"apiResultData": {"msgData": {"routeResps": [SF]}}})
    assert (parcel["carrier"], parcel["tracking_no"]) == ("sf", "SF1")
    assert [(n["at"], n.get("state"), n["code"]) for n in parcel["nodes"]] == [
        (at(11), "out_for_delivery", "100"), (at(9), "picked_up", "30"), (at(12), None, "9999"),
    ]  # fmt: skip
    assert parcel["status"] == "out_for_delivery"


def test_a_parcel_without_routes_keeps_its_state():
    empty = {"mailNo": "SF1", "routes": []}
    [parcel] = mapped("sf_routes", {"apiResultData": {"msgData": {"routeResps": [empty]}}})
    assert parcel.get("status") is None


def test_times_of_zto_are_milliseconds():
    row = {"billCode": "7", "scanDate": 1772334000123, "scanType": "签收", "desc": "已签收"}
    [parcel] = mapped("zto_traces", {"result": [row]})
    assert parcel["nodes"][0]["at"] == datetime(2026, 3, 1, 3, 0, 0, 123000, tzinfo=UTC)
    assert (parcel["tracking_no"], parcel["status"]) == ("7", "signed")


def test_a_list_of_yto_is_one_parcel():
    rows = [
        {"waybill_No": "YT1", "upload_Time": "2026-03-01 09:00:00", "infoContent": code}
        for code in ("GOT", "FAILED")
    ]
    [parcel] = mapped("yto_traces", {"rows": rows})
    assert [n["state"] for n in parcel["nodes"]] == ["picked_up", "problem"]


def test_kuaidi100_asked_and_pushed_say_the_same():
    told = {
        "com": "yunda", "nu": "Y1", "state": "3", "ischeck": "1",
        "data": [
            {"ftime": "2026-03-01 11:00:00", "context": "已签收", "statusCode": "3"},
            {"ftime": "2026-03-01 09:00:00", "context": "派送中", "statusCode": "501"},
        ],
    }  # fmt: skip
    [asked] = mapped("kuaidi100_traces", told)
    [pushed] = mapped("kuaidi100_pushes", {"status": "shutdown", "lastResult": told})
    assert asked == pushed
    assert asked["status"] == "signed"
    assert [n.get("state") for n in asked["nodes"]] == ["signed", "out_for_delivery"]


def test_numbers_beyond_what_a_float_holds_stay_exact():
    body = json.dumps(ROWS["taobao"][1]({"tid": 4781320682406083641, "status": "WAIT_BUYER_PAY"}))
    [order] = mapped("taobao", body.encode())
    assert order["channel_order_no"] == "4781320682406083641"
