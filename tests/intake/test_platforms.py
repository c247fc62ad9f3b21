"""Each platform's webhooks are believed as its documents say, and not with one byte changed."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.servers import senders

import orderloom_definitions
from orderloom.compiler.shipped import check_connector
from orderloom.declarative.webhooks import Checker
from orderloom.errors import WebhookRefused
from orderloom.flow.webhook import Arrival

OWN = Path(__file__).parent / "platforms"
SHIPPED = Path(orderloom_definitions.__file__).parent / "connectors"
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
EPOCH = int(AT.timestamp())
KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
OTHER = rsa.generate_private_key(65537, 2048).public_key()
OTHER_PEM = OTHER.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
URL = "https://hooks.example.com/webhooks/shop/events"
BODY = json.dumps({"id": "A-1", "note": "ü 你好", "total": 1.50}, ensure_ascii=False).encode()
AES = "4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws"
APIV3 = "0123456789abcdef0123456789abcdef"
STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AES_KEY = base64.b64encode(b"k" * 16).decode()
PARAM = json.dumps({"status": "polling", "lastResult": {"nu": "1", "data": []}})
TESTING = b'[{"tag":"0","msg_id":"0"}]'
ORDERS = b'[{"tag":"100","msg_id":"1"}]'
NOTIFY = {"notify_id": "n1", "trade_no": "2024", "subject": "a=b&c 好", "empty": "", "z": "1"}

PLATFORMS = {
    "shopify": (senders.shopify(BODY, "s"), {"webhook": "s"}, None),
    "woocommerce": (senders.woocommerce(BODY, "s"), {"webhook": "s"}, None),
    "stripe": (senders.stripe(BODY, ["old", "new"], EPOCH), {"webhook": "new"}, None),
    "standard": (senders.standard(BODY, STANDARD, EPOCH), {"webhook": STANDARD}, None),
    "wechatpay": (
        senders.wechatpay(BODY, KEY, APIV3, EPOCH),
        {"platform_key": PEM, "apiv3": APIV3},
        BODY,
    ),
    "wecom": (
        senders.wecom(b"<xml><a>1</a></xml>", "token", AES, "ww1", EPOCH),
        {"token": "token", "aes_key": AES, "receiver": "ww1"},
        b"<xml><a>1</a></xml>",
    ),
    "douyin": (senders.douyin(ORDERS, "k", "s"), {"app_key": "k", "app_secret": "s"}, None),
    "shopee": (senders.shopee(BODY, URL, "s"), {"partner_key": "s"}, None),
    "kuaishou": (senders.kuaishou(BODY, AES_KEY), {"message_key": AES_KEY}, BODY),
    "kuaidi100": (senders.kuaidi100(PARAM, "salt"), {"salt": "salt"}, PARAM.encode()),
    "alipay": (senders.alipay(NOTIFY, KEY), {"platform_key": PEM}, None),
}
FORGEABLE = {"kuaishou"}
"""Nothing but a seal without proof of wholeness: some changed bytes still open as JSON."""


@cache
def checker(name):
    file = (OWN if (OWN / f"{name}.yaml").is_file() else SHIPPED) / f"{name}.yaml"
    found = check_connector(file)
    assert found.connector is not None, found.diagnostics
    (verify,) = [f.verify for f in found.connector.streams.values() if f.verify is not None]
    return Checker(verify, "shop", "UTC")


def arrival(delivery, at=AT):
    headers = tuple((name.lower(), value) for name, value in delivery.headers.items())
    return Arrival(
        method=delivery.method, url=URL, query=delivery.query, headers=headers,
        body=delivery.body, at=at,
    )  # fmt: skip


def others(secret):
    return {part: OTHER_PEM if text == PEM else f"x{text}" for part, text in secret.items()}


def is_believed(name, delivery, secret, at=AT):
    try:
        checker(name).check(arrival(delivery, at), [secret])
    except WebhookRefused:
        return False
    return True


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_a_platform_sends_is_believed_and_opened(name):
    delivery, secret, opened = PLATFORMS[name]
    heard = checker(name).check(arrival(delivery), [secret])
    assert heard.opened == opened
    assert not heard.is_skipped


@pytest.mark.parametrize("name", PLATFORMS)
def test_nothing_is_believed_under_another_secret_or_none(name):
    delivery, secret, _ = PLATFORMS[name]
    keys = others(secret)
    assert not is_believed(name, delivery, keys)
    assert not is_believed(name, delivery, {})
    assert not is_believed(name, delivery, None)
    assert not is_believed(name, delivery, "")


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_secret_before_is_believed_while_it_is_kept(name):
    delivery, secret, opened = PLATFORMS[name]
    assert checker(name).check(arrival(delivery), [others(secret), secret]).opened == opened


@pytest.mark.parametrize("name", sorted(set(PLATFORMS) - FORGEABLE))
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_one_changed_byte_of_the_body_is_not_believed(name, data):
    delivery, secret, opened = PLATFORMS[name]
    if not delivery.body:
        return
    place = data.draw(st.integers(0, len(delivery.body) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != delivery.body[place]))
    body = delivery.body[:place] + bytes([byte]) + delivery.body[place + 1 :]
    try:
        heard = checker(name).check(arrival(replace(delivery, body=body)), [secret])
    except WebhookRefused:
        return
    # What is not under the signature (spaces of XML, another spelling of a form) changes nothing.
    assert opened is not None or name == "alipay"
    assert heard.opened == opened


@pytest.mark.parametrize("name", ["stripe", "standard", "wechatpay", "wecom"])
def test_the_window_is_closed_on_both_sides(name):
    delivery, secret, _ = PLATFORMS[name]
    for seconds, wanted in ((-301, False), (-300, True), (300, True), (301, False)):
        at = AT + timedelta(seconds=seconds)
        assert is_believed(name, delivery, secret, at) is wanted


@pytest.mark.parametrize("name", PLATFORMS)
def test_without_what_proves_it_nothing_is_believed(name):
    delivery, secret, _ = PLATFORMS[name]
    assert not is_believed(name, replace(delivery, headers={}, query="", body=b""), secret)


@given(st.binary(max_size=200), st.text(max_size=40), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_nonsense_is_refused_and_nothing_worse(body, value, query):
    for name in PLATFORMS:
        headers = dict.fromkeys(PLATFORMS[name][0].headers, value)
        strange = senders.Delivery(body, headers, query)
        assert not is_believed(name, strange, PLATFORMS[name][1])


def test_bodies_may_be_longer_than_texts_of_expressions():
    body = json.dumps({"id": "x", "note": "长" * 60_000}, ensure_ascii=False).encode()
    assert is_believed("stripe", senders.stripe(body, ["s"], EPOCH), {"webhook": "s"})
    assert not is_believed("stripe", senders.stripe(body, ["t"], EPOCH), {"webhook": "s"})
    param = json.dumps({"nodes": ["x" * 50_000]})
    heard = checker("kuaidi100").check(arrival(senders.kuaidi100(param, "s")), [{"salt": "s"}])
    assert heard.opened == param.encode()


def test_a_handshake_is_answered_and_brings_nothing():
    secret = PLATFORMS["wecom"][1]
    asked = senders.wecom(b"1616140317555161061", "token", AES, "ww1", EPOCH, greets=True)
    assert checker("wecom").check(arrival(asked), [secret]).greeting == "1616140317555161061"


def test_a_handshakes_signature_lets_no_message_in():
    secret = PLATFORMS["wecom"][1]
    asked = senders.wecom(b"1", "token", AES, "ww1", EPOCH, greets=True)
    smuggled = replace(asked, method="POST", body=b"<xml><Encrypt>x</Encrypt></xml>")
    assert checker("wecom").check(arrival(smuggled), [secret]).greeting == "1"


def test_a_platforms_test_is_answered_and_not_taken():
    delivery = senders.douyin(TESTING, "k", "s")
    secret = {"app_key": "k", "app_secret": "s"}
    assert checker("douyin").check(arrival(delivery), [secret]).is_skipped


def test_a_delivery_is_known_by_an_id_that_is_signed():
    for name, wanted in (("stripe", True), ("standard", True), ("shopify", False)):
        delivery, secret, _ = PLATFORMS[name]
        assert checker(name).check(arrival(delivery), [secret]).is_known_by_id is wanted
