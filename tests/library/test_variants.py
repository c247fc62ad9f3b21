"""Orders as platforms may write them where their documents are silent: nothing is lost or guessed.

Every channel is given what its server writes, and then the same with numbers as text, with members
that are absent, null or empty, and with states that nobody has documented.
"""

import json
from datetime import UTC, datetime

import pytest
from tests.library.mapped import mapped, split
from tests.library.test_channels import CHANNELS

from orderloom.flow.message import MappedItem
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.samples import Samples

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
WITHIN = {
    "pinduoduo": lambda row: {"order_info_get_response": {"order_info": row}},
    "taobao": lambda row: {"trade_fullinfo_get_response": {"trade": row}},
    "douyin": lambda row: {"data": {"shop_order_list": [row]}},
    "jd": lambda row: {
        "jingdong_pop_order_search_responce": {"searchorderinfo_result": {"orderInfoList": [row]}}
    },
    "kuaishou": lambda row: {"data": {"orderList": [row]}},
    "xiaohongshu": lambda row: {"data": row},
    "shopee": lambda row: {"response": {"order_list": [row]}},
    "shopify": lambda row: {"orders": [row]},
    "woocommerce": lambda row: [row],
    "amazon": lambda row: {"payload": {"Orders": [row]}},
    "own_shop": lambda row: {"orders": [row]},
}
STATES = {
    "pinduoduo": ("order_status",),
    "taobao": ("status",),
    "douyin": ("order_status", "main_status"),
    "jd": ("orderState",),
    "kuaishou": ("status",),
    "xiaohongshu": ("orderStatus",),
    "shopee": ("order_status",),
    "shopify": ("financial_status",),
    "woocommerce": ("status",),
    "amazon": ("OrderStatus",),
    "own_shop": ("status",),
}


def samples(name, number=4):
    platform = CHANNELS[name][0](FrozenClock(NOW))
    for sample in Samples(platform.language, "seed").past(number, NOW):
        yield platform.write(sample)


def one(name, row):
    [order] = mapped(name, WITHIN[name](row))
    return order


def as_text(value):
    """Give a document whose numbers are texts, whole ones and others."""
    match value:
        case dict():
            return {name: as_text(each) for name, each in value.items()}
        case list():
            return [as_text(each) for each in value]
        case bool() | None | str():
            return value
        case _:
            return json.dumps(value)


def emptied(value):
    """Give a document whose lists have nothing in them."""
    if isinstance(value, dict):
        return {name: emptied(each) for name, each in value.items()}
    return [] if isinstance(value, list) else value


def test_every_channel_is_given_variants():
    assert set(WITHIN) == set(STATES) == set(CHANNELS)


@pytest.mark.parametrize("name", WITHIN)
def test_numbers_written_as_texts_say_the_same(name):
    for _, row in samples(name):
        assert one(name, as_text(row)) == one(name, row)


@pytest.mark.parametrize("name", WITHIN)
def test_what_is_absent_null_or_empty_quarantines_no_order(name):
    for _, row in samples(name, 2):
        whole = one(name, row)
        for member in set(row) - {CHANNELS[name][1], "currency"}:
            rest = {key: value for key, value in row.items() if key != member}
            for changed in (rest, {**rest, member: None}, {**rest, member: ""}):
                order = one(name, changed)
                assert order["channel_order_no"] == whole["channel_order_no"]
                assert order.get("amount") in (whole["amount"], None), (member, changed)


@pytest.mark.parametrize("name", WITHIN)
def test_an_order_without_lines_is_an_order(name):
    for _, row in samples(name, 1):
        assert one(name, emptied(row)).get("lines", []) == []


@pytest.mark.parametrize("name", WITHIN)
@pytest.mark.parametrize("word", ["NOBODY_KNOWS", "424242"])
def test_a_state_that_nobody_knows_is_quarantined_with_its_word(name, word):
    [(_, row)] = samples(name, 1)
    [found] = split(name, WITHIN[name]({**row, **dict.fromkeys(STATES[name], word)}))
    assert not isinstance(found, MappedItem)
    assert word in {fault.facts.get("value") for fault in found.faults}
    assert {fault.code for fault in found.faults} <= {"OL556", "OL557"}


