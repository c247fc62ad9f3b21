"""Seven channels asked every five minutes for a month that goes wrong: none lost, none doubled.

All over sockets, by the pollers, connectors and mappings that ship; only time is the test's. What
takes real time to go wrong, an answer that never ends, is played in ``test_fault_modes``.
"""

import json
import socket
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from random import Random  # noqa: TID251 - seeded: the same month every time
from types import SimpleNamespace

import pytest
from tests.connecting.shops import opened

from orderloom.app.polling import Rounds
from orderloom.errors import OrderloomError
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving
from orderloom_connectors.sandbox.registry import platforms
from orderloom_connectors.sandbox.samples import Samples

NOW = datetime(2026, 2, 26, 16, 0, tzinfo=UTC)
EVERY = timedelta(minutes=5)
CHANNELS = ("taobao", "pinduoduo", "douyin", "shopify", "shopee", "amazon", "own_shop")
FLOW = """kind: flow
id: month
zone: Asia/Shanghai
currency: CNY
uses: {standard: 1}
environments: {test: {hosts: [], publish: [ops]}}
---
{kind: role, id: ops, see: {order: {fields: all}}}
---
# One line for each order that came to be: had an order come twice, it would be there twice.
kind: rule
id: told_of
on: order.created
do: [{call: ledger.append, with: {no: =channel_order_no}}]
---
kind: connector
id: ledger
auth: {kind: none}
operations: {append: {path: /, send: {no: =input.no}}}
---
{kind: connection, id: ledger, connector: ledger, zone: UTC, environments: {test: {url: "http://127.0.0.1"}}}
"""
CONNECTION = """---
kind: connection
id: {name}
connector: {name}
zone: Asia/Shanghai
environments: {{test: {{url: "http://127.0.0.1:{port}", secret: {name}}}}}
streams: {{orders: {{mapping: {name}, every: 5m, overlap: 10m, begin: 1h}}}}
"""


def _says(status, body=b"<html>Please wait</html>", **headers):
    return answer(status, body, headers)


def _goes(_, wire):
    wire.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError


