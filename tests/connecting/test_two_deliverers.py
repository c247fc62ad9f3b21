"""Several processes deliver from one store: each call goes once, whoever of them dies."""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from threading import Event, Lock

import pytest
from tests.connecting.shops import opened, write

from orderloom.app.failed_calls import failed_calls
from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.runtime.delivery import INTERRUPTED
from orderloom.runtime.holding import LEASE
from orderloom_connectors.sandbox.http import answer, serving

MORE = """kind: connector
id: own_mall
auth: {kind: bearer, token: =secret}
encoding: json
operations:
  keyed:
    path: /keyed
    send: {ref: =input.ref}
    answer: {done: done}
    key: header Idempotency-Key
    irreversible: true
  keyless: {path: /keyless, send: {ref: =input.ref}, answer: {done: done}, irreversible: true}
---
kind: rule
id: do_it
on: order.created
do:
  - {call: mall.keyed, with: {ref: =no}, once: one}
  - call: mall.keyless
    with: {ref: =no}
    once: other
    else: [{open_case: lost}]
"""
LATER = LEASE.total_seconds()


class Peer:
    """Counts what it was asked; it holds its answer to one request back until it may go on."""

    def __init__(self, held=None):
        self.held = held
        self.arrived = Event()
        self.may_answer = Event()
        self.asked = []
        self.keys = {}
        self.guard = Lock()

    def __call__(self, seen, wire):
        what = (seen.target, json.loads(seen.body)["ref"])
        with self.guard:
            first = what not in self.asked
            self.asked.append(what)
            if seen.target == "/keyed":
                self.keys.setdefault(what, set()).add(seen.headers["idempotency-key"])
        if first and what == self.held:
            self.arrived.set()
            self.may_answer.wait(300)
        answer(200, b'{"done": "yes"}')(seen, wire)

    def executed(self):
        """Count executions: with a key once for each key, without one each time."""
        done = Counter(what for what in self.asked if what[0] == "/keyless")
        return done | Counter({what: len(keys) for what, keys in self.keys.items()})


def filled(folder, port, number):
    """Let two calls of each of so many orders wait; give all of them in the order of each."""
    shop = write(folder, port, connector="own_mall", rows="rows[*]", more=MORE)
    file = shop / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("streams: {orders: {mapping: orders}}\n", ""), encoding="utf-8")
    rows = [{"no": f"N-{each}", "amount": "1"} for each in range(number)]
    (folder / "orders.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    with opened(folder) as app:
        run(app, [Inputs(files=[folder / "orders.json"], mapping="orders")])
        assert app.stores.outbox.counts()["waiting"] == 2 * number
    return [(path, row["no"]) for row in rows for path in ("/keyed", "/keyless")]


class Deliverer:
    """A process that delivers when it is told to."""

    def __init__(self, process):
        self.process = process

    def go(self, seconds=0.0):
        """Let it deliver what is due by then."""
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()

    def done(self):
        """Wait until it has, and give what it counted."""
        return json.loads(self.process.stdout.readline())


@contextmanager
def deliverer(folder):
    """Start a process that has the store open."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.connecting.two_deliverers", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "ORDERLOOM_SECRET_MALL_SECRET": "s3cret"},
    ) as process:
        try:
            assert process.stdout.readline() == "open\n"
            yield Deliverer(process)
        finally:
            process.kill()


def counts(folder):
    with opened(folder) as app:
        found = app.stores.outbox.counts()
        return found["waiting"], found["sent"], found["failed"]


def assert_in_order(asked):
    """Of each order the call with a key goes before the one without."""
    for what in asked:
        if what[0] == "/keyless":
            assert asked.index(("/keyed", what[1])) < asked.index(what)


def test_two_at_once_send_each_call_once(tmp_path):
    peer = Peer()
    with serving(peer) as server:
        wanted = filled(tmp_path, server.port, 100)
        with deliverer(tmp_path) as one, deliverer(tmp_path) as other:
            one.go()
            other.go()
            told = [one.done(), other.done()]
            # What the one had under way, the other left, and what that kept from leaving.
            one.go()
            told.append(one.done())
    assert Counter(peer.asked) == Counter(wanted)
    assert_in_order(peer.asked)
    assert sum(each["sent"] for each in told) == len(wanted)
    assert counts(tmp_path) == (0, len(wanted), 0)


@pytest.mark.parametrize("path", ["/keyed", "/keyless"])
def test_of_one_that_is_killed_while_it_sends_only_what_has_a_key_goes_again(tmp_path, path):
    held = (path, "N-1")
    peer = Peer(held)
    with serving(peer) as server:
        wanted = filled(tmp_path, server.port, 3)
        with deliverer(tmp_path) as one, deliverer(tmp_path) as other:
            one.go()
            assert peer.arrived.wait(300)
            one.process.kill()
            one.process.wait(60)
            other.go()
            other.done()
            # It leaves what the one was sending, and does not overtake it.
            assert peer.asked.count(held) == 1
            assert (("/keyless", "N-1") in peer.asked) == (path == "/keyless")
            other.go(LATER)
            other.done()
            other.go(LATER + 1)
            other.done()
            peer.may_answer.set()
    assert peer.executed() == Counter(wanted)
    assert_in_order(peer.asked)
    is_keyed = path == "/keyed"
    assert peer.asked.count(held) == (2 if is_keyed else 1)
    assert counts(tmp_path) == ((0, 6, 0) if is_keyed else (0, 5, 1))
    with opened(tmp_path) as app, app.stores.reader() as reader:
        cases = reader.types().get("case", 0)
        told = [each.code for each in failed_calls(app.stores.notes("mall"))]
    assert (cases, told) == ((0, []) if is_keyed else (1, [INTERRUPTED]))