@pytest.mark.parametrize("name", WITHIN)
def test_an_order_without_its_number_is_quarantined(name):
    [(_, row)] = samples(name, 1)
    for number in (None, ""):
        [found] = split(name, WITHIN[name]({**row, CHANNELS[name][1]: number}))
        assert [fault.code for fault in found.faults] == ["OL541"]


def states(name, **row):
    order = one(name, {CHANNELS[name][1]: "1", **row})
    return order.get("status"), order.get("payment"), order.get("logistics")


AT = 1772334000


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (1, ("unpaid", "unpaid", None)),
        (103, ("unpaid", "part_paid", None)),
        (105, ("paid", "paid", None)),
        (2, ("paid", "paid", "waiting")),
        (101, ("part_shipped", "paid", "part_sent")),
        (3, ("shipped", "paid", "sent")),
        (5, ("completed", "paid", "signed")),
        (4, ("cancelled", "paid", None)),
        (21, ("cancelled", "refunded", None)),
        (22, ("cancelled", "refunded", None)),
        (39, ("cancelled", "refunded", None)),
    ],
)
def test_douyin_s_states_are_those_of_its_documents(word, expected):
    paid_at = 0 if word in (1, 103) else AT
    for written in (word, str(word)):
        row = {"order_status": written, "main_status": written, "pay_time": paid_at}
        assert states("douyin", **row) == expected
    # Waiting to be confirmed, not to be paid.
    assert states("douyin", order_status=1, pay_time=AT)[:2] == ("paid", "paid")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("TRADE_NO_CREATE_PAY", ("unpaid", "unpaid", None)),
        ("PAID_FORBID_CONSIGN", ("paid", "paid", None)),
        ("SELLER_CONSIGNED_PART", ("part_shipped", "paid", "part_sent")),
        ("WAIT_BUYER_CONFIRM_GOODS", ("shipped", "paid", "sent")),
        ("TRADE_FINISHED", ("completed", "paid", "signed")),
        ("TRADE_CLOSED", ("cancelled", "refunded", None)),
    ],
)
def test_taobao_s_states_are_those_of_its_documents(word, expected):
    paid = {} if expected[1] == "unpaid" else {"pay_time": "2026-03-01 11:00:00"}
    assert states("taobao", status=word, **paid) == expected


def test_cash_on_delivery_is_sent_unpaid_and_paid_when_it_is_done():
    assert states("taobao", status="TRADE_BUYER_SIGNED") == ("shipped", "unpaid", "signed")
    assert states("taobao", status="TRADE_FINISHED")[1] == "paid"
    assert states("jd", orderState="WAIT_SELLER_STOCK_OUT") == ("paid", "unpaid", None)
    assert states("jd", orderState="FINISHED_L") == ("completed", "paid", "signed")


def test_a_time_of_jd_that_has_not_come_is_none():
    never = "0001-01-01 00:00:00"
    row = {"orderState": "LOCKED", "paymentConfirmTime": never, "orderEndTime": never}
    order = one("jd", {"orderId": "7", **row})
    assert (order["paid_at"], order["completed_at"], order["payment"]) == (None, None, "unpaid")
    assert "status" not in order, "it stays where it is"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"confirm_status": 2}, ("cancelled", "paid", "waiting")),
        ({"group_status": 2}, ("cancelled", "paid", "waiting")),
        ({"refund_status": 4}, ("cancelled", "refunded", "waiting")),
        ({"refund_status": 3}, ("paid", "paid", "waiting")),
        ({"order_status": 3}, ("completed", "paid", "signed")),
        ({"pay_time": ""}, ("unpaid", "unpaid", "waiting")),
    ],
)
def test_pinduoduo_s_numbers_are_those_of_its_documents(row, expected):
    known = {
        "order_status": 1, "confirm_status": 1, "group_status": 1, "refund_status": 1,
        "pay_time": "2026-03-01 11:00:00",
    }  # fmt: skip
    assert states("pinduoduo", **known | row) == expected
    assert states("pinduoduo", **as_text(known | row)) == expected


