"""What a record remembers of its calls: which wait, what their answers need, which are done.

So an answer is decided from the record alone, one that comes twice finds nothing to do, and two
that ask for what may happen only once clash like any others.
"""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Call, Push
from orderloom.definition.record import CALLS, DONE, TAKEN
from orderloom.flow.command import Answer
from orderloom.flow.effect import Answered
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.draft import Draft
from orderloom.kernel.openers import kept, named
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why

Waiting = dict[str, Any]
"""A call as its record remembers it: ``call`` (its id), ``once`` if it has one, ``event`` and
``results`` as far as they are read later; of a push ``mapping``, ``connection`` and ``digest``."""

Place = tuple[str, str]
"""Where a push goes: an outbound mapping and a connection."""

ANSWER = "answer"
_ENDS = {"answered": "then", "rejected": "else", "failed": "else"}


def waiting(draft: Draft) -> list[Waiting]:
    """Give the calls of a record that no answer has come to, oldest first."""
    found: list[Waiting] = draft.values.get(CALLS) or []
    return found


def done(draft: Draft) -> list[str]:
    """Name what succeeded for a record and may not be asked for again."""
    found: list[str] = draft.values.get(DONE) or []
    return found


def kept_for(action: Call | Push, once: str | None, around: Surroundings) -> Waiting:
    """Give what the actions for later will read."""
    found: Waiting = {
        "event": kept(around.event, named(action.keeps_event)),
        "results": kept(around.results, action.keeps_results),
    }
    return found if once is None else found | {"once": once}


def remember(work: Overlay, draft: Draft, call_id: str, entry: Waiting) -> None:
    """Let a call wait."""
    work.put(draft, CALLS, [*waiting(draft), {"call": call_id, **entry}])


def forget(work: Overlay, draft: Draft, call_id: str) -> Waiting | None:
    """Give what was remembered of a call, which no longer waits; None: it did not."""
    known = waiting(draft)
    entry = next((each for each in known if each["call"] == call_id), None)
    if entry is not None:
        work.put(draft, CALLS, [each for each in known if each is not entry] or None)
    return entry


def unsent_push(draft: Draft, place: Place) -> Waiting | None:
    """Give what waits for a target by a mapping; None when nothing does."""
    return next((each for each in waiting(draft) if _place_of(each) == place), None)


def taken(draft: Draft, place: Place) -> str | None:
    """Give the digest of what a target last took by a mapping; None: it is to be told anyway."""
    known = _all_taken(draft)
    return next((each["digest"] for each in known if _place_of(each) == place), None)


def take(work: Overlay, draft: Draft, place: Place, digest: str | None) -> None:
    """Remember what a target took; None: nobody knows what it has."""
    rest = [each for each in _all_taken(draft) if _place_of(each) != place]
    if digest is not None:
        rest.append({"mapping": place[0], "connection": place[1], "digest": digest})
    if rest != _all_taken(draft):
        work.put(draft, TAKEN, rest or None)


def _place_of(entry: Waiting) -> Place:
    return entry.get("mapping", ""), entry.get("connection", "")


def _all_taken(draft: Draft) -> list[Waiting]:
    found: list[Waiting] = draft.values.get(TAKEN) or []
    return found


def answer(work: Overlay, command: Answer) -> tuple[Draft | None, Reasons]:
    """Take an answer in: ``then`` or ``else`` of what asked, once."""
    if command.record_id is None:
        _note(work, None, command)
        return None, GRANTED
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    entry = forget(work, draft, command.call)
    if entry is None:
        return draft, GRANTED
    once = entry.get("once")
    if once is not None and command.outcome == "answered" and once not in done(draft):
        work.put(draft, DONE, [*done(draft), once])
    if "digest" in entry and command.outcome == "answered":
        take(work, draft, (entry["mapping"], entry["connection"]), entry["digest"])
    _note(work, draft, command)
    _go_on(work, draft, command, entry)
    return draft, GRANTED


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
            facts={} if command.error is None else _texts(command.answer),
        )
    )
    payload: dict[str, Any] = {"operation": command.operation, "answer": command.answer}
    if command.error is not None:
        payload["error"] = command.error
    if draft is not None:
        payload["record"] = draft.id
    work.emit(f"connection.{command.connection}.{command.outcome}", None, payload)


def _texts(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in told.items() if isinstance(value, str)}


def _go_on(work: Overlay, draft: Draft, command: Answer, entry: Waiting) -> None:
    action = work.program.flow.calls.get(command.action)
    if action is None:  # gone with an earlier version of the flow
        return
    end = _ENDS[command.outcome]
    actions = action.then if end == "then" else action.otherwise or ()
    results = entry["results"] | {ANSWER: command.answer}
    if isinstance(action, Call) and action.known_as is not None:
        results[action.known_as] = command.answer
    name = f"{action.cause.path}.{end}"
    run_separately(work, draft, actions, entry["event"], name, results=results)
