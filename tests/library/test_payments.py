"""The shipped payment providers and the warehouse before their strict servers."""

import json
from datetime import timedelta

import pytest
from tests.declarative.talking import NOW, call, taken
from tests.library.mapped import mapped
from tests.library.shipped import before

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.amazon import Amazon
from orderloom_connectors.sandbox.stripe import Stripe
from orderloom_connectors.sandbox.wechat_pay import WeChatPay
from orderloom_connectors.sandbox.wms import Warehouse


def rows(bodies):
    return [row for body in bodies for row in json.loads(body)["data"]]


def test_stripe_s_payments_are_read_once_over_all_pages():
    with before(Stripe, "stripe") as (connector, session, platform):
        for index in range(230):
            at = NOW - timedelta(seconds=11 * (230 - index))
            platform.pay(f"O-{index}", 1000 + index, "usd", at)
        read = taken(connector, session, "events")
        assert [len(json.loads(body)["data"]) for body in read] == [100, 100, 30]
        assert len({event["id"] for event in rows(read)}) == 230
        assert taken(connector, session, "events") == []
        assert platform.refused == []
        [newest, *_] = mapped("stripe_event", read[0])
        assert (newest["channel_order_no"], str(newest["amount"])) == ("O-229", "USD 12.29")


def refund(**payload):
    return call("refund", **{"payment_no": f"pi_{1:024}", "amount_minor": 300, **payload})


def test_stripe_gives_money_back_once_for_each_key():
    with before(Stripe, "stripe") as (connector, session, platform):
        platform.pay("O-1", 1000, "usd", NOW)
        first = connector.perform(session, refund(order_no="O-1", reason="requested_by_customer"))
        again = connector.perform(session, refund(order_no="O-1", reason="requested_by_customer"))
        assert first == again
        assert [each["amount"] for each in platform.refunds] == [300]
        session.clock.advance(timedelta(minutes=1))
        [body] = taken(connector, session, "refunds")
        [mapped_refund] = mapped("stripe_refund", body)
        assert str(mapped_refund["amount"]) == "USD 3.00"
        assert (mapped_refund["status"], mapped_refund["channel_order_no"]) == ("refunded", "O-1")
        with pytest.raises(DeliveryFailed) as found:
            connector.perform(session, refund(order_no="O-1", amount_minor=301))
        assert found.value.error_class == "bug"
        assert len(platform.refunds) == 1


def test_stripe_with_a_wrong_key_is_refused():
    with (
        before(Stripe, "stripe", {"api_key": "sk_test_sandbox_"}) as (connector, session, _),
        pytest.raises(DeliveryFailed) as found,
    ):
        taken(connector, session, "events")
    assert found.value.error_class in {"auth", "rejected"}
    assert "sk_test" not in f"{found.value!r} {found.value.facts}"


def wechat_refund(**payload):
    known = {"merchant_no": "O-1", "refund_no": "R-1", "amount_minor": 300, "total_minor": 1000}
    return call("refund", **{**known, **payload})


def test_wechat_pay_is_asked_and_gives_money_back_once_for_each_number():
    with before(WeChatPay, "wechat_pay") as (connector, session, platform):
        platform.pay("O-1", 1000)
        found = connector.perform(session, call("query", merchant_no="O-1"))
        assert (found["state"], found["amount"], found["currency"]) == ("SUCCESS", 1000, "CNY")
        first = connector.perform(session, wechat_refund(reason="破损"))
        assert connector.perform(session, wechat_refund(reason="破损")) == first
        assert list(platform.refunds) == ["R-1"]
        state = connector.perform(session, call("refund_state", refund_no="R-1"))
        assert state["state"] == "SUCCESS"
        connector.perform(session, call("close", merchant_no="O-1"))
        assert platform.refused == []
        with pytest.raises(DeliveryFailed) as refused:
            connector.perform(session, wechat_refund(refund_no="R-2", amount_minor=701))
        assert refused.value.error_class == "rejected"


