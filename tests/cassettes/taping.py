"""Recording against servers of this machine, and looking for what must not be in a cassette."""

import base64
import json
import os
from contextlib import contextmanager
from urllib.parse import quote, quote_plus

from tests.connecting.shops import NOW, opened

from orderloom.cassettes.cassette import Step, read
from orderloom.cassettes.recording import record
from orderloom.cassettes.replaying import replay
from orderloom.testing.clock import FrozenClock

FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
{uses}environments: {{test: {{hosts: [], publish: [ops]}}}}
---
{{kind: role, id: ops, see: {{order: {{fields: all}}}}}}
---
kind: connection
id: shop
connector: {connector}
zone: Asia/Shanghai
environments: {{test: {{url: "http://127.0.0.1:{port}", secret: shop}}}}
{streams}
"""
OWN = """---
kind: connector
id: own
auth: {auth}
encoding: query
streams:
  orders:
    path: /orders
    records: "rows[*]"
    page: {{kind: number, param: page, size: 2, size_param: size}}
operations:
  tell: {{path: /tell, encoding: json, send: {{to.name: =input.name, text: =input.text}}}}
errors: {{at: code, text: said}}
---
kind: record
id: order
identity: [no]
fields: {{no: text, amount: money, receiver: {{type: text, sensitive: true}}, paid: text}}
---
kind: mapping
id: own_orders
record: order
read: {{format: json, each: "rows[*]"}}
zone: Asia/Shanghai
fields:
  no: no
  amount: {{from: total, as: money}}
  receiver: {{from: who}}
  paid: {{from: state, table: {{1: paid}}, else: refuse}}
"""
SIGNED = (
    "{kind: sign, algorithm: hmac_sha256, key: =secret.secret, "
    "over: '=join([method, target, body, secret.secret], \"\")', into: header X-Sign}"
)


def flow(folder, port, connector="own", streams=None, auth=SIGNED):
    """Write a flow over a server."""
    mapping = "own_orders" if connector == "own" else connector
    streams = (
        f"streams: {{orders: {{mapping: {mapping}, begin: 1d}}}}" if streams is None else streams
    )
    uses = "" if connector == "own" else "uses: {standard: 1}\n"
    text = FLOW.format(connector=connector, port=port, streams=streams, uses=uses)
    shop = folder / "shop"
    shop.mkdir(exist_ok=True)
    more = OWN.format(auth=auth) if connector == "own" else ""
    (shop / "flow.yaml").write_text(text + more, encoding="utf-8")
    return shop


@contextmanager
def secret_of(secret):
    """Let the connection's secret be known, and no longer."""
    os.environ["ORDERLOOM_SECRET_SHOP"] = (
        secret if isinstance(secret, str) else json.dumps(dict(secret))
    )
    try:
        yield
    finally:
        del os.environ["ORDERLOOM_SECRET_SHOP"]


def recorded(folder, secret, *steps, clock=None):
    """Record with the secret known; see that it is replayed with none, and that it is read."""
    with opened(folder, clock or FrozenClock(NOW)) as app:
        with secret_of(secret):
            made = record(app, "shop", steps or [Step(stream="orders", most=3)])
        cassette = read(made.raw, "c.jsonl")
        assert cassette == made.cassette
        assert replay(app, cassette, made.raw.decode(), "c.jsonl").differences == []
    return made


def spellings(text):
    """Give how a text may be written in a file."""
    yield text
    yield from (quote(text, safe=""), quote_plus(text, safe=""), quote(text))
    yield from (json.dumps(text)[1:-1], json.dumps(json.dumps(text))[3:-3])
    for begin in range(3):  # where it begins within Base64 decides how it looks there
        coded = base64.b64encode(b" " * begin + text.encode()).decode()
        yield coded[{0: 0, 1: 2, 2: 3}[begin] :].rstrip("=")[:-1]


def leaked(raw, values):
    """Give the values that stand in the bytes, however written."""
    text = raw.decode()
    said = [text, text.lower()]
    return [
        value
        for value in values
        if any(
            len(each) > 2 and (each in text or each.lower() in said[1])
            for each in spellings(str(value))
        )
    ]
