"""Timers when another version of the flow says otherwise, and those that are overdue then."""

from collections.abc import Collection, Iterator
from datetime import datetime

from orderloom.definition.action import Later
from orderloom.definition.record import OVERDUE, TIMERS
from orderloom.expression.scope import ENTERED
from orderloom.flow.command import Settle
from orderloom.flow.timer_effect import TimerOverdue
from orderloom.kernel import timers
from orderloom.kernel.commands import not_allowed
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.stays import MARK


def take_over(work: Overlay, draft: Draft, begun: Collection[str]) -> None:
    """Let timers go by what another version of the flow says; they keep their start.

    One that would then be over already does not ring: it waits for a person to decide.

    Args:
        work: Takes what becomes of them.
        draft: The record.
        begun: Names of those that this version is the first to have: they begin with the stay.
    """
    kept: list[timers.Waiting] = []
    for entry in timers.waiting_of(draft):
        later = work.program.laters.get(entry["name"])
        if MARK in entry["name"]:
            kept.append(entry)
        elif later is None:
            timers.note_cancelled(work, draft, entry)
        else:
            kept.append(_taken_over(work, draft, entry, later))
    known = {entry["name"] for entry in kept}
    for of, since, later in _of_stays(draft):
        if later.name in begun and later.name not in known:
            entry = {"id": work.ids.next("timer"), "name": later.name, "of": of, "since": since}
            kept.append(_taken_over(work, draft, entry, later))
    if kept != timers.waiting_of(draft):
        work.put(draft, TIMERS, kept or None)


def _of_stays(draft: Draft) -> Iterator[tuple[str, datetime, Later]]:
    """Give the timers that the record's stays may have, each with its stay and its start."""
    for machine in draft.program.machines:
        for name in machine.path(draft.values.get(machine.field, "")):
            state = machine.states.get(name)
            for later in () if state is None else state.later:
                since = draft.values.get(f"{ENTERED}{machine.field}.{name}")
                since = since or draft.values[f"{machine.field}_since"]
                yield timers.stay_of(machine, name), since, later


def _taken_over(work: Overlay, draft: Draft, entry: timers.Waiting, later: Later) -> timers.Waiting:
    due = timers.due_from(work, draft, later, timers.around_of(work, draft, entry), entry["since"])
    if due is None or due > work.now:
        if due == entry.get("due") and OVERDUE not in entry:
            return entry
        if due is None:
            timers.note_cancelled(work, draft, entry)
        rest = {name: value for name, value in entry.items() if name != OVERDUE}
        return timers.set_timer(work, draft, rest, later, due)
    if OVERDUE in entry:
        return entry
    work.effects.append(
        TimerOverdue(
            record=draft.program.id,
            record_id=draft.ref,
            cause=later.cause,
            timer=entry["id"],
            due=due,
        )
    )
    rest = {name: value for name, value in entry.items() if name not in ("due", "chain")}
    return {**rest, OVERDUE: due}


def apply_settle(work: Overlay, command: Settle) -> tuple[Draft | None, Reasons]:
    """Do what timers of a record would have done that are overdue, or leave it."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    flow = work.program.flow
    roles = flow.environments[flow.environment].publish
    if (refusal := not_allowed(command.origin.actor, roles, "timers")) is not None:
        return draft, (refusal,)
    overdue = [entry for entry in timers.waiting_of(draft) if OVERDUE in entry]
    if not overdue:
        return draft, (why("OL699", record=command.record_id),)
    rest = [entry for entry in timers.waiting_of(draft) if OVERDUE not in entry]
    work.put(draft, TIMERS, rest or None)
    for entry in overdue:
        later = work.program.laters.get(entry["name"])
        if command.run and later is not None:
            timers.over(work, draft, entry, later)
        else:
            timers.note_cancelled(work, draft, {**entry, "due": entry[OVERDUE]})
    return draft, GRANTED