def test_lists_of_pinduoduo_and_taobao_are_read_like_details():
    pdd = {"order_sn": "1", "order_status": 2, "pay_time": "2026-03-01 11:00:00"}
    for within in (
        {"order_list_get_response": {"order_list": [pdd]}},
        {"order_sn_increment_get_response": {"order_sn_list": [pdd]}},
    ):
        assert mapped("pinduoduo", within) == [one("pinduoduo", pdd)]
    trade = {"tid": 4781320682406083641, "status": "WAIT_SELLER_SEND_GOODS"}
    for key in ("trades_sold_get_response", "trades_sold_increment_get_response"):
        assert mapped("taobao", {key: {"trades": {"trade": [trade]}}}) == [one("taobao", trade)]


def test_gifts_are_told_apart_or_cost_nothing():
    gift = {"outer_id": "FAN", "goods_id": 9, "goods_name": "扇子", "goods_count": "1"}
    order = one("pinduoduo", {"order_sn": "1", "gift_list": [gift], "item_list": []})
    [told] = order["gifts"]
    assert (told["sku"], told["quantity"], told["item_no"]) == ("FAN", 1, "9")
    line = {"oid": 2, "num": 1, "price": "0.00", "payment": "0.00", "outer_iid": "FAN"}
    [told] = one("taobao", {"tid": 1, "orders": {"order": [line]}})["lines"]
    assert (told["sku"], str(told["amount"])) == ("FAN", "CNY 0.00")


def test_a_refund_of_shopify_by_several_payments_is_their_sum():
    row = {
        "id": 1, "currency": "JPY", "financial_status": "partially_refunded",
        "shipping_address": None, "customer": None,
        "refunds": [
            {"id": 7, "transactions": [
                {"amount": "200", "status": "success"}, {"amount": 100, "status": "success"},
                {"amount": "5", "status": "failure"},
            ]},
            {"id": 8, "transactions": []},
        ],
    }  # fmt: skip
    order = one("shopify", row)
    assert [str(each["amount"]) for each in order["refunds"]] == ["JPY 300", "JPY 0"]
    assert order["payment"] == "part_refunded"


def test_woocommerce_ships_to_who_pays_and_gives_back_a_part():
    row = {
        "id": 7, "status": "processing", "currency": "KRW", "total": "13500",
        "billing": {"first_name": "Kim", "last_name": "Poe", "address_1": "1 St", "city": "Seoul",
                    "state": "", "country": "KR", "postcode": "04524"},
        "shipping": {"first_name": "", "last_name": "", "address_1": "", "city": ""},
        "refunds": [{"id": 9, "reason": "", "total": "-500"}],
    }  # fmt: skip
    order = one("woocommerce", row)
    assert (order["receiver"], order["address"], order["country"]) == ("Kim Poe", "1 St", "KR")
    assert (str(order["amount"]), str(order["refunds"][0]["amount"])) == ("KRW 13500", "KRW 500")
    assert (order["status"], order["payment"]) == ("paid", "part_refunded")
    elsewhere = {**row, "shipping": {"first_name": "Lee", "address_1": "2 Rd", "city": ""}}
    order = one("woocommerce", elsewhere)
    assert (order["receiver"], order["address"], order.get("city")) == ("Lee", "2 Rd", None)


@pytest.mark.parametrize(
    ("currency", "written", "amount"),
    [("JPY", 1200, "JPY 1200"), ("KRW", "13500", "KRW 13500"), ("TWD", 499, "TWD 499.00"),
     ("VND", 32119, "VND 32119"), ("BRL", 12.5, "BRL 12.50")],
)  # fmt: skip
def test_amounts_are_of_the_order_s_currency(currency, written, amount):
    row = {"order_sn": "1", "order_status": "READY_TO_SHIP", "pay_time": str(AT)}
    order = one("shopee", {**row, "currency": currency, "total_amount": written})
    assert (str(order["amount"]), order["payment"]) == (amount, "paid")
    total = {"OrderTotal": {"CurrencyCode": currency, "Amount": str(written)}}
    assert str(one("amazon", {"AmazonOrderId": "1", **total})["amount"]) == amount
