"""An incident of a connection is told once, whatever fails in it; its end when all goes again."""

import json
from datetime import timedelta

import pytest
from tests.connecting.shops import NOW, opened, write
from tests.connecting.test_keeping_on import told

from orderloom.app.inputs import Inputs
from orderloom.app.keeping import Keeper
from orderloom.app.running import run
from orderloom.flow.command import Announce
from orderloom.runtime.alarms import Watch
from orderloom.runtime.breaker import OPENS_AFTER
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

MINUTE = timedelta(minutes=1)
HOUSE = """kind: connector
id: house
auth: {kind: none}
encoding: json
operations:
  do: {path: /do, send: {ref: =input.ref}, key: header Idempotency-Key}
  ping: {path: /ping, send: {}}
streams: {orders: {path: /orders, records: "rows[*]"}}
"""
ASKING = """---
kind: rule
id: do_it
on: order.created
do: [{call: mall.do, with: {ref: =no}}]
"""


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")


class House:
    """Answers each path with the status it is told to."""

    def __init__(self, **status):
        self.status = status
        self.knocks = []

    def __call__(self, seen, wire):
        path = seen.target.strip("/").split("?")[0]
        self.knocks.append(path)
        answer(self.status.get(path, 200), b'{"rows": []}')(seen, wire)


def write_house(
    tmp_path, server, keys, *, streams="streams: {orders: {mapping: orders, every: 1m}}"
):
    more = told("down", "up") + HOUSE + ASKING
    shop = write(tmp_path, server.port, connector="house", rows="rows[*]", more=more)
    file = shop / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("streams: {orders: {mapping: orders}}", f"{streams}\n{keys}"), "utf-8"
    )


def orders(tmp_path, number):
    rows = [{"no": f"N-{each}", "amount": "1"} for each in range(number)]
    (tmp_path / "orders.json").write_text(json.dumps({"rows": rows}), "utf-8")
    return [Inputs(files=[tmp_path / "orders.json"], mapping="orders")]


def minutes(tmp_path, clock, number):
    """Keep going for so long, in another process, and give what was told so far."""
    with opened(tmp_path, clock) as app:
        keeper = Keeper(app)
        for _ in range(number):
            keeper.tick()
            clock.advance(MINUTE)
        with app.stores.reader() as reader:
            return sorted(record.values["name"] for record in reader.all("trouble"))


def test_calls_that_come_to_rest_are_told_and_that_they_go_again(tmp_path):
    house, clock = House(do=503), FrozenClock(NOW)
    with serving(house) as server:
        write_house(tmp_path, server, "", streams="note: no streams")
        with opened(tmp_path, clock) as app:
            run(app, orders(tmp_path, OPENS_AFTER - 1))
        assert minutes(tmp_path, clock, 1) == []
        assert minutes(tmp_path, clock, 20) == ["down 12:01"]
        house.status.clear()
        found = minutes(tmp_path, clock, 20)
        assert [each.split()[0] for each in found] == ["down", "up"]
        assert found == minutes(tmp_path, clock, 5)


def test_polls_and_calls_that_fail_together_are_one_incident(tmp_path):
    house, clock = House(do=503, orders=503), FrozenClock(NOW)
    keys = "alarm: {failed: 2}\nretry: {first: 1s, max: 1s, tries: 1000}\n"
    with serving(house) as server:
        write_house(tmp_path, server, keys)
        with opened(tmp_path, clock) as app:
            run(app, orders(tmp_path, 6))
        found = minutes(tmp_path, clock, 10)
        assert [each.split()[0] for each in found] == ["down"]
        del house.status["do"]
        assert minutes(tmp_path, clock, 5) == found
        del house.status["orders"]
        assert [each.split()[0] for each in minutes(tmp_path, clock, 5)] == ["down", "up"]


