"""Timers of a record: each belongs to one stay, and the record itself remembers which wait.

So a decision needs nothing but the record to know what leaving a state cancels, a late or
doubled ring finds nothing to do, and two commands that touch one timer clash like any others.
The store's table of timers only says when to look.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from orderloom.definition.action import Later
from orderloom.definition.machine import CASE_FIELD, Machine
from orderloom.definition.record import OVERDUE, RESERVED, TIMERS
from orderloom.expression.ordering import runtime_kind
from orderloom.expression.trouble import TROUBLE, refuse
from orderloom.flow.command import Ring
from orderloom.flow.effect import Faulted
from orderloom.flow.surroundings import Surroundings
from orderloom.flow.timer import Timer, TimerChange
from orderloom.flow.timer_effect import TimerCancelled, TimerFired, TimerSet
from orderloom.kernel.action_list import DEEPEST, run_separately
from orderloom.kernel.brakes import Piece, run
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import note, reason_of
from orderloom.kernel.openers import around_case
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import read_by_at
from orderloom.kernel.refusal import GRANTED, Reasons, values_read, why

Waiting = dict[str, Any]
"""A timer as its record remembers it: ``id name of since``, ``due`` unless ``at`` is missing,
and ``chain``: how many timers in a row were due at once."""

THE_CASE = ""
"""Stands for the machine in ``of`` when a timer belongs to a case, which ends as a whole."""


def enter(
    work: Overlay, draft: Draft, machine: Machine, left: Iterable[str], entered: Iterable[str]
) -> None:
    """End the stays in the states left, with their timers, and set those of the states entered."""
    for name in left:
        stop(work, draft, stay_of(machine, name))
    states = [machine.states[name] for name in entered]
    if draft.program.is_awaited and machine.field == CASE_FIELD and states[-1].final:
        stop(work, draft, THE_CASE)
    for state in states:
        if state.later:
            of = stay_of(machine, state.name)
            start(work, draft, of, state.later, work.surroundings(draft, {}))


def stay_of(machine: Machine, state: str) -> str:
    """Name a stay: the innermost state's goes by the field alone, as there is only one."""
    return f"{machine.field}.{state}" if state in machine.beginnings else machine.field


def start(
    work: Overlay, draft: Draft, of: str, laters: Iterable[Later], around: Surroundings
) -> None:
    """Set the timers of a stay that begins now."""
    entries: list[Waiting] = []
    for later in laters:
        entry: Waiting = {
            "id": work.ids.next("timer"),
            "name": later.name,
            "of": of,
            "since": work.now,
        }
        entries.append(set_timer(work, draft, entry, later, _due(work, draft, later, around)))
    work.put(draft, TIMERS, [*waiting_of(draft), *entries])


def stop(work: Overlay, draft: Draft, of: str) -> None:
    """Cancel the timers of a stay that ends."""
    waiting = waiting_of(draft)
    rest = [entry for entry in waiting if entry["of"] != of]
    if len(rest) == len(waiting):
        return
    for entry in waiting:
        if entry["of"] == of:
            note_cancelled(work, draft, entry)
    work.put(draft, TIMERS, rest or None)


def stop_all(work: Overlay, draft: Draft, field: str) -> None:
    """Cancel the timers of every stay that a machine's field stands for, gone states' too."""
    for of in {entry["of"] for entry in waiting_of(draft)}:
        if of == field or of.startswith(f"{field}."):
            stop(work, draft, of)


def follow(work: Overlay, draft: Draft, written: Iterable[str]) -> None:
    """Move timers whose ``at`` reads one of the fields written."""
    waiting = waiting_of(draft)
    names = set(written)
    moved: list[Waiting] = []
    for entry in waiting:
        later = work.program.laters.get(entry["name"])
        if later is None or OVERDUE in entry or names.isdisjoint(read_by_at(later)):
            moved.append(entry)
            continue
        due = _due(work, draft, later, around_of(work, draft, entry))
        if due == entry.get("due"):
            moved.append(entry)
            continue
        if due is None:
            note_cancelled(work, draft, entry)
        moved.append(set_timer(work, draft, entry, later, due))
    if moved != waiting:
        work.put(draft, TIMERS, moved)


def _due(work: Overlay, draft: Draft, later: Later, around: Surroundings) -> datetime | None:
    """Give when a timer that begins now is due; None while nothing says so."""
    due = due_from(work, draft, later, around, work.now)
    return None if due is None else max(due, work.now)


def due_from(
    work: Overlay, draft: Draft, later: Later, around: Surroundings, since: datetime
) -> datetime | None:
    """Give when a timer is due; None while nothing says so, which a fault does not."""
    try:
        if later.after is not None:
            if later.calendar is None:
                return since + later.after
            return later.calendar.working_time.add(since, later.after)
        instant = None if later.at is None else later.at.of(draft.values, around)
        if instant is not None and not isinstance(instant, datetime):
            refuse("OL390", 0, 0, expected="time", found=runtime_kind(instant))
    except TROUBLE as trouble:
        note(work, draft, reason_of(trouble, later.cause))
        return None
    return instant


def set_timer(
    work: Overlay, draft: Draft, entry: Waiting, later: Later, due: datetime | None
) -> Waiting:
    """Give ``entry`` waiting for ``due``, unless too many in a row were due as soon as set."""
    entry = {name: value for name, value in entry.items() if name not in ("due", "chain")}
    if due is None:
        return entry
    entry["chain"] = work.chain + 1 if due <= work.now else 0
    if entry["chain"] > DEEPEST:
        facts = {"cycle": later.name, "most": str(DEEPEST)}
        work.effects.append(
            Faulted(
                record=draft.program.id,
                record_id=draft.ref,
                cause=later.cause,
                code="OL703",
                facts=facts,
            )
        )
        return entry
    entry["due"] = due
    work.effects.append(
        TimerSet(
            record=draft.program.id,
            record_id=draft.ref,
            cause=later.cause,
            timer=entry["id"],
            due=due,
        )
    )
    return entry


