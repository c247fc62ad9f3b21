"""A peer that fails every call is left alone, and nobody else waits for it."""

import json
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta

import pytest
from tests.cli.program import call
from tests.connecting.shops import NOW, opened, write

from orderloom.app.inputs import Inputs
from orderloom.app.running import deliver, run
from orderloom.app.standing import standing_of
from orderloom.runtime.breaker import OPENS_AFTER
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

NUMBER = 12
MORE = """kind: connector
id: house
auth: {kind: none}
encoding: json
operations:
  do: {path: /do, send: {ref: =input.ref, step: =input.step}, key: header Idempotency-Key}
---
kind: connection
id: other
connector: house
zone: UTC
environments: {test: {url: "http://127.0.0.1:%d"}}
---
kind: rule
id: do_it
on: order.created
do:
  - {call: mall.do, with: {ref: =no, step: "1"}}
  - {call: mall.do, with: {ref: =no, step: "2"}}
  - {call: other.do, with: {ref: =no, step: "1"}}
"""


class House:
    """Notes what it is asked for; ``status`` is its answer."""

    def __init__(self, status=200):
        self.status = status
        self.done = []
        self.knocks = 0

    def __call__(self, seen, wire):
        self.knocks += 1
        if self.status == 200:
            said = json.loads(seen.body)
            self.done.append((said["ref"], said["step"]))
        answer(self.status, b"{}")(seen, wire)


@pytest.fixture
def houses(tmp_path, monkeypatch):
    """Give two houses, one to be dead, with calls waiting for both."""
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    mall, other = House(), House()
    with ExitStack() as stack:
        mall_port, other_port = (stack.enter_context(serving(each)).port for each in (mall, other))
        shop = write(tmp_path, mall_port, connector="house", rows="rows[*]", more=MORE % other_port)
        file = shop / "flow.yaml"
        text = file.read_text("utf-8").replace("streams: {orders: {mapping: orders}}\n", "")
        file.write_text(text, "utf-8")
        rows = [{"no": f"N-{each}", "amount": "1"} for each in range(NUMBER)]
        (tmp_path / "orders.json").write_text(json.dumps({"rows": rows}), "utf-8")
        with opened(tmp_path) as app:
            run(app, [Inputs(files=[tmp_path / "orders.json"], mapping="orders")])
        yield mall, other


def resting(app):
    return {each.connection.id: each.resting_until for each in standing_of(app)}


@pytest.mark.parametrize("status", [503, 429])
def test_it_opens_probes_and_closes(tmp_path, houses, status):
    mall, other = houses
    clock = FrozenClock(NOW)
    mall.status = status
    with opened(tmp_path, clock) as app:
        assert deliver(app) == {"sent": NUMBER, "failed": OPENS_AFTER}
        assert (mall.knocks, len(other.done)) == (OPENS_AFTER, NUMBER)
        until = resting(app)["mall"]
        assert until > NOW
        assert resting(app)["other"] is None
        assert deliver(app) == {"sent": 0, "failed": 0}
    # A restart is no reason to knock.
    with opened(tmp_path, clock) as app:
        assert deliver(app) == {"sent": 0, "failed": 0}
        assert mall.knocks == OPENS_AFTER
        clock.advance(until - NOW)
        assert resting(app)["mall"] is None
        assert deliver(app) == {"sent": 0, "failed": 1}  # one knocks for all
        longer = resting(app)["mall"]
        assert longer - clock.now() > until - NOW
        mall.status = 200
        clock.advance(timedelta(minutes=10))
        deliver(app)
        assert resting(app)["mall"] is None
        assert dict(app.stores.outbox.counts())["sent"] == 3 * NUMBER
        assert dict(app.stores.outbox.counts())["failed"] == 0
    assert Counter(mall.done) == {(f"N-{no}", step): 1 for no in range(NUMBER) for step in "12"}
    assert [mall.done.index((f"N-{no}", "1")) < mall.done.index((f"N-{no}", "2"))
            for no in range(NUMBER)] == [True] * NUMBER  # fmt: skip


def test_a_long_outage_costs_no_call_its_tries(tmp_path, houses):
    mall, _ = houses
    clock = FrozenClock(NOW)
    mall.status = 503
    with opened(tmp_path, clock) as app:
        for _ in range(30):
            deliver(app)
            clock.advance(timedelta(minutes=2))
        assert mall.knocks <= OPENS_AFTER + 30
        assert dict(app.stores.outbox.counts())["failed"] <= 30 // 7


def test_a_refusal_shows_that_somebody_is_there(tmp_path, houses):
    mall, _ = houses
    mall.status = 422
    with opened(tmp_path) as app:
        assert deliver(app)["failed"] == 2 * NUMBER
        assert resting(app)["mall"] is None


def test_connections_says_until_when(tmp_path, houses):
    mall, _ = houses
    mall.status = 503
    with opened(tmp_path, FrozenClock(NOW + timedelta(days=3650))) as app:
        deliver(app)
    store = f"sqlite:///{tmp_path / 'store.db'}"
    told = call("connections", tmp_path / "shop", "--store", store, "--format", "json").document
    assert [each["name"] for each in told if each["resting_until"]] == ["mall"]
    assert "the others wait until" in call("connections", tmp_path / "shop", "--store", store).out
