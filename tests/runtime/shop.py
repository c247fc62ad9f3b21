"""A small shop over a real store, for tests of the runtime."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from json import dumps
from pathlib import Path

from orderloom.app.application import Application, open_application
from orderloom.app.inputs import Inputs
from orderloom.app.running import Summary, run
from orderloom.testing.clock import FrozenClock

START = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

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
fields: {no: text, amount: money, lane: text}
---
kind: record
id: parcel
identity: [no]
fields: {no: text, weight: decimal}
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states: {unpaid: {}, paid: {final: true}}
transitions: {pay: {from: unpaid, to: paid}}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields:
  no: no
  amount: amount
  status: {from: status, table: {unpaid: unpaid, paid: paid}, else: refuse}
---
kind: mapping
id: weights
record: parcel
read: {format: csv}
zone: Asia/Shanghai
when_absent: park
fields: {no: no, weight: weight}
---
kind: mapping
id: parcels
record: parcel
read: {format: csv}
zone: Asia/Shanghai
fields: {no: no}
---
kind: message
id: big
record: order
media: {chat: {zh: "大额 {{ no }}", en: "big {{ no }}"}}
---
kind: rule
id: big
on: order.created
when: amount > CNY 100
do: [{notify: big, to: lead}]
---
kind: connection
id: out
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
---
kind: connection
id: incoming
connector: folder
zone: Asia/Shanghai
environments: {test: {folder: inbox}}
streams: {orders: {mapping: orders}}
"""


def write_shop(folder: Path, flow: str = FLOW) -> Path:
    """Write the shop's definitions and give their folder."""
    shop = folder / "shop"
    shop.mkdir(exist_ok=True)
    (shop / "flow.yaml").write_text(flow, encoding="utf-8")
    return shop


def store_url(folder: Path) -> str:
    """Give the address that ``store.url`` of a folder names, else that of a file in the folder."""
    named = folder / "store.url"
    return named.read_text() if named.is_file() else f"sqlite:///{folder / 'store.db'}"


@contextmanager
def opened(folder: Path, clock: FrozenClock | None = None) -> Iterator[Application]:
    """Open the shop of ``write_shop`` over its store."""
    with open_application(
        folder / "shop", store_url(folder), clock=clock or FrozenClock(START)
    ) as app:
        yield app


def orders_file(folder: Path, name: str, orders: list[dict[str, object]]) -> Path:
    """Write a channel's file."""
    path = folder / name
    path.write_text(dumps({"orders": orders}), encoding="utf-8")
    return path


def take(app: Application, path: Path, mapping: str = "orders") -> Summary:
    """Run one file."""
    return run(app, [Inputs(files=[path], mapping=mapping)])


def counts(summary: Summary) -> dict[str, int]:
    """Give the outcomes that occurred."""
    return {name: number for name, number in summary.tally.messages().items() if number}
