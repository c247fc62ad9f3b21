"""Transitions that a connected system must admit first: proposed, then taken or declined.

The proposal is the call that waits: the record remembers it with the inputs of the transition.
Until the answer is there nothing has happened; then everything is judged anew, since the record
may have moved on. What was admitted but is no longer possible here opens a case, for the other
side has done it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from orderloom.definition.action import Call, OpenCase
from orderloom.definition.common import Value
from orderloom.definition.machine import Machine, Transition
from orderloom.diagnostics import Cause
from orderloom.flow.command import Answer
from orderloom.flow.effect import Declined, Proposed, Why
from orderloom.kernel import calls
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.calls import Waiting
from orderloom.kernel.draft import Draft
from orderloom.kernel.earlier import plain
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why

OVERTAKEN = "proposal_overtaken"
"""Type of the case about what the other side did and what is no longer possible here."""


def propose(
    work: Overlay,
    draft: Draft,
    machine: Machine,
    transition: Transition,
    inputs: Mapping[str, Any],
) -> Reasons:
    """Ask the system that must admit a transition; refused while another of the machine waits."""
    via = transition.via
    assert via is not None  # noqa: S101 - only such transitions are proposed
    if (open_one := _waiting_for(draft, machine)) is not None:
        facts = {"transition": transition.name, "open": open_one["transition"]}
        return (why("OL686", transition.cause, **facts),)
    state = draft.values[machine.field]
    event = dict(inputs) | {"transition": transition.name, "was": state}
    reasons = work.act(work, draft, via, work.surroundings(draft, event))
    entry = _waiting_for(draft, machine)
    if reasons or entry is None:  # withheld: a case says why
        return reasons
    _tell(work, draft, machine, transition, entry["call"])
    return GRANTED


def marked(call: Call, event: Mapping[str, Any]) -> Waiting:
    """Give what tells the call of a proposal from others while it waits."""
    if call.proposes is None:
        return {}
    return {"proposes": call.proposes, "transition": event["transition"]}


def _waiting_for(draft: Draft, machine: Machine) -> Waiting | None:
    known = calls.waiting(draft)
    of = plain(machine.id)
    return next((each for each in known if plain(each.get("proposes", "")) == of), None)


def _tell(
    work: Overlay, draft: Draft, machine: Machine, transition: Transition, call_id: str
) -> None:
    call = next(each for each in reversed(work.calls) if each.id == call_id)
    work.effects.append(
        Proposed(
            record=draft.program.id,
            record_id=draft.ref,
            cause=transition.cause,
            machine=machine.id,
            field=machine.field,
            transition=transition.name,
            was=draft.values[machine.field],
            state=transition.target,
            connection=call.connection or "",
            operation=call.operation,
            call=call_id,
        )
    )
    name = f"{draft.program.id}.{machine.field}.proposed"
    work.emit(name, draft, {"transition": transition.name})


class Reply(NamedTuple):
    """What came back to a proposal, and what the record remembered of it."""

    machine: Machine
    transition: Transition
    answer: Answer
    entry: Waiting


def decline(work: Overlay, draft: Draft, reply: Reply, against: Reasons = GRANTED) -> None:
    """Let a proposal come to nothing: say why, and run its ``else``.

    ``against`` says why it is no longer possible, if the other side has admitted it.
    """
    machine, transition, answer, entry = reply
    via = transition.via
    assert via is not None  # noqa: S101 - only such transitions are proposed
    reasons = against or (Why(answer.error or "", calls.texts(answer.answer)),)
    work.effects.append(
        Declined(
            record=draft.program.id,
            record_id=draft.ref,
            cause=transition.cause,
            machine=machine.id,
            field=machine.field,
            transition=transition.name,
            reasons=reasons,
            overtaken=bool(against),
        )
    )
    codes = [reason.code for reason in reasons]
    payload = {"transition": transition.name, "reasons": codes}
    work.emit(f"{draft.program.id}.{machine.field}.declined", draft, payload)
    if against:
        _open_case(work, draft, transition, machine)
    if via.otherwise:
        results = {calls.ANSWER: answer.answer}
        name = f"{transition.cause.path}.else"
        run_separately(work, draft, via.otherwise, entry["event"], name, results=results)


def _open_case(work: Overlay, draft: Draft, transition: Transition, machine: Machine) -> None:
    cause = Cause(
        definition=f"machine/{machine.id}",
        path=transition.cause.path,
        place=transition.cause.place,
    )
    told = f"{machine.field}: {transition.name} → {transition.target}"
    text = Value(place=transition.cause.place, constant=told)
    case = OpenCase(cause=cause, case=OVERTAKEN, values=(("text", text),))
    work.act(work, draft, case, work.surroundings(draft, {}))
