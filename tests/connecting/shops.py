"""A flow whose connection leads to a server of this machine through a declared connector."""

from contextlib import contextmanager
from datetime import UTC, datetime

from orderloom.app.application import open_application
from orderloom.testing.clock import FrozenClock

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)

FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {{test: {{hosts: [], publish: [ops]}}}}
---
{{kind: role, id: ops, see: {{order: {{fields: all}}}}}}
---
kind: record
id: order
identity: [no]
fields: {{no: text, amount: money}}
---
kind: mapping
id: orders
record: order
read: {{format: json, each: "{rows}"}}
zone: Asia/Shanghai
fields: {{no: no, amount: {{from: amount, as: money}}}}
---
kind: connection
id: mall
connector: {connector}
zone: Asia/Shanghai
environments: {{test: {{url: "http://127.0.0.1:{port}", secret: mall_secret}}}}
streams: {{orders: {{mapping: orders{stream}}}}}
"""


def write(folder, port, *, connector, rows, stream="", more=""):
    """Write the flow; ``more`` are further documents, ``stream`` further keys of its stream."""
    shop = folder / "shop"
    shop.mkdir(exist_ok=True)
    text = FLOW.format(port=port, connector=connector, rows=rows, stream=stream)
    (shop / "flow.yaml").write_text(text + (f"---\n{more}" if more else ""), encoding="utf-8")
    return shop


@contextmanager
def opened(folder, clock=None):
    """Open the flow over a store beside it."""
    url = f"sqlite:///{folder / 'store.db'}"
    with open_application(folder / "shop", url, clock=clock or FrozenClock(NOW)) as app:
        yield app


def numbers(app):
    """Give the numbers of all orders."""
    with app.stores.reader() as reader:
        return sorted(record.values["no"] for record in reader.all("order"))
