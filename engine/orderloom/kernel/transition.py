"""Machines at work: firing, observing, entering states."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from orderloom.definition.action import OpenCase
from orderloom.definition.common import Value
from orderloom.definition.machine import ANSWERED, CASE_FIELD, WITHDRAWN, Machine, Transition
from orderloom.diagnostics import Cause
from orderloom.expression.scope import ENTERED
from orderloom.flow.effect import Judged, Moved, Unexpected, Why
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import finishing, timers
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.draft import Draft
from orderloom.kernel.edges import admitted, crossing
from orderloom.kernel.openers import answer
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.proposals import propose
from orderloom.kernel.refusal import GRANTED, Reasons, unmet, values_read, why

_NOWHERE: Mapping[str, tuple[Transition, ...]] = MappingProxyType({})


def blocking_hold(draft: Draft, transition: str) -> str | None:
    """Name a hold that blocks ``transition``, or None."""
    for name, detail in draft.holds.items():
        if not detail.blocks or transition in detail.blocks:
            return name
    return None


def fire(
    work: Overlay, draft: Draft, name: str, inputs: dict[str, Any], cause: Cause | None
) -> Reasons:
    """Fire a transition by name: the first of that name that leaves the state and fits.

    Returns:
        Nothing when it was taken, else all reasons against it.
    """
    if (hold := blocking_hold(draft, name)) is not None:
        reasons: Reasons = (why("OL704", cause, transition=name, hold=hold),)
    else:
        reasons = _fire_first_fitting(work, draft, name, inputs, cause)
    if reasons:
        payload = {"transition": name, "reasons": [reason.code for reason in reasons]}
        event = f"{draft.program.id}.{_field_of(draft, name)}.refused"
        work.refusals.append((draft, event, payload))
    return reasons


def _fire_first_fitting(
    work: Overlay, draft: Draft, name: str, inputs: dict[str, Any], cause: Cause | None
) -> Reasons:
    reasons: Reasons = GRANTED
    for machine, edges in zip(draft.program.machines, draft.program.edges, strict=True):
        state: str = draft.values.get(machine.field, "")
        transitions = edges.get(state, _NOWHERE).get(name, ())
        around = work.glance(draft, inputs | {"transition": name, "was": state})
        found = admitted(transitions, draft.values, inputs, around)
        if found is not None and found.via is not None:
            _note_guards(work, draft, found, inputs | {"transition": name, "was": state})
            return propose(work, draft, machine, found, inputs)
        if found is not None:
            take(work, draft, Passage(machine, found.target, found, inputs))
            return GRANTED
        for transition in transitions:
            reasons += _against(draft, transition, inputs, around)
    return reasons or (_not_from_here(draft, name, cause),)


def _against(
    draft: Draft, transition: Transition, inputs: Mapping[str, Any], around: Surroundings
) -> Reasons:
    missing = [field for field in transition.inputs if inputs.get(field) is None]
    asked = tuple(
        why("OL705", transition.cause, transition=transition.name, input=field) for field in missing
    )
    return asked + unmet(transition.when, draft, around, transition.cause)


def against(
    work: Overlay,
    draft: Draft,
    machine: Machine,
    transition: Transition,
    inputs: dict[str, Any],
) -> Reasons:
    """Give all reasons against one transition as things stand; none: it may be taken."""
    name, state = transition.name, str(draft.values.get(machine.field))
    if (hold := blocking_hold(draft, name)) is not None:
        return (why("OL704", transition.cause, transition=name, hold=hold),)
    if state not in transition.origins:
        return (_not_from_here(draft, name, transition.cause),)
    around = work.glance(draft, inputs | {"transition": name, "was": state})
    return _against(draft, transition, inputs, around)


def _not_from_here(draft: Draft, name: str, cause: Cause | None) -> Why:
    machine = next(machine for machine in draft.program.machines if name in machine.named)
    state = str(draft.values.get(machine.field))
    possible = sorted({transition.name for transition in machine.leaving.get(state, ())})
    return why("OL706", cause, transition=name, state=state, possible=", ".join(possible) or "–")


def _field_of(draft: Draft, transition: str) -> str:
    return next(machine.field for machine in draft.program.machines if transition in machine.named)


class Passage(NamedTuple):
    """A machine on its way to ``target``; without ``transition`` it simply stands there.

    ``inputs`` are what was asked for when it was fired, ``results`` names that ``do`` sees
    besides. ``observed``: a channel said so.
    """

    machine: Machine
    target: str
    transition: Transition | None = None
    inputs: Mapping[str, Any] = MappingProxyType({})
    observed: bool = False
    results: Mapping[str, Any] = MappingProxyType({})


def take(work: Overlay, draft: Draft, passage: Passage) -> None:
    """Pass: ``leave``, ``do``, the state is written, ``enter``."""
    machine, target, transition, inputs, observed, results = passage
    was = draft.values.get(machine.field)
    event = dict(inputs)
    if was is not None:
        event["was"] = was
    if transition is not None:
        event["transition"] = transition.name
        if not observed:
            _note_guards(work, draft, transition, event)
    aim = target if transition is None else transition.aim
    left, entered = crossing(machine, was, target, aim)
    for name in left:
        if (state := machine.states.get(name)) is not None and state.leave:
            run_separately(work, draft, state.leave, event, "leave")
    if transition is not None and transition.do:
        name = transition.name
        run_separately(work, draft, transition.do, event, name, results=results)
    newer = finishing.newer(work, draft, machine, target)
    if newer is not machine:
        machine, target = newer, newer.beginning(target)
        left, entered = (), machine.path(target)
    _write(work, draft, machine, target, entered)
    work.effects.append(
        Moved(
            record=draft.program.id,
            record_id=draft.ref,
            cause=None if transition is None else transition.cause,
            machine=machine.id,
            field=machine.field,
            was=was,
            state=target,
            transition=None if transition is None else transition.name,
            observed=observed,
            undo=None if transition is None else transition.undo,
        )
    )
    for name in entered:
        work.emit(f"{draft.program.id}.{machine.field}.{name}", draft, event)
    if draft.program.timed:
        timers.enter(work, draft, machine, left, entered)
    _enter(work, draft, machine, entered, event)


def _write(
    work: Overlay, draft: Draft, machine: Machine, target: str, entered: tuple[str, ...]
) -> None:
    work.put_field(draft, machine.field, target)
    work.put(draft, f"{machine.field}_since", work.now)
    for state in entered:
        if (name := f"{ENTERED}{machine.field}.{state}") in draft.program.entered:
            work.put(draft, name, work.now)


def _enter(
    work: Overlay,
    draft: Draft,
    machine: Machine,
    entered: tuple[str, ...],
    event: Mapping[str, Any],
) -> None:
    """Run what entering the states does, the outermost first, and answer who waits for a case."""
    target = entered[-1]
    for name in entered:
        if draft.values.get(machine.field) != target:  # an outer state's actions moved on
            return
        if enter := machine.states[name].enter:
            run_separately(work, draft, enter, event, f"enter {name}")
    if draft.program.is_awaited and machine.field == CASE_FIELD:
        said = next((name for name in entered if name in (ANSWERED, WITHDRAWN)), target)
        answer(work, draft, said, final=machine.states[target].final)


def _note_guards(
    work: Overlay, draft: Draft, transition: Transition, event: dict[str, Any]
) -> None:
    """Trace why a transition was possible: what its guards read."""
    for condition in transition.when:
        around = work.glance(draft, event)
        work.effects.append(
            Judged(
                record=draft.program.id,
                record_id=draft.ref,
                cause=transition.cause,
                on=transition.name,
                values=values_read(condition.compiled, draft, around),
            )
        )


def observe(work: Overlay, draft: Draft, machine: Machine, state: str) -> None:
    """Take what a channel says about a machine's state, whatever guards or holds say.

    A record that is seen for the first time simply begins there. Later, a state that no
    transition reaches is taken from the machine's owner only; either way a case opens.
    """
    was = draft.values.get(machine.field)
    if was is not None and state in machine.path(was):
        return
    origin = machine.initial if was is None else was
    for transition in machine.leaving.get(origin, ()):
        if state in machine.path(transition.target):
            take(work, draft, Passage(machine, transition.target, transition, observed=True))
            return
    if was is None:
        take(work, draft, Passage(machine, machine.beginning(state), observed=True))
        return
    _unexpected(work, draft, machine, was, state)


def _unexpected(work: Overlay, draft: Draft, machine: Machine, was: str, state: str) -> None:
    taken = machine.owner is not None and machine.owner == work.origin.source
    cause = Cause(definition=f"machine/{machine.id}", path="transitions", place=machine.place)
    work.effects.append(
        Unexpected(
            record=draft.program.id,
            record_id=draft.ref,
            cause=cause,
            machine=machine.id,
            was=was,
            state=state,
            taken=taken,
        )
    )
    work.emit(f"{draft.program.id}.{machine.field}.unexpected", draft, {"state": state})
    text = Value(place=machine.place, constant=f"{machine.field}: {was} → {state}")
    case = OpenCase(cause=cause, case="unexpected_state", values=(("text", text),))
    work.act(work, draft, case, work.surroundings(draft, {}))
    if taken:
        take(work, draft, Passage(machine, machine.beginning(state), observed=True))
