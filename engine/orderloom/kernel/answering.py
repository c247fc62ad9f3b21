"""Answers to calls: what the record learns from each, and what it leads to, once."""

from typing import Any

from orderloom.definition.action import Call
from orderloom.definition.machine import Transition
from orderloom.definition.record import DONE
from orderloom.flow.command import Answer
from orderloom.flow.effect import Answered
from orderloom.flow.message_effect import OF_MESSAGE
from orderloom.kernel import calls, letters, proposals
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.calls import Waiting
from orderloom.kernel.draft import Draft
from orderloom.kernel.earlier import earlier, machine_of
from orderloom.kernel.letters import Occasion
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.proposals import Reply
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.transition import Passage, against, take

_ENDS = {"answered": "then", "rejected": "else", "failed": "else"}


def answer(work: Overlay, command: Answer) -> tuple[Draft | None, Reasons]:
    """Take an answer in: ``then`` or ``else`` of what asked, once."""
    if command.action.startswith(OF_MESSAGE):
        return _bounce(work, command), GRANTED
    if command.record_id is None:
        _note(work, None, command)
        return None, GRANTED
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    entry = calls.forget(work, draft, command.call)
    if entry is None:
        return draft, GRANTED
    once = entry.get("once")
    if once is not None and command.outcome == "answered" and once not in calls.done(draft):
        work.put(draft, DONE, [*calls.done(draft), once])
    if "digest" in entry and command.outcome == "answered":
        place = (entry["mapping"], entry["connection"])
        calls.take(work, draft, place, entry["digest"], entry.get("corrects"))
    _note(work, draft, command)
    _go_on(work, draft, command, entry)
    return draft, GRANTED


def _bounce(work: Overlay, command: Answer) -> Draft | None:
    """Tell that a message did not arrive; the call is settled with it, so it is told once."""
    draft = None if command.record_id is None else work.get(command.record_id)
    if command.error is None:
        return draft
    occasion = Occasion(
        message=command.action.removeprefix(OF_MESSAGE),
        cause=None,
        record="" if draft is None else draft.program.id,
        record_id=None if draft is None else draft.ref,
    )
    letters.bounce(work, occasion, command.call, command.error, calls.texts(command.answer))
    return draft


def _note(work: Overlay, draft: Draft | None, command: Answer) -> None:
    action = work.program.flow.calls.get(command.action)
    work.effects.append(
        Answered(
            record="" if draft is None else draft.program.id,
            record_id=None if draft is None else draft.ref,
            cause=None if action is None else action.cause,
            connection=command.connection,
            operation=command.operation,
            outcome=command.outcome,
            call=command.call,
            error=command.error,
            facts={} if command.error is None else calls.texts(command.answer),
        )
    )
    payload: dict[str, Any] = {"operation": command.operation, "answer": command.answer}
    if command.error is not None:
        payload["error"] = command.error
    if draft is not None:
        payload["record"] = draft.id
    work.emit(f"connection.{command.connection}.{command.outcome}", None, payload)


def _go_on(work: Overlay, draft: Draft, command: Answer, entry: Waiting) -> None:
    action = work.program.flow.calls.get(earlier(draft, command.action))
    if action is None:  # gone with an earlier version of the flow
        return
    if "proposes" in entry:
        _conclude(work, draft, command, entry)
        return
    end = _ENDS[command.outcome]
    actions = action.then if end == "then" else action.otherwise or ()
    results = entry["results"] | {calls.ANSWER: command.answer}
    if isinstance(action, Call) and action.known_as is not None:
        results[action.known_as] = command.answer
    name = f"{action.cause.path}.{end}"
    run_separately(work, draft, actions, entry["event"], name, results=results)


def _conclude(work: Overlay, draft: Draft, command: Answer, entry: Waiting) -> None:
    """Take a proposed transition that was admitted, if it is possible still; else decline it."""
    machine = machine_of(draft, entry["proposes"])
    name = earlier(draft, command.action)
    transition = None if machine is None else _proposed(machine.transitions, name)
    if machine is None or transition is None:
        return
    reply = Reply(machine, transition, command, entry)
    if command.outcome != "answered":
        proposals.decline(work, draft, reply)
        return
    state = draft.values.get(machine.field)
    if state == transition.target and state not in transition.origins:
        return  # a channel told of it before the answer did
    inputs = {name: entry["event"][name] for name in transition.inputs if name in entry["event"]}
    if reasons := against(work, draft, machine, transition, inputs):
        proposals.decline(work, draft, reply, reasons)
        return
    results = {calls.ANSWER: command.answer}
    passage = Passage(machine, transition.target, transition, inputs, results=results)
    take(work, draft, passage)


def _proposed(transitions: tuple[Transition, ...], action: str) -> Transition | None:
    return next((w for w in transitions if w.via is not None and w.via.name == action), None)