def test_wechat_pay_s_documents_become_payments_and_refunds():
    with before(WeChatPay, "wechat_pay") as (connector, session, platform):
        platform.pay("O-1", 1000)
        connector.perform(session, wechat_refund())
    [payment] = mapped("wechat_pay", platform.trades["O-1"])
    assert (str(payment["amount"]), payment["status"]) == ("CNY 10.00", "paid")
    assert payment["paid_at"] == NOW
    [back] = mapped("wechat_refund", platform.refunds["R-1"])
    assert (back["refund_no"], str(back["amount"]), back["status"]) == (
        "R-1", "CNY 3.00", "refunded",
    )  # fmt: skip


def test_wechat_pay_refuses_another_merchant_s_key_and_an_old_clock():
    with before(WeChatPay, "wechat_pay") as (connector, session, platform):
        other = WeChatPay(session.clock)
        session.secret = dict(other.secret)
        with pytest.raises(DeliveryFailed) as found:
            connector.perform(session, call("query", merchant_no="O-1"))
        assert found.value.facts["refusal"] == "SIGN_ERROR"
        session.secret = dict(platform.secret)
        platform.clock = type(session.clock)(NOW + timedelta(hours=1))
        with pytest.raises(DeliveryFailed) as found:
            connector.perform(session, call("query", merchant_no="O-1"))
        assert found.value.error_class == "auth"


LINES = [{"sku": "A", "quantity": 2}]


def test_the_warehouse_takes_an_order_once_and_tells_its_parcel():
    with before(Warehouse, "wms") as (connector, session, platform):
        order = call("send_order", order_no="O-1", receiver="张三", lines=LINES)
        assert connector.perform(session, order) == connector.perform(session, order)
        assert list(platform.outbound) == ["O-1"]
        platform.hand_over("O-1", "SF", "SF0000000001")
        session.clock.advance(timedelta(minutes=1))
        [body] = taken(connector, session, "parcels")
        [parcel] = mapped("wms_parcel", body)
        assert (parcel["tracking_no"], parcel["channel_order_no"], parcel["status"]) == (
            "SF0000000001", "O-1", "picked_up",
        )  # fmt: skip
        assert parcel["shipped_at"] == NOW
        assert platform.refused == []


def test_an_amazon_order_and_its_items_come_by_two_streams():
    with before(Amazon, "amazon") as (connector, session, platform):
        item = {
            "OrderItemId": "05015851154158", "SellerSKU": "S1", "QuantityOrdered": 2,
            "ItemPrice": {"CurrencyCode": "USD", "Amount": "10.00"},
        }  # fmt: skip
        order = {"AmazonOrderId": "902-1", "OrderStatus": "Unshipped", "OrderItems": [item]}
        platform.orders["902-1"] = (NOW - timedelta(minutes=3), order)
        [listed] = taken(connector, session, "orders")
        [items] = taken(connector, session, "items")
        [values] = mapped("amazon", listed)
        assert (values["status"], "lines" in values) == ("paid", False)
        [values] = mapped("amazon_items", items)
        assert values["channel_order_no"] == "902-1"
        assert [(line["line_no"], str(line["amount"])) for line in values["lines"]] == [
            ("05015851154158", "USD 10.00")
        ]


def poll_every_second(connector, session):
    for _ in range(30):
        session.clock.advance(timedelta(seconds=1))
        taken(connector, session, "orders")


def test_an_amazon_token_that_ran_out_is_fetched_anew_and_a_full_bucket_is_told():
    with before(Amazon, "amazon") as (connector, session, platform):
        taken(connector, session, "orders")
        session.clock.advance(timedelta(hours=2))
        taken(connector, session, "orders")
        assert platform.tokens == 2
        with pytest.raises(DeliveryFailed) as found:
            poll_every_second(connector, session)
        assert (found.value.error_class, found.value.facts["refusal"]) == (
            "throttled", "QuotaExceeded",
        )  # fmt: skip
