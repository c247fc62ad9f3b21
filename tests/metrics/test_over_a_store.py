"""Metrics over a real store: through restarts and lateness, on the command line, and hostile."""

from datetime import timedelta
from json import loads
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli.program import call
from tests.runtime.shop import START, opened, orders_file, take, write_shop

from orderloom.app.metrics import gauge
from orderloom.testing.clock import FrozenClock

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields: {no: text, shop: text, amount: money, phone: {type: phone, sensitive: true}}
---
kind: metric
id: orders
title: {zh: 订单数, en: Orders}
figure: {count: order.created, by: [shop], within: 1h}
every: 1h
baseline: {season: day, periods: 4}
unit: 单
---
kind: metric
id: worth
title: {zh: 金额, en: Worth}
figure: {sum: amount, of: order.created, by: [shop], within: 1h}
baseline: {season: day, periods: 4}
---
{kind: metric, id: people, figure: {count: order.created, by: [phone]}}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields: {no: no, shop: shop, phone: phone, amount: {from: amount, as: money}}
"""
DAY = timedelta(days=1)
ON_THE_DAYS = (1, 3, 2, 4)
"""How many orders come half an hour before the same hour of each day."""


def _play(folder: Path, *, restarts: bool) -> list[dict[str, Any]]:
    """Let orders come on four days; give what metrics are an hour after the last."""
    folder.mkdir()
    write_shop(folder, FLOW)
    clock = FrozenClock(START - timedelta(minutes=30))
    files = []
    for day, number in enumerate(ON_THE_DAYS):
        orders: list[dict[str, object]] = [
            {"no": f"{day}-{each}", "shop": "a", "amount": "CNY 10", "phone": "13800000001"}
            for each in range(number)
        ]
        files.append(orders_file(folder, f"{day}.json", orders))
    if restarts:
        for file in files:
            with opened(folder, clock) as app:
                take(app, file)
            clock.advance(DAY)
    else:
        with opened(folder, clock) as app:
            for file in files:
                take(app, file)
                clock.advance(DAY)
    now = START + 3 * DAY
    clock.advance(now - clock.now())
    with opened(folder, clock) as app:
        app.worker(app.live_desk()).fire_due(now)
        found = gauge(app, now)
    return [
        {"id": each.metric.id, "group": one.group, "value": one.value, "usual": one.usual}
        for each in found
        for one in each.measured
    ]


def test_restarts_and_lateness_change_nothing(tmp_path: Path) -> None:
    found = _play(tmp_path / "once", restarts=False)
    assert found == _play(tmp_path / "again", restarts=True)
    of_shop = {each["id"]: each for each in found if each["group"] == {"shop": "a"}}
    assert of_shop["orders"]["value"] == 4
    assert of_shop["orders"]["usual"] == (2, of_shop["orders"]["usual"].sigma, 3)
    assert str(of_shop["orders"]["usual"].sigma) == "1.4826"
    assert str(of_shop["worth"]["usual"].baseline) == "CNY 20"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Orders, every 1h", "  shop a: 4 单 (usually 2, σ 1.4826, of 3)")),
        ("zh", ("订单数，每 1h", "  shop a：4 单（通常 2，σ 1.4826，共 3 期）")),
    ],
)
def test_the_command_line_tells_value_and_what_is_usual(
    tmp_path: Path, lang: str, words: tuple[str, ...]
) -> None:
    _play(tmp_path / "here", restarts=False)
    at = (START + 3 * DAY).isoformat()
    store = tmp_path / "here" / "store.db"
    asked = ("metrics", tmp_path / "here" / "shop", "--store", store, "--at", at)
    answer = call(*asked, lang=lang)
    assert answer.code == 0, answer.err
    lines = answer.out.splitlines()
    assert all(line in lines for line in words)
    # A person's number stands nowhere.
    assert "13800000001" not in answer.out
    document = loads(call(*asked, "--format", "json", lang=lang).out)
    schema = call("schema", "--output", "metrics").document
    Draft202012Validator(schema).validate(document)
    (orders,) = (each for each in document if each["id"] == "orders")
    assert orders["groups"][0]["group"] == {}
    assert orders["groups"][1] == {
        "group": {"shop": "a"},
        "value": 4,
        "baseline": 2,
        "sigma": {"$decimal": "1.4826"},
        "n": 3,
        "fault": None,
    }


def test_two_currencies_make_no_value_and_spoil_nothing_else(tmp_path: Path) -> None:
    write_shop(tmp_path, FLOW)
    clock = FrozenClock(START - timedelta(minutes=30))
    orders: list[dict[str, object]] = [
        {"no": "A", "shop": "a", "amount": "CNY 10"},
        {"no": "B", "shop": "a", "amount": "USD 10"},
        {"no": "C", "shop": "b", "amount": "USD 10"},
    ]
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "orders.json", orders))
        clock.advance(timedelta(hours=25))
        app.worker(app.live_desk()).fire_due(clock.now())
        at = START
        measured = {each.metric.id: each.measured for each in gauge(app, at)}
        told = [str(entry) for entry in app.stores.journal.all() if "OL391" in str(entry)]
    of = {tuple(one.group.values()): one for one in measured["worth"]}
    assert (of[("a",)].value, of[("a",)].fault) == (None, "OL391")
    assert str(of[("b",)].value) == "USD 10"
    assert any("metric/worth" in each for each in told)
