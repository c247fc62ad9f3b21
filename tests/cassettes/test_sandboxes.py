"""The platforms of the sandbox, recorded over sockets: each is replayed, and tells nothing."""

import pytest
from tests.cassettes.taping import flow, leaked, recorded
from tests.connecting.shops import NOW

from orderloom.cassettes.cassette import Step
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import serving
from orderloom_connectors.sandbox.registry import platforms
from orderloom_connectors.sandbox.samples import Samples
from orderloom_connectors.sandbox.shop import Shop

SHOPS = [name for name, each in platforms().items() if issubclass(each, Shop)]
CALLS = {
    "dingtalk": ("notify", {"text": "call Alex Doe, 13900001234"}, ("13900001234",)),
    "feishu": ("notify", {"text": "mail alex.doe@shop.example"}, ("alex.doe@shop.example",)),
    "wecom": ("notify", {"text": "张三"}, ()),
    "kuaidi100": (
        "query",
        {"company": "yunda", "number": "4312345678901", "phone": "13900005678"},
        ("13900005678",),
    ),
    "wechat_pay": ("query", {"merchant_no": "M-1"}, ()),
    "stripe": ("query", {"payment_no": "pi_1"}, ()),
}


def parts(secret):
    return [secret] if isinstance(secret, str) else list(secret.values())


def known(secret):
    """Give the parts that are sought everywhere, not only as words of their own."""
    lines = [each for part in parts(secret) for each in part.split("\n") if len(each) >= 6]
    return [each for each in lines if not each.startswith("-----")]


@pytest.mark.parametrize("name", SHOPS)
def test_a_channel_is_replayed_as_it_was_and_tells_of_nobody(name, tmp_path):
    platform = platforms()[name](FrozenClock(NOW))
    samples = list(Samples(platform.language, name).past(12, NOW))
    for sample in samples:
        platform.place(sample)
    with serving(platform) as server:
        flow(tmp_path, server.port, name)
        made = recorded(tmp_path, platform.secret)

    [outcome] = made.cassette.end.outcomes
    assert (outcome.error, outcome.faults) == (None, {})
    assert (outcome.items > 0, platform.refused) == (True, [])
    people = {each for one in samples for each in (one.buyer, one.phone, one.street)}
    assert leaked(made.raw, {*known(platform.secret), *people}) == []


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_replayed_as_it_was(name, tmp_path):
    operation, given, people = CALLS[name]
    platform = platforms()[name](FrozenClock(NOW))
    with serving(platform) as server:
        flow(tmp_path, server.port, name, streams="")
        made = recorded(tmp_path, platform.secret, Step(call=operation, input=given))

    assert len(made.cassette.exchanges) == 1
    assert leaked(made.raw, {*known(platform.secret), *people}) == []


def test_a_cursor_and_its_spans_are_replayed_from_what_was_noted(tmp_path):
    """Shopee lists pages by cursor, and its shop's id is too short to be sought within words."""
    clock = FrozenClock(NOW)
    platform = platforms()["shopee"](clock)
    for sample in Samples("en", "many").past(150, NOW):
        platform.place(sample)
    with serving(platform) as server:
        flow(tmp_path, server.port, "shopee")
        made = recorded(tmp_path, platform.secret, Step(stream="orders", most=9))
    assert made.cassette.end.outcomes[0].items == 150
    assert any("cursor=100" in each.request.url for each in made.cassette.exchanges)
    assert all("shop_id=77" not in each.request.url for each in made.cassette.exchanges)
