"""Working schedules: every instant once, run or told as missed.

How far a schedule is handled stands in the store and moves on with the commit of what it did.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from orderloom.definition.schedule import Schedule
from orderloom.errors import RevisionConflict, StoreUnusable
from orderloom.expression.literals import format_time
from orderloom.flow.command import Origin, Tick
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.effect import Why
from orderloom.flow.schedule import Handled
from orderloom.kernel.instants import next_instant
from orderloom.kernel.interpreter import decide
from orderloom.kernel.metrics.clock import clock_of
from orderloom.kernel.program import Program
from orderloom.runtime.desk import Desk
from orderloom.runtime.timers import Worked, ring_at_once

MOST_TRIES = 5
PUNCTUAL = timedelta(minutes=5)
"""An instant noticed later than this passed while nobody looked, as ``catch_up: none`` asks."""

_log = logging.getLogger(__name__)


class Due(NamedTuple):
    """A schedule and the next of its instants; those up to ``since`` are handled."""

    instant: datetime
    schedule: Schedule
    since: datetime


class Ticker:
    """Works the instants of schedules, one at a time, in order.

    Args:
        desk: Where it stands how far they are, and where decisions go.
        program: The flow.
        commit: Takes each instant's batch.
        jobs: What an instant leaves to do for many records is done before the next one.
    """

    def __init__(
        self, desk: Desk, program: Program, commit: Callable[[Batch], None], jobs: Worked
    ) -> None:
        self._desk = desk
        self._program = program
        self._commit = commit
        self._jobs = jobs
        self._schedules = sorted(program.flow.schedules.values(), key=lambda each: each.id)
        if (clock := clock_of(program.flow)) is not None:
            self._schedules.insert(0, clock)
        self._has_begun = not self._schedules
        self._next: Due | None = None
        self._known: dict[str, Due] = {}

    def begin(self, now: datetime) -> None:
        """Let schedules that were never seen begin: nothing before ``now`` is theirs."""
        if self._has_begun:
            return
        known = self._desk.schedules.handled()
        new = [
            Handled(schedule=each.id, until=now) for each in self._schedules if each.id not in known
        ]
        if new:
            try:
                self._commit(Batch(handled=new))
            except RevisionConflict:  # somebody else let them begin
                return
        self._has_begun = True

    def next_due(self) -> datetime | None:
        """Give the instant at which the next schedule is due, None without any."""
        found = self._look()
        return None if found is None else found.instant

    def due(self, until: datetime) -> Due | None:
        """Give the first that is due at ``until`` or before; at one instant the first by id."""
        # Others may have handled what was seen last, but nobody takes an instant back.
        if self._next is None or self._next.instant <= until:
            self._next = self._look()
        return None if self._next is None or self._next.instant > until else self._next

    def _look(self) -> Due | None:
        handled = self._desk.schedules.handled() if self._schedules else {}
        return min(self._upcoming(handled), default=None, key=lambda due: due.instant)

    def _upcoming(self, handled: Mapping[str, datetime]) -> Iterator[Due]:
        for schedule in self._schedules:
            if (since := handled.get(schedule.id)) is None:
                continue
            known = self._known.get(schedule.id)
            if known is None or known.since != since:
                known = Due(next_instant(schedule, since), schedule, since)
                self._known[schedule.id] = known
            yield known

    def work(self, due: Due, until: datetime) -> None:
        """Work one instant, noticed at ``until``.

        Raises:
            RevisionConflict: Somebody else keeps changing a record; the instant stays.
        """
        command = Tick(
            Origin(_origin(due), where=due.schedule.id),
            due.instant,
            due.schedule.id,
            missed=_is_missed(due, until) or self._is_overlapping(due.schedule),
        )
        conflict: RevisionConflict | None = None
        for _ in range(MOST_TRIES):
            try:
                self._decide(due, command)
            except RevisionConflict as error:
                if self._desk.schedules.handled().get(due.schedule.id) != due.since:
                    return  # somebody else worked it
                conflict = error
            except StoreUnusable:
                raise
            except Exception as error:  # noqa: BLE001 - a poison schedule must not stop the others
                _log.error("the schedule %s failed", due.schedule.id, exc_info=error)
                self._commit(Batch(decisions=[_given_up(command, error)], handled=[_handled(due)]))
                return
            else:
                self._jobs.work()
                return
        if conflict is not None:
            raise conflict

    def _decide(self, due: Due, command: Tick) -> None:
        with self._desk.picture() as picture:
            decision = decide(self._program, picture, command)
            picture.apply(decision)
            rung = list(ring_at_once(self._program, picture, decision))
        self._commit(Batch(decisions=[decision, *rung], handled=[_handled(due)]))

    def _is_overlapping(self, schedule: Schedule) -> bool:
        """Say whether records of an earlier instant are being worked, which excludes this one."""
        if schedule.each is None or schedule.overlap == "queue":
            return False
        jobs = map(self._desk.jobs.read, self._desk.jobs.unfinished())
        return any(each is not None and each.job.name == f"schedule/{schedule.id}" for each in jobs)


def _is_missed(due: Due, until: datetime) -> bool:
    """Say whether an instant passed while nobody looked and is not to be caught up with."""
    match due.schedule.catch_up:
        case "each":
            return False
        case "last":
            return next_instant(due.schedule, due.instant) <= until
        case "none":
            return until - due.instant > PUNCTUAL


def _origin(due: Due) -> str:
    return f"schedule:{due.schedule.id}:{format_time(due.instant)}"


def _handled(due: Due) -> Handled:
    return Handled(schedule=due.schedule.id, until=due.instant, since=due.since)


def _given_up(command: Tick, error: Exception) -> Decision:
    """Give the journal's word on a schedule that the engine itself failed on."""
    facts = {"schedule": command.schedule, "error": type(error).__name__}
    return Decision(
        command="tick",
        origin=command.origin,
        now=command.now,
        outcome="refused",
        record="",
        reasons=(Why("OL733", facts),),
    )
