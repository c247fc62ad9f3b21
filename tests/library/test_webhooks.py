"""Webhooks that shipped connectors know as their platform's own, read by shipped mappings."""

import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.declarative.talking import NOW
from tests.library.mapped import mapped
from tests.library.shipped import LIBRARY
from tests.servers import senders

from orderloom.declarative.webhooks import Checker
from orderloom.errors import WebhookRefused
from orderloom.flow.webhook import Arrival

AT = int(NOW.timestamp())


def heard(connector, stream, delivery, secret):
    """Give what a stream hears; its time is that of the tests."""
    verify = LIBRARY[connector].definition.streams[stream].verify
    headers = tuple((name.lower(), value) for name, value in delivery.headers.items())
    arrival = Arrival(
        method="POST", url="https://shop.example.com/in", query="", headers=headers,
        body=delivery.body, at=NOW,
    )  # fmt: skip
    return Checker(verify, "shop", "UTC").check(arrival, [secret])


def refused(connector, stream, delivery, secret):
    with pytest.raises(WebhookRefused):
        heard(connector, stream, delivery, secret)


CHARGE = {
    "id": "evt_1", "object": "event", "type": "charge.refunded", "created": AT,
    "data": {"object": {
        "object": "charge", "id": "ch_1", "payment_intent": "pi_1", "amount": 1000,
        "amount_captured": 1000, "amount_refunded": 1000, "refunded": True, "currency": "jpy",
        "status": "succeeded", "captured": True, "created": AT - 60,
    }},
}  # fmt: skip


def test_an_event_of_stripe_is_known_and_read():
    body = json.dumps(CHARGE).encode()
    sent = senders.stripe(body, ["whsec_1"], AT)

    assert heard("stripe", "payment_events", sent, {"webhook": "whsec_1"}).delivery == "evt_1"
    [payment] = mapped("stripe_event", body)
    assert (payment["payment_no"], payment["status"]) == ("pi_1", "refunded")
    assert str(payment["amount"]) == "JPY 1000"

    refused("stripe", "payment_events", sent, {"webhook": "whsec_2"})
    changed = senders.Delivery(body.replace(b"ch_1", b"ch_2"), sent.headers)
    refused("stripe", "payment_events", changed, {"webhook": "whsec_1"})
    old = senders.stripe(body, ["whsec_1"], AT - 301)
    refused("stripe", "payment_events", old, {"webhook": "whsec_1"})


def test_a_notification_of_wechat_pay_is_known_opened_and_read():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    secret = {"platform_key": pem.decode(), "api_v3_key": "0123456789abcdef0123456789abcdef"}
    trade = {
        "out_trade_no": "O-1", "trade_state": "SUCCESS",
        "success_time": "2026-03-01T12:00:00+08:00",
        "amount": {"total": 1250, "payer_total": 1200, "currency": "CNY"},
    }  # fmt: skip
    sent = senders.wechatpay(json.dumps(trade).encode(), key, secret["api_v3_key"], AT)

    found = heard("wechat_pay", "payment_events", sent, secret)
    [payment] = mapped("wechat_pay", found.opened)
    assert found.delivery == "EV-2018022511223320873"
    assert (str(payment["amount"]), str(payment["paid_amount"])) == ("CNY 12.50", "CNY 12.00")
    assert (payment["paid_at"], payment["status"]) == (NOW, "paid")

    refused("wechat_pay", "payment_events", sent, {**secret, "api_v3_key": "x" * 32})
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = senders.wechatpay(json.dumps(trade).encode(), other, secret["api_v3_key"], AT)
    refused("wechat_pay", "payment_events", forged, secret)


def test_an_order_of_one_s_own_shop_is_known_and_read():
    body = json.dumps({"order_no": "O-1", "status": "paid", "amount": "5", "currency": "CNY"})
    mac = hmac.new(b"own-s3cret", f"{AT}.{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json", "X-Signature": mac, "X-Timestamp": str(AT),
        "X-Delivery": "d-1",
    }  # fmt: skip
    sent = senders.Delivery(body.encode(), headers)

    assert heard("own_shop", "order_events", sent, {"secret": "own-s3cret"}).delivery == "d-1"
    [order] = mapped("own_shop", body.encode())
    assert (order["channel_order_no"], order["status"]) == ("O-1", "paid")
    refused("own_shop", "order_events", sent, {"secret": "own-s3crex"})


@pytest.mark.parametrize("mapping", ["shopify", "woocommerce"])
def test_one_order_alone_is_read_like_one_of_a_list(mapping):
    order = {"id": 4781320682406083640, "currency": "USD", "total_price": "5", "total": "5"}
    order |= {"financial_status": "paid", "status": "processing"}
    document = {"orders": [order]} if mapping == "shopify" else [order]

    [one], [listed] = mapped(mapping, order), mapped(mapping, document)
    assert one == listed
    assert (one["channel_order_no"], str(one["amount"])) == ("4781320682406083640", "USD 5.00")
