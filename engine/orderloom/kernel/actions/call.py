"""``call``: ask an operation of a connection, of a group's members, or of the record's source."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from orderloom.definition.action import Call
from orderloom.definition.common import Value
from orderloom.flow import effect as effects
from orderloom.flow.effect import Called
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import calls, contest
from orderloom.kernel.calls import Waiting
from orderloom.kernel.contest import Want
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import SOURCE, Program
from orderloom.kernel.proposals import marked
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.sight.masking import shown


class Asking(NamedTuple):
    """What is asked, as it goes out and as traces hold it, and what waits for the answer."""

    payload: dict[str, Any]
    told: dict[str, Any]
    kept: Waiting


def call(
    work: Overlay, draft: Draft, action: Call, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Put a call for each connection into the outbox, or say why none can go."""
    to, reasons = _addressed(draft, action, scope, around)
    if reasons or not to:
        return reasons
    once = None if action.once is None else action.once.of(scope, around)
    if action.once is not None and (draft.ref is None or once is None):
        return (why("OL752", action.cause, call=_name(action)),)
    if _is_contested(work, draft, action, to):
        return GRANTED
    if once is not None:
        once = str(once)
        if once in calls.done(draft):
            return (why("OL754", action.cause, call=_name(action), once=once),)
        if any(each.get("once") == once for each in calls.waiting(draft)):
            return (why("OL753", action.cause, call=_name(action), once=once),)
    payload = {name: value.of(scope, around) for name, value in action.values}
    payload = {name: value for name, value in payload.items() if value is not None}
    told = _told(work.program, action, payload, around)
    kept = calls.kept_for(action, once, around) | marked(action, around.event)
    asking = Asking(payload, told, kept)
    for connection in to:
        _ask(work, draft, action, connection, asking)
    return GRANTED


def _addressed(
    draft: Draft, action: Call, scope: Mapping[str, Any], around: Surroundings
) -> tuple[tuple[str, ...], Reasons]:
    """Give the connections that are asked; all may be left out by ``skip``."""
    to = action.to
    if action.target == SOURCE:
        source = draft.values.get("source")
        if source is None:
            return (), (why("OL750", action.cause, call=_name(action)),)
        to = tuple(each for each in to if each == source)
        if not to:
            return (), (why("OL751", action.cause, call=_name(action), connection=str(source)),)
    elif not to:
        return (), (why("OL751", action.cause, call=_name(action), connection=action.target),)
    skipped = None if action.skip is None else action.skip.of(scope, around)
    return tuple(each for each in to if each != skipped), GRANTED


def _is_contested(work: Overlay, draft: Draft, action: Call, to: tuple[str, ...]) -> bool:
    """Note what cannot be taken back; say whether another definition wants such a thing, too."""
    speaker = work.speaker or action.cause.definition
    wishes = [
        Want(speaker, action.cause, each, action.operation)
        for each in to
        if each in action.irreversible
    ]
    found = [contest.want(work, draft, wish) for wish in wishes if draft.ref is not None]
    return any(found)


def _told(
    program: Program, action: Call, payload: Mapping[str, Any], around: Surroundings
) -> dict[str, Any]:
    """Give what is handed over as traces hold it."""
    values = dict(action.values)
    return {
        name: shown(given, hidden=_is_hidden(program, values[name], around))
        for name, given in payload.items()
    }


def _is_hidden(program: Program, value: Value, around: Surroundings) -> bool:
    """Say whether a value comes from anything sensitive."""
    compiled = value.compiled
    return compiled is not None and any(program.discretion.hidden(compiled, around.event))


def _ask(work: Overlay, draft: Draft, action: Call, connection: str, asking: Asking) -> None:
    call_id = work.ids.next("call")
    work.effects.append(
        Called(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            connection=connection,
            operation=action.operation,
            values=asking.told,
            call=call_id,
        )
    )
    work.calls.append(
        effects.Call(
            id=call_id,
            at=work.now,
            connection=connection,
            operation=action.operation,
            payload=asking.payload,
            key=call_id,
            irreversible=connection in action.irreversible,
            record_id=draft.ref,
            action=action.name,
        )
    )
    if draft.ref is not None:
        calls.remember(work, draft, call_id, asking.kept)


def _name(action: Call) -> str:
    return f"{action.target}.{action.operation}"