def note_cancelled(work: Overlay, draft: Draft, entry: Waiting) -> None:
    """Tell that a timer waits no longer, if it did."""
    later = work.program.laters.get(entry["name"])
    if "due" in entry:
        work.effects.append(
            TimerCancelled(
                record=draft.program.id,
                record_id=draft.ref,
                cause=None if later is None else later.cause,
                timer=entry["id"],
                due=entry["due"],
            )
        )


def waiting_of(draft: Draft) -> list[Waiting]:
    """Give the timers that a record remembers, overdue ones and the engine's own among them."""
    waiting: list[Waiting] = draft.values.get(TIMERS) or []
    return waiting


def ring(work: Overlay, command: Ring) -> tuple[Draft | None, Reasons]:
    """Let a timer's time be over; one that no longer waits does nothing."""
    timer = command.timer
    draft = work.get(timer.record_id)
    if draft is None:
        return None, (why("OL715", record=timer.record_id),)
    waiting = waiting_of(draft)
    entry = next((entry for entry in waiting if entry["id"] == timer.id), None)
    if entry is None or entry.get("due") != timer.due:
        return draft, GRANTED
    later = work.program.laters.get(entry["name"])
    if later is None:
        return draft, (why("OL725", later=entry["name"]),)
    work.chain = entry["chain"]
    work.put(draft, TIMERS, [each for each in waiting if each is not entry] or None)
    over(work, draft, entry, later)
    return draft, GRANTED


def over(work: Overlay, draft: Draft, entry: Waiting, later: Later) -> None:
    """Do what a timer does when its time is over; it waits no longer."""
    around = around_of(work, draft, entry)
    if _hits(work, draft, later, entry["id"], around):
        # What a case's timers see besides is found anew when one is resumed.
        piece = Piece(
            list=later.name,
            name=later.cause.path,
            cause=later.cause,
            draft=draft,
            actions=later.do,
            event=around.event,
            touches=draft.ref,
            guard={"of": entry["of"], "since": entry["since"], "timer": entry["id"]},
        )
        run(work, piece, results=around.results)


def resume(work: Overlay, draft: Draft, later: Later, guard: Mapping[str, Any]) -> bool:
    """Run what a timer was parked with; False when its stay is over, or it no longer hits."""
    if not _still_stays(draft, guard):
        return False
    around = around_of(work, draft, {"of": guard["of"], "name": later.name})
    if not _hits(work, draft, later, guard["timer"], around):
        return False
    run_separately(work, draft, later.do, around.event, later.cause.path, results=around.results)
    return True


def _still_stays(draft: Draft, guard: Mapping[str, Any]) -> bool:
    """Say whether the stay that a timer belonged to goes on."""
    if any(each["name"] == guard["of"] for each in draft.values.get(RESERVED) or ()):
        return True
    if guard["of"] != THE_CASE:
        return bool(draft.values.get(f"{guard['of']}_since") == guard["since"])
    machine = draft.program.state_fields[CASE_FIELD]
    state = machine.states.get(draft.values.get(CASE_FIELD, ""))
    return state is not None and not state.final


def _hits(work: Overlay, draft: Draft, later: Later, timer: str, around: Surroundings) -> bool:
    hit, values = True, {}
    if later.when is not None:
        values = values_read(later.when.compiled, draft, around)
        try:
            hit = later.when.compiled.evaluate(draft.values, around) is True
        except TROUBLE as trouble:
            note(work, draft, reason_of(trouble, later.cause))
            hit = False
    work.effects.append(
        TimerFired(
            record=draft.program.id,
            record_id=draft.ref,
            cause=later.cause,
            timer=timer,
            hit=hit,
            values=values,
        )
    )
    return hit


def around_of(work: Overlay, draft: Draft, entry: Waiting) -> Surroundings:
    """Give what a timer's expressions see."""
    if entry["of"] == THE_CASE:
        return around_case(work, draft, entry["name"])
    return work.surroundings(draft, {})


def changes_of(draft: Draft) -> list[TimerChange]:
    """Give what this decision makes of a record's timers."""
    before = {} if draft.before is None else _timers(draft, draft.before.values)
    after = _timers(draft, draft.values)
    over = [TimerChange(timer, "over") for name, timer in before.items() if name not in after]
    waiting = [
        TimerChange(timer, "waiting") for name, timer in after.items() if before.get(name) != timer
    ]
    return over + waiting


def as_remembered(timer: Timer, draft: Draft | None) -> list[TimerChange]:
    """Say of a timer that rang for nothing what its record knows of it: usually that it is over."""
    known = {} if draft is None else _timers(draft, draft.values)
    if timer.id in known:
        return [TimerChange(known[timer.id], "waiting")]
    return [TimerChange(timer, "over")]


def _timers(draft: Draft, values: Mapping[str, Any]) -> dict[str, Timer]:
    return {
        entry["id"]: Timer(
            id=entry["id"],
            name=entry["name"],
            record=draft.program.id,
            record_id=draft.id,
            since=entry["since"],
            due=entry["due"],
        )
        for entry in values.get(TIMERS) or ()
        if "due" in entry
    }
