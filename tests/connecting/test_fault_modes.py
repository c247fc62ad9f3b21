"""Whatever goes wrong at the first try, nothing is executed twice, and nothing waits for ever."""

import json
import socket
from contextlib import ExitStack
from datetime import timedelta

import pytest
from tests.connecting.shops import NOW, opened, write
from tests.declarative.talking import TalkingSession
from tests.egress.calling import calling, ticking
from tests.servers.faulty import MODES, Faulty

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.runtime.delivery import Deliverer
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import serving

MORE = """kind: connector
id: own_mall
auth: {kind: bearer, token: =secret}
encoding: json
operations:
  keyed:
    path: /do
    send: {ref: =input.ref}
    answer: {done: done}
    key: header Idempotency-Key
    irreversible: true
  keyless: {path: /do, send: {ref: =input.ref}, answer: {done: done}, irreversible: true}
---
kind: rule
id: do_it
on: order.created
do: [{call: mall.%s, with: {ref: =no}, once: do_it}]
"""
# The peer said what no further try would change: it was not executed, and a person sees it.
FINAL = {"redirect", "unauthorised"}


class KilledError(BaseException):
    """The process is gone: nobody catches this."""


class Dying:
    """A connector whose process dies after its first call was answered, before that is noted."""

    def __init__(self, connector, refs):
        self._connector = connector
        self._refs = refs

    def __getattr__(self, name):
        return getattr(self._connector, name)

    def perform(self, session, call):
        answer = self._connector.perform(session, call)
        if call.payload["ref"] not in self._refs:
            self._refs.add(call.payload["ref"])
            raise KilledError
        return answer


def begin(folder, port, operation, number):
    """Write the flow, and let as many calls wait as orders come."""
    shop = write(folder, port, connector="own_mall", rows="rows[*]", more=MORE % operation)
    file = shop / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("streams: {orders: {mapping: orders}}\n", ""), encoding="utf-8")
    rows = [{"no": f"N-{each}", "amount": "1"} for each in range(number)]
    (folder / "orders.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    with opened(folder) as app:
        run(app, [Inputs(files=[folder / "orders.json"], mapping="orders")])
        assert app.stores.outbox.counts()["waiting"] == number


def deliver(folder, port, clock, dying):
    """Deliver what is due in a process of its own; say what the outbox counts then."""
    with opened(folder, clock) as app, calling(port, monotonic=ticking(0.05)) as client:
        connector = app.connectors["own_mall"]
        if dying is not None:
            connector = Dying(connector, dying)
        session = TalkingSession(f"http://127.0.0.1:{port}", client, "s3cret", clock=clock)
        deliverer = Deliverer(
            app.stores.outbox,
            lambda _: (connector, session),
            clock,
            app.switch,
            app.worker(app.live_desk()),
        )
        try:
            deliverer.deliver()
        except KilledError:
            clock.advance(timedelta(seconds=1))
        return dict(app.stores.outbox.counts())


def played(folder, mode, operation, number):
    """Give what was executed and how the calls ended."""
    peer, clock = Faulty(mode), FrozenClock(NOW)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    begin(folder, port, operation, number)
    dying = set() if mode == "killed" else None
    with ExitStack() as stack:
        if mode == "refused":
            deliver(folder, port, clock, dying)
        peer.server = stack.enter_context(serving(peer, port=port))
        for _ in range(number + 20):
            counts = deliver(folder, port, clock, dying)
            if not counts["waiting"]:
                break
            clock.advance(timedelta(minutes=2))
    return peer, counts


@pytest.mark.parametrize(
    "number", [3, pytest.param(200, marks=[pytest.mark.nightly, pytest.mark.timeout(3_600)])]
)
@pytest.mark.parametrize("mode", MODES)
def test_one_execution_for_each_key(tmp_path, mode, number):
    peer, counts = played(tmp_path, mode, "keyed", number)
    assert counts["waiting"] == 0
    if mode in FINAL:
        assert (peer.executed, counts["failed"]) == ({}, number)
    else:
        assert peer.executed == {f"N-{each}": 1 for each in range(number)}
        assert counts["sent"] + counts["failed"] == number


@pytest.mark.parametrize(
    "number", [3, pytest.param(200, marks=[pytest.mark.nightly, pytest.mark.timeout(3_600)])]
)
@pytest.mark.parametrize("mode", MODES)
def test_what_cannot_be_taken_back_and_has_no_key_is_executed_at_most_once(tmp_path, mode, number):
    peer, counts = played(tmp_path, mode, "keyless", number)
    assert counts["waiting"] == 0
    if mode == "killed":
        assert (set(peer.executed.values()), counts["failed"]) == ({1}, number)
    assert set(peer.executed.values()) <= {1}
    assert counts["sent"] <= len(peer.executed)