def _half(_, wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")
    raise ConnectionAbortedError


FAULTS = {
    "gone": _goes,
    "half": _half,
    "broken": _says(500),
    "busy": _says(503),
    "throttled": _says(429, **{"Retry-After": "400"}),
    "a page for people": _says(200),
    "no JSON": _says(200, b"\xff{nonsense"),
}


class Moody:
    """A channel that fails now and then, once or for hours."""

    def __init__(self, platform, chance):
        self.platform = platform
        self.chance = chance
        self.fault = None
        self.until = NOW
        self.failed = 0

    def __call__(self, seen, wire):
        now = self.platform.clock.now()
        if now >= self.until:
            self.fault = None
        if self.fault is None and self.chance.random() < 0.02:
            self.fault = self.chance.choice(sorted(FAULTS))
            lasting = self.chance.choice((0, 0, 0, 0, 0, 20, 60, 300))
            self.until = now + timedelta(minutes=lasting)
        if self.fault is None:
            self.platform(seen, wire)
        else:
            self.failed += 1
            FAULTS[self.fault](seen, wire)


class KilledError(BaseException):
    """The process is gone: nobody catches this."""


class Mortal:
    """A connector whose process dies now and then, after a file is durable, before it is taken."""

    def __init__(self, connector, chance, deadly):
        self._connector = connector
        self._chance = chance
        self._deadly = deadly

    def __getattr__(self, name):
        return getattr(self._connector, name)

    def taken(self, session, stream, file):
        if self._chance.random() < self._deadly:
            raise KilledError
        self._connector.taken(session, stream, file)


class Month:
    """Channels, their buyers, and what came of them."""

    def __init__(self, folder, monkeypatch, stack, deadly):
        self.folder = folder
        self.deadly = deadly
        self.clock = FrozenClock(NOW)
        self.chance = Random("seven channels")  # noqa: S311 - not a secret
        self.channels = {}
        self.placed = {name: [] for name in CHANNELS}
        self.polls = self.failed = self.killed = 0
        text = FLOW
        for name in CHANNELS:
            platform = platforms()[name](self.clock)
            moody = Moody(platform, self.chance)
            server = stack.enter_context(serving(moody))
            self.channels[name] = (moody, Samples(platform.language, name), server)
            monkeypatch.setenv(
                f"ORDERLOOM_SECRET_{name.upper()}", json.dumps(dict(platform.secret))
            )
            text += CONNECTION.format(name=name, port=server.port)
        # A connection's pace is kept in the month's time.
        time = SimpleNamespace(monotonic=lambda: self.clock.now().timestamp())
        monkeypatch.setattr("orderloom.app.paces.time", time)
        (folder / "shop").mkdir()
        (folder / "shop" / "flow.yaml").write_text(text, encoding="utf-8")

    def pass_time(self, lasting):
        """Let time pass; every process ends at some time, by itself or killed."""
        until = self.clock.now() + lasting
        while self.clock.now() < until:
            try:
                self._process(until)
            except KilledError:
                self.killed += 1

    def _process(self, until):
        end = min(until, self.clock.now() + timedelta(hours=self.chance.randint(6, 72)))
        with opened(self.folder, self.clock) as app:
            rounds = Rounds(app)
            library = app.switchboard._connectors
            mortal = {name: Mortal(library[name], self.chance, self.deadly) for name in CHANNELS}
            app.switchboard._connectors = {**library, **mortal}
            while self.clock.now() < end:
                self._live()
                for name in CHANNELS:
                    self._poll(rounds, name)

    def _poll(self, rounds, name):
        self.polls += 1
        try:
            rounds.poll(name)
        except OrderloomError:
            self.failed += 1

    def _live(self):
        """Let somebody buy, or a parcel leave, within five minutes."""
        begin = self.clock.now()
        self.clock.advance(timedelta(seconds=self.chance.randrange(300)))
        name = self.chance.choice(CHANNELS)
        moody, buyers, _ = self.channels[name]
        if self.chance.random() < 0.4 or not self.placed[name]:
            self.placed[name].append(moody.platform.place(buyers.next(self.clock.now())))
        else:
            self._ship(moody.platform, self.chance.choice(self.placed[name]))
        self.clock.advance(begin + EVERY - self.clock.now())

    def _ship(self, platform, number):
        if number not in dict(platform.shipped):
            done = SimpleNamespace()
            assert platform.ship(number, f"T{number}", done) is done


@pytest.mark.parametrize(
    ("days", "deadly"),
    [
        (0.2, 0.03),
        pytest.param(31, 0.003, marks=[pytest.mark.nightly, pytest.mark.timeout(14_400)]),
    ],
)
def test_nothing_is_lost_and_nothing_doubled(tmp_path, monkeypatch, record_property, days, deadly):
    with ExitStack() as stack:
        month = Month(tmp_path, monkeypatch, stack, deadly)
        month.pass_time(timedelta(days=days))
        # A last while without faults, in which everything is made good.
        for moody, *_ in month.channels.values():
            moody.chance = SimpleNamespace(random=lambda: 1.0)
            moody.until = month.clock.now()
        month.chance.random = lambda: 1.0
        month.pass_time(timedelta(hours=1))
        with opened(tmp_path, month.clock) as app, app.stores.reader() as reader:
            found = {name: {} for name in CHANNELS}
            for order in reader.all("order"):
                values = order.values
                found[values["channel"]][values["channel_order_no"]] = values["status"]
            told = app.stores.outbox.counts()["waiting"]
            items = app.stores.inbox.counts_by_source()

    wanted = {
        name: {
            number: "shipped" if number in dict(moody.platform.shipped) else "paid"
            for number in month.placed[name]
        }
        for name, (moody, *_) in month.channels.items()
    }
    figures = {"orders": told, "polls": month.polls, "failed": month.failed, "killed": month.killed}
    record_property("figures", figures)
    assert found == wanted
    assert told == sum(map(len, wanted.values()))
    assert {name: items[name]["quarantined"] for name in CHANNELS} == dict.fromkeys(CHANNELS, 0)
    assert month.failed > 0 < month.killed
    assert [moody.platform.refused for moody, *_ in month.channels.values()] == [[]] * 7
    assert [server.faults for *_, server in month.channels.values()] == [[]] * 7
