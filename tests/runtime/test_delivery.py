"""Delivery: at least once, with a key, backing off; never twice when nobody can know."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from json import loads
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import START, opened, orders_file, take, write_shop

from orderloom.app.application import Application
from orderloom.app.running import deliver
from orderloom.egress.switch import STOP_FILE
from orderloom.errors import DeliveryFailed, OutcomeUnknown, OutgoingStopped
from orderloom.flow.effect import Call
from orderloom.ports import OperationShape, ReceivedFile, Session
from orderloom.runtime.delivery import TRIES, Deliverer
from orderloom.testing.clock import FrozenClock

BIG = [{"no": "1", "amount": "CNY 500", "status": "unpaid"}]


class Peer:
    """A connector whose peer answers as told, and counts what reached it."""

    id = "peer"
    needs = ()
    streams = ()
    media = ("chat",)

    def __init__(self, error: Exception | None, *, keyed: bool = False) -> None:
        self.operations = (OperationShape(name="notify", irreversible=True, keyed=keyed),)
        self.error = error
        self.reached = 0

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        return iter(())

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Hear nothing."""

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        self.reached += 1
        if self.error is not None:
            raise self.error
        return {}


def test_a_message_reaches_the_file_once(tmp_path: Path) -> None:
    shop = write_shop(tmp_path)
    with opened(tmp_path) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        assert deliver(app) == {"sent": 1, "failed": 0}
        assert deliver(app) == {"sent": 0, "failed": 0}
        assert dict(app.stores.outbox.counts())["sent"] == 1
    lines = (shop / "outbox" / "outbox.jsonl").read_text(encoding="utf-8").splitlines()
    assert [loads(line)["text"] for line in lines] == ["大额 1"]


def deliverer_to(peer: "Peer", app: Application, clock: FrozenClock) -> Deliverer:
    """Give a deliverer whose only peer is ours."""
    session = app.switchboard.route("out")[1]
    worker = app.worker(app.live_desk())
    return Deliverer(app.stores.outbox, lambda _: (peer, session), clock, app.switch, worker)


@pytest.mark.parametrize(
    ("error", "keyed", "reached"),
    [
        (DeliveryFailed("OL640", "transient", connection="out", error="down"), False, TRIES),
        (DeliveryFailed("OL640", "throttled", connection="out", error="slow"), False, TRIES),
        (DeliveryFailed("OL640", "rejected", connection="out", error="no"), False, 1),
        (DeliveryFailed("OL640", "auth", connection="out", error="who"), False, 1),
        (OutcomeUnknown("OL640", "transient", connection="out", error="lost"), False, 1),
        (OutcomeUnknown("OL640", "transient", connection="out", error="lost"), True, TRIES),
        (RuntimeError("broke in the middle"), False, 1),
        (RuntimeError("broke in the middle"), True, TRIES),
    ],
)
def test_each_class_of_failure_is_tried_as_often_as_it_may(
    tmp_path: Path, error: Exception, reached: int, *, keyed: bool
) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    peer = Peer(error, keyed=keyed)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        deliverer = deliverer_to(peer, app, clock)
        for _ in range(TRIES + 3):
            deliverer.deliver()
            clock.advance(timedelta(minutes=2))
        assert peer.reached == reached
        assert dict(app.stores.outbox.counts())["failed"] == 1


def test_a_retry_waits_and_then_succeeds(tmp_path: Path) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    peer = Peer(DeliveryFailed("OL640", "transient", connection="out", error="down"))
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        deliverer = deliverer_to(peer, app, clock)
        assert deliverer.deliver() == {"sent": 0, "failed": 1}
        peer.error = None
        assert deliverer.deliver() == {"sent": 0, "failed": 0}
        clock.advance(timedelta(seconds=2))
        assert deliverer.deliver() == {"sent": 1, "failed": 0}
        assert peer.reached == 2


def test_while_outgoing_calls_are_stopped_they_wait_and_nothing_counts_as_a_try(
    tmp_path: Path,
) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    peer = Peer(None)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        deliverer = deliverer_to(peer, app, clock)
        stop = app.base / STOP_FILE
        stop.touch()
        for _ in range(TRIES + 1):
            assert deliverer.deliver() == {"sent": 0, "failed": 0}
            clock.advance(timedelta(minutes=2))
        [row] = app.stores.outbox.due(clock.now(), 10)
        assert (row.attempts, peer.reached) == (0, 0)
        stop.unlink()
        assert deliverer.deliver() == {"sent": 1, "failed": 0}


def test_a_call_that_the_connector_was_not_let_make_waits(tmp_path: Path) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    peer = Peer(OutgoingStopped("OL850", "transient", connection="out"))
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        deliverer = deliverer_to(peer, app, clock)
        assert deliverer.deliver() == {"sent": 0, "failed": 0}
        [row] = app.stores.outbox.due(clock.now(), 10)
        assert row.attempts == 0


@pytest.mark.parametrize(("said", "sent"), [("stop", 0), ("off", 0), ("", 1), ("go", 1)])
def test_the_setting_stops_all_outgoing_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, sent: int
) -> None:
    write_shop(tmp_path)
    monkeypatch.setenv("ORDERLOOM_OUTGOING", said)
    with opened(tmp_path) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        assert deliver(app) == {"sent": sent, "failed": 0}
