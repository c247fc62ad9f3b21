"""Working timers: in the order of the instants at which they are due, however late it is."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Protocol

from msgspec.structs import replace

from orderloom.errors import ErasureBarred, RevisionConflict, StoreUnusable
from orderloom.flow.command import Origin, Ring
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.effect import Why
from orderloom.flow.timer import Timer, TimerChange
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.kernel.retaining import is_end
from orderloom.runtime.desk import Desk
from orderloom.runtime.picture import Picture

GROUP = 100
MOST_TRIES = 5
AGAIN = timedelta(hours=1)
"""So long a timer waits whose erasing something that is under way bars."""

Place = tuple[datetime, str, int, str, str]
"""Where a timer stands in the order of all."""

_log = logging.getLogger(__name__)


def place_of(timer: Timer) -> Place:
    """Say where a timer stands in the order of all, as the store sorts them."""
    return (timer.due, timer.record_id, len(timer.name), timer.name, timer.id)


def ring_all(
    program: Program, picture: Picture, timers: Iterable[Timer], is_due: Callable[[Timer], bool]
) -> Iterator[Decision]:
    """Decide timers in order, among them those that they set and that are due as well."""
    waiting = [(place_of(timer), timer) for timer in timers]
    heapify(waiting)
    while waiting:
        _, timer = heappop(waiting)
        decision = decide(program, picture, _command(timer))
        picture.apply(decision)
        yield decision
        for each in set_by(decision):
            if is_due(each):
                heappush(waiting, (place_of(each), each))


def _until_jobs(
    program: Program, picture: Picture, timers: Iterable[Timer], is_due: Callable[[Timer], bool]
) -> Iterator[Decision]:
    """Decide timers in order up to one that leaves jobs behind, and what that sets at once."""
    for decision in ring_all(program, picture, timers, is_due):
        yield decision
        if decision.jobs:
            yield from ring_at_once(program, picture, decision)
            return


def ring_at_once(program: Program, picture: Picture, decision: Decision) -> Iterator[Decision]:
    """Decide the timers that a decision sets for its own instant, before any other command.

    The end of a record waits: the message or the job that is being worked holds what it erases.
    """

    def is_due(timer: Timer) -> bool:
        return timer.due <= decision.now and not is_end(timer)

    yield from ring_all(program, picture, filter(is_due, set_by(decision)), is_due)


def set_by(decision: Decision) -> Iterator[Timer]:
    """Give the timers that wait because of a decision."""
    return (change.timer for change in decision.timers if change.state == "waiting")


def _command(timer: Timer) -> Ring:
    return Ring(Origin(timer.id, where=timer.name), timer.due, timer)


class Worked(Protocol):
    """Works the jobs that decisions leave behind."""

    def work(self) -> None:
        """Work all jobs to their end."""
        ...


class Bells:
    """Rings timers that are due, a group at a time.

    Args:
        desk: Where they wait, and where decisions go.
        program: The flow.
        commit: Takes each group's batch.
        jobs: What a timer leaves to do for many records is done before the next one.
    """

    def __init__(
        self, desk: Desk, program: Program, commit: Callable[[Batch], None], jobs: Worked
    ) -> None:
        self._desk = desk
        self._program = program
        self._commit = commit
        self._jobs = jobs

    def fire_due(self, until: datetime) -> int:
        """Work all timers due at ``until`` or before, first things first; give their number.

        Raises:
            RevisionConflict: Somebody else keeps changing a record; the timer stays.
        """
        number = 0
        if not self._program.is_timed:
            return number
        while page := self._desk.timers.due(until, GROUP):
            number += self._ring(page, until)
        return number

    def _ring(self, page: Sequence[Timer], until: datetime) -> int:
        # What does not fit on a page stands behind its last timer.
        last = place_of(page[-1]) if len(page) == GROUP else None

        def is_due(timer: Timer) -> bool:
            return timer.due <= until and (last is None or place_of(timer) <= last)

        try:
            with self._desk.picture() as picture:
                decisions = list(_until_jobs(self._program, picture, page, is_due))
            self._commit(Batch(decisions=decisions))
        except StoreUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - one poison timer must not stop the others
            self._ring_alone(page[0], until, error)
            self._jobs.work()
            return 1
        if any(decision.jobs for decision in decisions):
            self._jobs.work()
        return len(decisions)

    def _ring_alone(self, timer: Timer, until: datetime, error: Exception) -> None:
        """Try the first timer by itself; the others are asked for again afterwards."""
        put_off = None
        for _ in range(MOST_TRIES):
            try:
                with self._desk.picture() as picture:
                    command = replace(_command(timer), put_off=put_off)
                    decision = decide(self._program, picture, command)
                self._commit(Batch(decisions=[decision]))
            except RevisionConflict as conflict:
                error = conflict
            except StoreUnusable:
                raise
            except ErasureBarred:
                put_off = until + AGAIN
            except Exception as broken:  # noqa: BLE001 - told below
                error = broken
                break
            else:
                return
        if isinstance(error, RevisionConflict):
            raise error
        named = {"record": timer.record_id}
        _log.error(
            "the timer %s of %s failed", timer.name, timer.record_id, exc_info=error, extra=named
        )
        self._commit(Batch(decisions=[_given_up(timer, error)]))


def _given_up(timer: Timer, error: Exception) -> Decision:
    """Give the journal's word on a timer that the engine itself failed on."""
    return Decision(
        command="ring",
        origin=Origin(timer.id, where=timer.name),
        now=timer.due,
        outcome="refused",
        record=timer.record,
        record_id=timer.record_id,
        reasons=(Why("OL726", {"later": timer.name, "error": type(error).__name__}),),
        timers=[TimerChange(timer, "over")],
    )
