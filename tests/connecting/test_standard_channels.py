"""Over sockets, into the standard records: pulled, mapped, shipped, written back."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.program import call as program
from tests.connecting.shops import opened

from orderloom.app.inputs import Inputs
from orderloom.app.running import deliver, run
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import serving
from orderloom_connectors.sandbox.registry import platforms
from orderloom_connectors.sandbox.samples import Samples

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
uses: {{standard: 1}}
environments: {{test: {{hosts: [], publish: [ops]}}}}
---
{{kind: role, id: ops, see: {{order: {{fields: all}}}}}}
---
kind: connection
id: shop
connector: {connector}
zone: Asia/Shanghai
environments: {{test: {{url: "http://127.0.0.1:{port}", secret: shop}}}}
streams: {{{streams}}}
---
kind: rule
id: write_back
on: {event}
when: status == "paid"
do:
  - call: source.{ship}
    once: ship
"""
AMAZON = """order_no: =channel_order_no, marketplace_id: =shop, carrier: UPS, tracking_no: {no},
      shipped_at: "2026-03-01T04:00:00Z", lines: =lines"""
CHANNELS = {
    "shopify": ("ship", "fulfillment_order_id: =channel_order_no, tracking_number: {no}"),
    "woocommerce": ("set_status", "id: =channel_order_no, status: completed"),
    "shopee": ("ship", "order_sn: =channel_order_no, tracking_number: {no}"),
    "own_shop": ("ship", "order_no: =channel_order_no, carrier: SF, tracking_no: {no}"),
    "amazon": ("ship", AMAZON),
}
# What Amazon must be told of, its items, comes by a stream of its own.
EVENT = {"amazon": "order.lines.changed"}
DONE = {"woocommerce": "completed"}
NUMBER = '=join(["T", channel_order_no], "")'


@contextmanager
def standing(folder, monkeypatch, name, at=NOW):
    """Give a flow over a channel that has twelve orders, its clock, and the channel."""
    clock = FrozenClock(at)
    platform = platforms()[name](clock)
    for sample in Samples(platform.language, name).past(12, at):
        platform.place(sample)
    monkeypatch.setenv("ORDERLOOM_SECRET_SHOP", json.dumps(dict(platform.secret)))
    with serving(platform) as server:
        write(folder, name, server.port)
        yield clock, platform
    assert server.faults == []


def write(folder, name, port):
    operation, given = CHANNELS[name]
    streams = f"orders: {{mapping: {name}, begin: 1d}}"
    if name == "amazon":
        streams += ", items: {mapping: amazon_items, begin: 1d}"
    text = FLOW.format(
        connector=name,
        port=port,
        streams=streams,
        ship=operation,
        event=EVENT.get(name, "order.created"),
    )
    # Quotes around the number's expression: it has a comma, and stands within braces.
    given = given.replace("{no}", f"'{NUMBER}'")
    shop = folder / "shop"
    shop.mkdir()
    (shop / "flow.yaml").write_text(f"{text}    with: {{{given}}}\n", encoding="utf-8")


def records(app):
    with app.stores.reader() as reader:
        return {each.values["channel_order_no"]: each.values for each in reader.all("order")}


@pytest.mark.parametrize("name", CHANNELS)
def test_orders_are_pulled_mapped_shipped_and_written_back(name, tmp_path, monkeypatch):
    with standing(tmp_path, monkeypatch, name) as (clock, platform):
        clock.advance(timedelta(minutes=1))
        with opened(tmp_path, clock) as app:
            summary = run(app, [Inputs(connection="shop")])
            before = records(app)
            sent = deliver(app)
            clock.advance(timedelta(minutes=5))
            run(app, [Inputs(connection="shop")])
            after = records(app)

    paid = sorted(no for no, order in before.items() if order["status"] == "paid")
    assert set(before) == set(platform.orders)
    assert len(paid) >= 6
    assert summary.tally.items["quarantined"] == 0
    assert sorted(no for no, _ in platform.shipped) == paid
    assert sent == {"sent": len(paid), "failed": 0}
    assert {after[no]["status"] for no in paid} == {DONE.get(name, "shipped")}
    assert all(order["lines"] and order["lines"][0]["sku"] for order in after.values())
    assert platform.refused == []


@pytest.mark.parametrize("name", CHANNELS)
def test_connection_test_reads_a_page_through_the_shipped_mapping(name, tmp_path, monkeypatch):
    now = datetime.now(UTC)  # noqa: TID251 - the program runs by the real clock
    with standing(tmp_path, monkeypatch, name, now):
        told = program("connection", "test", tmp_path / "shop", "shop", "--format", "json")
    assert told.code == 0, told.err
    [orders, *_] = [each for each in told.document["streams"] if each["stream"] == "orders"]
    assert (orders["error"], orders["items"] > 0) == (None, True)
