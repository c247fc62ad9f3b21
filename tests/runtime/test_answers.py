"""What comes back of a call: decided in the commit that settles it, once, whatever breaks."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.shop import FLOW, START, opened, orders_file, take, write_shop
from tests.runtime.test_delivery import Peer

from orderloom.app.application import Application
from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom.flow.command import Answer
from orderloom.flow.decision import Batch, Settlement
from orderloom.ports import Committer
from orderloom.runtime.delivery import TRIES, Deliverer
from orderloom.runtime.holding import LEASE
from orderloom.runtime.worker import Worker
from orderloom.testing.clock import FrozenClock

CALLING = """
---
kind: rule
id: telling
on: [order.created, order.lane.changed]
when: missing(lane) or lane == "again"
do:
  - call: out.notify
    with: {text: =no}
    once: told
    then: [{set: {lane: '=default(answer.id, "none")'}}]
    else: [{set: {lane: =answer.error}}]
"""
ORDERS = [{"no": "1", "status": "unpaid"}]


class Numbering(Peer):
    """A peer that gives ids."""

    def perform(self, session: Any, call: Any) -> dict[str, Any]:
        super().perform(session, call)
        return {"id": f"W{self.reached}"}


def deliverer(app: Application, peer: Peer, listener: object | None = None) -> Deliverer:
    session = app.switchboard.route("out")[1]
    worker: Any = listener or app.worker(app.live_desk())
    return Deliverer(app.stores.outbox, lambda _: (peer, session), app.clock, app.switch, worker)


def lane(app: Application) -> object:
    with app.stores.reader() as reader:
        record = reader.find("order", "1")
    assert record is not None
    return record.values.get("lane")


def test_an_answer_reaches_the_record_that_asked(tmp_path: Path) -> None:
    write_shop(tmp_path, FLOW + CALLING)
    with opened(tmp_path, FrozenClock(START)) as app:
        take(app, orders_file(tmp_path, "a.json", ORDERS))
        assert deliverer(app, Numbering(None)).deliver() == {"sent": 1, "failed": 0}
        assert lane(app) == "W1"
        assert dict(app.stores.outbox.counts())["sent"] == 1


@pytest.mark.parametrize(
    ("error", "reached"),
    [
        (DeliveryFailed("OL640", "rejected", connection="out", error="no"), 1),
        (DeliveryFailed("OL640", "transient", connection="out", error="down"), TRIES),
        (OutcomeUnknown("OL640", "transient", connection="out", error="lost"), 1),
        (RuntimeError("broke in the middle"), 1),
    ],
)
def test_only_what_is_over_for_good_is_heard(
    tmp_path: Path, error: Exception, reached: int
) -> None:
    write_shop(tmp_path, FLOW + CALLING)
    clock = FrozenClock(START)
    peer = Peer(error)
    with opened(tmp_path, clock) as app:
        take(app, orders_file(tmp_path, "a.json", ORDERS))
        for attempt in range(TRIES + 2):
            assert (lane(app) is None) == (attempt < reached)
            deliverer(app, peer).deliver()
            clock.advance(timedelta(minutes=2))
        assert (peer.reached, lane(app)) == (reached, "OL640")
        assert dict(app.stores.outbox.counts())["failed"] == 1


class _Dying:
    """A committer whose process dies instead of settling a call, or right after it."""

    def __init__(self, committer: Committer, *, after: bool) -> None:
        self._committer = committer
        self._after = after

    def commit(self, batches: Sequence[Batch]) -> None:
        if self._after:
            self._committer.commit(batches)
        if any(batch.settled for batch in batches):
            raise KeyboardInterrupt


@pytest.mark.parametrize("after", [True, False])
def test_a_crash_loses_neither_the_answer_nor_what_it_led_to(
    tmp_path: Path, *, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_shop(tmp_path, FLOW + CALLING)
    peer = Numbering(None, keyed=True)
    with opened(tmp_path, FrozenClock(START)) as app:
        take(app, orders_file(tmp_path, "a.json", ORDERS))
        with monkeypatch.context() as patch:
            patch.setattr(app.stores, "committer", _Dying(app.stores.committer, after=after))
            with pytest.raises(KeyboardInterrupt):
                deliverer(app, peer).deliver()
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        assert (lane(app), dict(app.stores.outbox.counts())["sent"]) == (
            ("W1", 1) if after else (None, 0)
        )
        deliverer(app, peer).deliver()
        assert peer.reached == 1
        clock.advance(LEASE)
        deliverer(app, peer).deliver()
        assert (lane(app), dict(app.stores.outbox.counts())["sent"]) == (
            ("W1", 1) if after else ("W2", 1)
        )


class _Echo:
    """Hears every answer twice."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def hear(self, answer: Answer, settlement: Settlement) -> None:
        self._worker.hear(answer, settlement)
        self._worker.hear(answer, settlement)


def test_an_answer_that_comes_twice_is_decided_once(tmp_path: Path) -> None:
    write_shop(tmp_path, FLOW + CALLING)
    with opened(tmp_path, FrozenClock(START)) as app:
        take(app, orders_file(tmp_path, "a.json", ORDERS))
        echo = _Echo(app.worker(app.live_desk()))
        deliverer(app, Numbering(None), echo).deliver()
        answers = [each for each in app.stores.journal.all() if each.command == "answer"]
        assert [each.outcome for each in answers] == ["applied"]