def test_polls_that_go_again_do_not_end_what_calls_still_suffer(tmp_path):
    house, clock = House(do=503, orders=503), FrozenClock(NOW)
    keys = "alarm: {failed: 2}\nretry: {first: 1s, max: 1s, tries: 1000}\n"
    with serving(house) as server:
        write_house(tmp_path, server, keys)
        with opened(tmp_path, clock) as app:
            run(app, orders(tmp_path, 6))
        found = minutes(tmp_path, clock, 10)
        del house.status["orders"]
        assert minutes(tmp_path, clock, 5) == found
        del house.status["do"]
        assert [each.split()[0] for each in minutes(tmp_path, clock, 5)] == ["down", "up"]


def test_a_probe_asks_a_stream_that_is_seldom_polled_and_takes_nothing(tmp_path):
    house, clock = House(), FrozenClock(NOW)
    streams = 'streams: {orders: {mapping: orders, at: ["03:00"], catch_up: none}}'
    with serving(house) as server:
        write_house(tmp_path, server, "alarm: {probe: 5m}\n", streams=streams)
        assert minutes(tmp_path, clock, 5) == []
        assert house.knocks == ["orders"]
        house.status["orders"] = 503
        assert minutes(tmp_path, clock, 12) == ["down 12:05"]
        del house.status["orders"]
        assert minutes(tmp_path, clock, 5) == ["down 12:05", "up 12:20"]
        assert set(house.knocks) == {"orders"}


def test_a_probe_calls_the_operation_that_is_named(tmp_path):
    house, clock = House(ping=401), FrozenClock(NOW)
    with serving(house) as server:
        write_house(tmp_path, server, "alarm: {probe: 5m, ask: ping}\n", streams="note: none")
        assert minutes(tmp_path, clock, 4) == ["down 12:00"]
        assert house.knocks == ["ping"]
        house.status.clear()
        assert minutes(tmp_path, clock, 4) == ["down 12:00", "up 12:05"]


def test_what_a_probe_asks_for_must_arrive_by_webhook(tmp_path):
    house, clock = House(), FrozenClock(NOW)
    streams = "streams: {orders: {mapping: orders, webhook: true}}"
    with serving(house) as server:
        write_house(tmp_path, server, "alarm: {probe: 5m, ask: ping}\n", streams=streams)
        assert minutes(tmp_path, clock, 5) == []
        assert minutes(tmp_path, clock, 5) == ["down 12:05"]
        with opened(tmp_path, clock) as app:
            worker = app.worker(app.live_desk())
            notes = app.stores.notes("mall")
            Watch(app.flow.connections["mall"], notes, worker.announce).heard(clock.now())
        assert minutes(tmp_path, clock, 5) == ["down 12:05", "up 12:10"]
        assert minutes(tmp_path, clock, 5) == ["down 12:05", "down 12:15", "up 12:10"]


def test_nothing_is_probed_while_outgoing_calls_are_stopped(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_OUTGOING", "stop")
    house, clock = House(), FrozenClock(NOW)
    with serving(house) as server:
        write_house(tmp_path, server, "alarm: {probe: 5m, ask: ping}\n", streams="note: none")
        assert minutes(tmp_path, clock, 10) == []
    assert house.knocks == []


def test_a_webhook_ends_a_silence(tmp_path):
    clock, heard = FrozenClock(NOW), []
    with serving(House()) as server:
        write_house(
            tmp_path,
            server,
            "alarm: {silent: 1h}\n",
            streams="streams: {orders: {mapping: orders, webhook: true}}",
        )

        def note(command: Announce):
            heard.append(command.event)

        with opened(tmp_path, clock) as app:
            watch = Watch(app.flow.connections["mall"], app.stores.notes("mall"), note)
            watch.look(clock.now())
            for _ in range(2):
                clock.advance(timedelta(minutes=59))
                watch.heard(clock.now())
                watch.look(clock.now())
            assert heard == []
            clock.advance(timedelta(hours=1))
            watch.look(clock.now())
            watch.heard(clock.now())
    assert heard == ["connection.mall.down", "connection.mall.up"]
