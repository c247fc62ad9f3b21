"""A stream that goes on from the newest row it saw misses none that is listed late."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.connecting.shops import NOW, numbers, opened, write

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.errors import DeliveryFailed
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

SLOW = """kind: connector
id: slow
auth: {{kind: none}}
streams:
  orders:
    path: /orders
    records: "rows[*]"
    cursor: {{{field}wire: {wire}, step: 30m, param_from: begin, param_to: end}}
"""
POLL = [Inputs(connection="mall")]
FIELD = "field: times.changed, "


class Platform:
    """Lists each row some minutes after the time that the row has."""

    def __init__(self, clock, wire):
        self.clock, self.wire = clock, wire
        self.rows = []
        self.asked = []

    def changed(self, no, *, ago, listed=0):
        now = self.clock.now()
        at = now - timedelta(minutes=ago)
        self.rows.append((no, at, now + timedelta(minutes=listed)))

    def write(self, at):
        return int(at.timestamp()) if self.wire == "epoch_s" else at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def __call__(self, seen, wire):
        asked = parse_qs(urlsplit(seen.target).query)
        begin, end = (asked[name][0] for name in ("begin", "end"))
        self.asked.append((begin, end))
        rows = [
            {"no": no, "amount": "1", "times": {"changed": self.write(at)}}
            for no, at, listed in self.rows
            if begin <= str(self.write(at)) <= end and listed <= self.clock.now()
        ]
        answer(200, json.dumps({"rows": rows}).encode())(seen, wire)


@pytest.fixture(params=["epoch_s", "iso"])
def wire(request):
    return request.param


def polled(tmp_path, platform, field, port, times):
    write(
        tmp_path, port, connector="slow", rows="rows[*]", stream=", begin: 1h",
        more=SLOW.format(field=field, wire=platform.wire),
    )  # fmt: skip
    for _ in range(times):
        with opened(tmp_path, platform.clock) as app:
            run(app, POLL)
            found = numbers(app)
        platform.clock.advance(timedelta(minutes=10))
    return found


@pytest.mark.parametrize(("field", "found"), [(FIELD, ["A", "B", "C"]), ("", ["A", "C"])])
def test_what_is_listed_late_is_read(tmp_path, monkeypatch, wire, field, found):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    clock = FrozenClock(NOW)
    platform = Platform(clock, wire)
    platform.changed("A", ago=20)
    platform.changed("B", ago=5, listed=5)
    platform.changed("C", ago=-15)
    with serving(platform) as server:
        assert polled(tmp_path, platform, field, server.port, 3) == found


def test_the_next_span_begins_at_the_newest_row_and_without_any_where_it_began(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    clock = FrozenClock(NOW)
    platform = Platform(clock, "epoch_s")
    with serving(platform) as server:
        polled(tmp_path, platform, FIELD, server.port, 2)
        platform.changed("A", ago=15)
        polled(tmp_path, platform, FIELD, server.port, 2)
    minutes = [int(begin) / 60 - NOW.timestamp() / 60 for begin, _ in platform.asked]
    # An hour is two spans; the last one is asked again until it has a row or its length is full.
    assert minutes == [-60, -30, -30, 0, 0, 5]


@pytest.mark.parametrize(
    ("row", "value"), [({"changed": "yesterday"}, "yesterday"), ({"changed": None}, ""), ({}, "")]
)
def test_rows_that_do_not_tell_are_refused_and_nothing_is_passed_over(
    tmp_path, monkeypatch, row, value
):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    clock = FrozenClock(NOW)
    body = json.dumps({"rows": [{"no": "A", "amount": "1", "times": row}]}).encode()
    with serving(answer(200, body)) as server:
        write(
            tmp_path, server.port, connector="slow", rows="rows[*]",
            more=SLOW.format(field=FIELD, wire="epoch_s"),
        )  # fmt: skip
        with opened(tmp_path, clock) as app:
            for _ in range(2):
                with pytest.raises(DeliveryFailed) as refused:
                    run(app, POLL)
                assert refused.value.code == "OL047"
                assert refused.value.facts["value"] == value
            assert app.stores.notes("mall").get("cursor/orders") is None
