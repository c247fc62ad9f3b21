"""A call that is being sent is one deliverer's, however long that takes."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import START, opened, orders_file, take, write_shop
from tests.runtime.test_delivery import BIG, Peer, deliverer_to

from orderloom.app.application import Application
from orderloom.errors import DeliveryFailed
from orderloom.flow.effect import Call
from orderloom.ports import Session
from orderloom.runtime.delivery import INTERRUPTED, TRIES
from orderloom.runtime.holding import LEASE, Holding
from orderloom.testing.clock import FrozenClock

SLOW = DeliveryFailed("OL640", "transient", connection="out", error="slow")


class Meanwhile(Peer):
    """A peer that takes so long that another process delivers before it answers."""

    def __init__(self, app: Application, other: Peer, error: Exception | None) -> None:
        super().__init__(error, keyed=True)
        self._app = app
        self._other = other
        self.told: Mapping[str, int] = {}

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        clock = self._app.clock
        assert isinstance(clock, FrozenClock)
        before = deliverer_to(self._other, self._app, clock).deliver()
        assert before == {"sent": 0, "failed": 0}
        clock.advance(LEASE)
        self.told = deliverer_to(self._other, self._app, clock).deliver()
        return super().perform(session, call)


@pytest.mark.parametrize("error", [None, SLOW])
def test_whoever_stood_still_too_long_cannot_spoil_what_the_next_did(
    tmp_path: Path, error: Exception | None
) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        other = Peer(None, keyed=True)
        peer = Meanwhile(app, other, error)
        deliverer_to(peer, app, clock).deliver()
        assert (peer.told, other.reached) == ({"sent": 1, "failed": 0}, 1)
        assert app.stores.outbox.counts()["sent"] == 1


def test_a_failure_of_whoever_lost_a_call_does_not_set_it_free(tmp_path: Path) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        peer = Meanwhile(app, Peer(SLOW, keyed=True), SLOW)
        deliverer_to(peer, app, clock).deliver()
        clock.advance(timedelta(minutes=1))
        [row] = app.stores.outbox.due(clock.now(), 10)
        # One for the try that was lost, one for the other's own.
        assert (row.attempts, row.held_until) == (2, None)


def test_without_a_key_nobody_sends_it_again_and_a_late_answer_changes_nothing(
    tmp_path: Path,
) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        other = Peer(None)
        peer = Meanwhile(app, other, None)
        deliverer_to(peer, app, clock).deliver()
        assert (peer.told, other.reached) == ({"sent": 0, "failed": 1}, 0)
        assert app.stores.outbox.counts()["failed"] == 1


class Killed(Peer):
    """A peer whose calls kill whoever sends them."""

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        self.reached += 1
        raise KeyboardInterrupt


def test_what_kills_whoever_sends_it_comes_to_an_end(tmp_path: Path) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    peer = Killed(None, keyed=True)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        for _ in range(TRIES):
            with pytest.raises(KeyboardInterrupt):
                deliverer_to(peer, app, clock).deliver()
            clock.advance(LEASE)
        assert deliverer_to(peer, app, clock).deliver() == {"sent": 0, "failed": 1}
        assert peer.reached == TRIES
        assert app.stores.outbox.counts()["failed"] == 1


def test_an_interrupted_call_whose_connection_is_gone_is_unknown_not_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_shop(tmp_path)
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        with pytest.raises(KeyboardInterrupt):
            deliverer_to(Killed(None), app, clock).deliver()
        clock.advance(LEASE)
        deliverer = deliverer_to(Peer(None), app, clock)
        deliverer._route = _gone  # as if the flow had changed
        assert deliverer.deliver() == {"sent": 0, "failed": 1}
    assert INTERRUPTED in caplog.text


def _gone(connection: str) -> Any:
    raise DeliveryFailed("OL641", "transient", connection=connection, environment="test")


class Running:
    """A clock that begins at ``START`` and runs."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._began)


def test_a_call_is_kept_for_as_long_as_it_takes(tmp_path: Path) -> None:
    write_shop(tmp_path)
    with opened(tmp_path) as app:
        take(app, orders_file(tmp_path, "a.json", BIG))
        outbox, clock, lease = app.stores.outbox, Running(), timedelta(milliseconds=90)
        [row] = outbox.due(clock.now(), 10)
        taken = outbox.take(row, clock.now() + lease)
        assert taken is not None
        assert taken.held_until is not None
        with Holding(outbox, taken, clock, lease) as holding:
            while outbox.due(taken.held_until, 10):
                pass
        over = holding.rest().held_until
        assert over is not None
        assert outbox.due(over - timedelta(microseconds=1), 10) == []
        assert [each.held_until for each in outbox.due(over, 10)] == [over]
