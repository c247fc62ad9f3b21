"""What a platform answers instead of a list moves no cursor, loses nothing, and is told."""

import json
from datetime import timedelta

import pytest
from tests.connecting.shops import NOW, numbers, opened, write
from tests.declarative.talking import declared, taken, talking

from orderloom.app.keeping import Keeper
from orderloom.codes.catalogue import lookup
from orderloom.errors import DeliveryFailed
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import answer, serving

MALL = """kind: connector
id: own_mall
auth: {kind: bearer, token: =secret}
encoding: json
streams:
  orders:
    path: /orders
    records: "RECORDS"
    page: {kind: number, size: 2, size_param: size, param: page, more: data.more}
    cursor: {wire: epoch_s, step: 30m, param_from: begin, param_to: end}
"""
DEEP, FLAT, BARE = "data.list.order[*]", "orders[*]", "[*]"
BROKEN = [
    (DEEP, b'{"data": {"list": {"order": [{"no"', "OL871"),
    (DEEP, b"<html>maintenance</html>", "OL871"),
    (DEEP, b"\xff\xfe", "OL871"),
    (DEEP, b"", "OL871"),
    (DEEP, b"null", "OL871"),
    (DEEP, b"{}", "OL890"),
    (DEEP, b"[]", "OL890"),
    (DEEP, b'"busy"', "OL890"),
    (DEEP, b'{"result": {"list": {"order": [{"no": "1"}]}}}', "OL890"),
    (DEEP, b'{"data": "busy"}', "OL890"),
    (DEEP, b'{"data": {"list": [{"no": "1"}]}}', "OL890"),
    (DEEP, b'{"data": {"list": {"order": {"no": "1"}}}}', "OL890"),
    (DEEP, b'{"data": {"list": {"order": 7}}}', "OL890"),
    (DEEP, b'{"data": {"list": {"order": ""}}}', "OL890"),
    (FLAT, b'{"message": "try later"}', "OL890"),
    (BARE, b'{"message": "try later"}', "OL890"),
    (BARE, b"7", "OL890"),
]
EMPTY = [
    (DEEP, b'{"data": {}}'),
    (DEEP, b'{"data": null}'),
    (DEEP, b'{"data": []}'),
    (DEEP, b'{"data": {"list": null}}'),
    (DEEP, b'{"data": {"list": {}}}'),
    (DEEP, b'{"data": {"list": {"order": null}}}'),
    (DEEP, b'{"data": {"list": {"order": []}}}'),
    (FLAT, b'{"orders": null}'),
    (FLAT, b'{"orders": []}'),
    (BARE, b"[]"),
]
ONE = {DEEP: '{"data": {"list": {"order": [%s]}}}', FLAT: '{"orders": [%s]}', BARE: "[%s]"}


class Says:
    """Answers every request with ``body``; with ``None`` with the one order that there is."""

    def __init__(self, records, body):
        self.one = (ONE[records] % json.dumps({"no": "A", "amount": "1"})).encode()
        self.body, self.status, self.knocks = body, 200, 0

    def __call__(self, seen, wire):
        self.knocks += 1
        body = self.one if self.body is None else self.body
        answer(self.status, body)(seen, wire)


def connector_of(folder, records):
    return declared(folder, MALL.replace("RECORDS", records))


@pytest.mark.parametrize(("records", "body", "code"), BROKEN)
def test_no_list_is_an_error_and_the_cursor_stays(tmp_path, records, body, code):
    connector, peer = connector_of(tmp_path, records), Says(records, body)
    with serving(peer) as server, talking(server, "s3cret") as session:
        with pytest.raises(DeliveryFailed) as found:
            taken(connector, session, "orders")
        klass = "transient" if code == "OL871" else "bug"
        assert (found.value.code, found.value.error_class) == (code, klass)
        assert session.notes == {}
        for language in ("en", "zh"):
            assert lookup(code).message.fill(dict(found.value.facts), language)
        peer.body = None
        assert len(taken(connector, session, "orders")) == 2


@pytest.mark.parametrize(("records", "body"), EMPTY)
def test_nothing_in_its_envelope_is_nothing(tmp_path, records, body):
    connector, peer = connector_of(tmp_path, records), Says(records, body)
    with serving(peer) as server, talking(server, "s3cret") as session:
        assert taken(connector, session, "orders") == []
        assert session.notes["cursor/orders"] == NOW.isoformat()


def test_no_content_is_nothing(tmp_path):
    connector, peer = connector_of(tmp_path, DEEP), Says(DEEP, b"")
    peer.status = 204
    with serving(peer) as server, talking(server, "s3cret") as session:
        assert taken(connector, session, "orders") == []


def test_a_poll_that_is_cancelled_asks_no_more_and_goes_on_later(tmp_path):
    connector = connector_of(tmp_path, FLAT)
    rows = [{"no": str(each)} for each in range(5)]

    def reply(seen, wire):
        sent = json.loads(seen.body)
        page = rows[2 * sent["page"] - 2 : 2 * sent["page"]]
        document = {"orders": page, "data": {"more": 2 * sent["page"] < len(rows)}}
        answer(200, json.dumps(document).encode())(seen, wire)

    with serving(reply) as server, talking(server, "s3cret") as session:
        files = connector.poll(session, "orders")
        connector.taken(session, "orders", next(files))
        session.cancelled, asked = True, len(server.seen)
        for file in files:
            connector.taken(session, "orders", file)
        assert len(server.seen) == asked
        assert session.notes == {}
        session.cancelled = False
        read = [
            row["no"]
            for b in taken(connector, session, "orders")
            for row in json.loads(b)["orders"]
        ]
        assert sorted(set(read)) == [row["no"] for row in rows]
        session.cancelled, asked = True, len(server.seen)
        session.clock.advance(timedelta(hours=1))
        assert taken(connector, session, "orders") == []
        assert len(server.seen) == asked


@pytest.mark.parametrize("body", [b"{", b'{"rows": {"no": "A"}}', b'{"other": []}'])
def test_an_engine_that_runs_tells_and_reads_on_when_it_is_mended(tmp_path, monkeypatch, body):
    monkeypatch.setenv("ORDERLOOM_SECRET_MALL_SECRET", "s3cret")
    peer, clock = Says(FLAT, body), FrozenClock(NOW)
    with serving(peer) as server:
        more = MALL.replace("RECORDS", FLAT)
        write(
            tmp_path,
            server.port,
            connector="own_mall",
            rows=FLAT,
            stream=", begin: 10m, every: 1m",
            more=more,
        )
        with opened(tmp_path, clock) as app:
            keeper = Keeper(app)
            for _ in range(5):
                keeper.tick()
                clock.advance(timedelta(minutes=2))
            assert keeper.status().troubles
            assert numbers(app) == []
            peer.body = None
            clock.advance(timedelta(hours=2))
            keeper.tick()
            assert not keeper.status().troubles
            assert numbers(app) == ["A"]
