"""A flow with one connection, which the tests of a connector write, open and run."""

from contextlib import contextmanager
from datetime import UTC, datetime

from orderloom.app.application import open_application
from orderloom.app.inputs import Inputs
from orderloom.app.running import deliver, preview, run
from orderloom.testing.clock import FrozenClock

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {test: {hosts: [], publish: [ops]}}
---
{kind: role, id: ops, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields: {no: text, amount: money, note: text, told: text}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "[*]"}
zone: Asia/Shanghai
fields: {no: no, amount: {from: amount, as: money}, note: note}
"""


def write(folder, *more):
    """Write the flow with further documents, in place of its own of the same kind and id."""
    shop = folder / "shop"
    shop.mkdir(exist_ok=True)
    (shop / "flow.yaml").write_text("---\n".join((FLOW, *more)), encoding="utf-8")
    return shop


@contextmanager
def opened(folder, clock=None):
    """Open the flow over a store beside it."""
    url = f"sqlite:///{folder / 'store.db'}"
    with open_application(folder / "shop", url, clock=clock or FrozenClock(NOW)) as app:
        yield app


def poll(app, connection="peer"):
    """Poll the connection; give how many items there were of each outcome."""
    found = run(app, [Inputs(connection=connection)]).document()["messages"]
    return {name: number for name, number in found.items() if number}


def foreseen(app, connection="peer"):
    """Say what a poll would do, as ``poll`` does."""
    found = preview(app, [Inputs(connection=connection)]).tally.messages()
    return {name: number for name, number in found.items() if number}


def give(app, folder, name, body):
    """Hand a file over by hand, and deliver what it leads to."""
    file = folder / name
    file.write_bytes(body)
    run(app, [Inputs(files=[file], mapping="orders")])
    return deliver(app)


def orders(app):
    """Give the amounts of all orders by number."""
    with app.stores.reader() as reader:
        return {each.values["no"]: each.values.get("amount") for each in reader.all("order")}
