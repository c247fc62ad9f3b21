"""Polls when they are due, rests after failures, alarms once per incident."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.connecting.shops import NOW, numbers, opened, write
from tests.connecting.test_declared_in_a_flow import MALL, Mall

from orderloom.app.keeping import Keeper
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

MINUTE = timedelta(minutes=1)
TOLD = """kind: record
id: trouble
identity: [name]
fields: {name: text, error: text, polls: integer, since: time}
---
"""
HEARD = """kind: rule
id: %(what)s
on: connection.mall.%(what)s
do: [{create: trouble, with: {name: '=join(["%(what)s", text(event.at, "HH:mm")], " ")'}}]
---
"""


def told(*what):
    """Give rules that keep what they hear of."""
    return TOLD + "".join(HEARD % {"what": each} for each in what)


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")


class Moody(Mall):
    """Is down whenever it is told to be."""

    def __init__(self, *orders):
        super().__init__(*orders)
        self.knocks = 0
        self.is_down = False
        self.after = None

    def __call__(self, seen, wire):
        self.knocks += 1
        if self.is_down:
            answer(503, b"", {"Retry-After": self.after} if self.after else {})(seen, wire)
        else:
            super().__call__(seen, wire)


def write_mall(tmp_path, server, *, stream, keys="", told=""):
    shop = write(
        tmp_path, server.port, connector="own_mall", rows="rows[*]", stream=stream, more=told + MALL
    )
    file = shop / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("streams: {orders: {m", f"{keys}streams: {{orders: {{m"), "utf-8")


def names(app):
    with app.stores.reader() as reader:
        return [record.values["name"] for record in reader.all("trouble")]


def test_a_stream_is_polled_every_so_often_also_over_restarts(tmp_path):
    mall, clock = Moody(), FrozenClock(NOW)

    with serving(mall) as server:
        write_mall(tmp_path, server, stream=", every: 5m, begin: 1h")
        with opened(tmp_path, clock) as app:
            keeper = Keeper(app)
            for _ in range(5):
                keeper.tick()
                clock.advance(MINUTE)
        assert mall.knocks == 1
        with opened(tmp_path, clock) as app:
            Keeper(app).tick()
            Keeper(app).tick()

    assert mall.knocks == 2


@pytest.mark.parametrize(("catch_up", "polls"), [("last", 2), ("none", 1)])
def test_a_stream_is_polled_at_its_times_and_made_good_or_not(tmp_path, catch_up, polls):
    mall = Moody()
    clock = FrozenClock(datetime(2026, 3, 1, 8, 0, tzinfo=UTC))  # 16:00 in Shanghai

    with serving(mall) as server:
        write_mall(tmp_path, server, stream=f', at: ["20:30"], catch_up: {catch_up}, begin: 1h')
        with opened(tmp_path, clock) as app:
            keeper = Keeper(app)
            keeper.tick()
            clock.advance(timedelta(hours=4, minutes=29))
            keeper.tick()
            assert mall.knocks == 0
            clock.advance(MINUTE)
            keeper.tick()
            keeper.tick()
            assert mall.knocks == 1
            clock.advance(timedelta(hours=25))
            keeper.tick()

    assert len({begin for begin, _ in mall.asked}) >= 1
    assert (mall.knocks > 1) == (polls == 2)


def test_a_broken_connection_rests_longer_each_time_and_its_trouble_stands(tmp_path):
    mall, clock = Moody(("A", NOW - 5 * MINUTE)), FrozenClock(NOW)
    mall.is_down = True
    second = timedelta(seconds=1)

    with serving(mall) as server:
        write_mall(tmp_path, server, stream=", begin: 1h", keys="retry: {first: 2s, max: 8s}\n")
        with opened(tmp_path, clock) as app:
            keeper, knocked = Keeper(app), []
            for at in range(31):
                before = mall.knocks
                keeper.tick()
                knocked += [at] if mall.knocks > before else []
                assert [code for code, _ in keeper.status().troubles] == ["OL870"]
                clock.advance(second)
            assert knocked == [0, 2, 6, 14, 22, 30]
            mall.is_down = False
            clock.advance(8 * second)
            keeper.tick()
            assert not keeper.status().troubles
            assert numbers(app) == ["A"]


def test_a_platform_that_asks_to_be_left_alone_is(tmp_path):
    mall, clock = Moody(), FrozenClock(NOW)
    mall.is_down, mall.after = True, "120"

    with serving(mall) as server:
        write_mall(tmp_path, server, stream=", begin: 1h")
        with opened(tmp_path, clock) as app:
            keeper = Keeper(app)
            for _ in range(4):
                keeper.tick()
                clock.advance(timedelta(seconds=59))

    assert mall.knocks == 2


def test_each_incident_is_told_once_and_its_end_too(tmp_path):
    mall, clock = Moody(), FrozenClock(NOW)
    keys = "alarm: {failed: 2, empty: 3}\nretry: {first: 1s, max: 1s}\n"

    with serving(mall) as server:
        write_mall(
            tmp_path,
            server,
            stream=", every: 1m, begin: 1h",
            keys=keys,
            told=told("down", "up", "empty"),
        )

        def minutes(number):
            with opened(tmp_path, clock) as app:  # each time another process
                keeper = Keeper(app)
                for _ in range(number):
                    clock.advance(MINUTE)
                    keeper.tick()
                return sorted(names(app))

        assert minutes(2) == []
        assert minutes(3) == ["empty 12:03"]
        mall.is_down = True
        assert minutes(1) == ["empty 12:03"]
        assert minutes(4) == ["down 12:07", "empty 12:03"]
        mall.is_down = False
        assert minutes(3) == ["down 12:07", "empty 12:03", "up 12:11"]
        mall.orders["A"] = clock.now() + timedelta(seconds=30)
        assert minutes(2) == ["down 12:07", "empty 12:03", "up 12:11"]
        assert minutes(4) == ["down 12:07", "empty 12:03", "empty 12:17", "up 12:11"]


def test_a_silent_connection_is_down_until_something_comes(tmp_path):
    mall, clock = Moody(), FrozenClock(NOW)

    with serving(mall) as server:
        write_mall(
            tmp_path,
            server,
            stream=", every: 1m, begin: 1h",
            keys="alarm: {silent: 1h}\n",
            told=told("down", "up"),
        )
        with opened(tmp_path, clock) as app:
            keeper = Keeper(app)
            for _ in range(130):
                keeper.tick()
                clock.advance(MINUTE)
            assert names(app) == ["down 13:00"]
            mall.orders["A"] = clock.now() - timedelta(seconds=30)
            keeper.tick()
            assert sorted(names(app)) == ["down 13:00", "up 14:10"]
