"""A declared connector out of its YAML, and a session that calls a server of this machine."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.egress.calling import calling

from orderloom.compiler.load import load_flow
from orderloom.declarative.connector import DeclaredConnector
from orderloom.flow.effect import Call
from orderloom.testing.clock import FrozenClock

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: ["127.0.0.1"], publish: [ops]}}
---
kind: role
id: ops
see: {}
---
"""


class Notes(dict):
    """What a connection remembers, in memory."""

    def put(self, name, value):
        self[name] = value


@dataclass
class TalkingSession:
    """A session over a real client."""

    url: str
    http: object
    secret: object
    connection: str = "shop"
    folder: None = None
    zone: str = "Asia/Shanghai"
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(NOW))
    notes: Notes = field(default_factory=Notes)
    back: timedelta = timedelta(hours=1)
    cancelled: bool = False
    again: timedelta = timedelta(0)

    def is_cancelled(self):
        return self.cancelled

    def begin(self, stream):
        return self.back

    def overlap(self, stream):
        return self.again


def declared(folder: Path, text: str) -> DeclaredConnector:
    """Compile one connector as part of a flow."""
    (folder / "flow.yaml").write_text(FLOW + text, encoding="utf-8")
    (definition,) = load_flow(folder, connectors={}).connectors.values()
    return DeclaredConnector(definition)


@contextmanager
def talking(server, secret):
    """Give a session whose connection leads to ``server``."""
    with calling(server.port) as client:
        yield TalkingSession(f"http://127.0.0.1:{server.port}", client, secret)


def taken(connector, session, stream):
    """Poll as the runtime does, each file taken before the next is read; give the bodies."""
    bodies = []
    for file in connector.poll(session, stream):
        connector.taken(session, stream, file)
        bodies.append(file.body)
    return bodies


def call(operation, **payload):
    return Call(
        id="c1", at=NOW, connection="shop", operation=operation, payload=payload, key="key-1",
        irreversible=False, record_id="order_1",
    )  # fmt: skip
