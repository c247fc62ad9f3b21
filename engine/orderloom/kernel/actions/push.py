"""``push``: send a target what an outbound mapping gives, if that is news to it.

A record remembers what each target last took, so that a change which a target's payload does
not hold is none for it, and what came from a target does not go back there.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from orderloom.definition.action import Push
from orderloom.definition.outbound import Outbound
from orderloom.expression.data import write_value
from orderloom.flow.effect import Call, Pushed, Unpushed
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import calls
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import SOURCE
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.settle import recompute

PUSH = "push"


class Load(NamedTuple):
    """What a mapping gives at this moment; ``digest`` tells whether it is what it was."""

    mapping: Outbound
    payload: dict[str, Any]
    digest: str
    kept: calls.Waiting


def push(
    work: Overlay, draft: Draft, action: Push, around: Surroundings, _: Mapping[str, Any]
) -> Reasons:
    """Put what is news to its targets into the outbox; refused while a hold blocks it."""
    for name, detail in draft.holds.items():
        if PUSH in detail.blocks:
            return (why("OL758", action.cause, hold=name),)
    recompute(work)
    for name in action.mappings:
        mapping = work.program.flow.outbound[name]
        load = _load(work, draft, mapping, calls.kept_for(action, None, around))
        for connection in mapping.to:
            if mapping.target != SOURCE or connection == draft.values.get("source"):
                _offer(work, draft, action, load, connection)
    return GRANTED


def _load(work: Overlay, draft: Draft, mapping: Outbound, kept: calls.Waiting) -> Load:
    around = work.surroundings(draft, {})
    payload: dict[str, Any] = {}
    for path, value in mapping.fields:
        given = value.of(draft.values, around)
        if given is None:
            continue
        inner = payload
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = given
    return Load(mapping, payload, _digest(payload), kept)


def _digest(payload: Mapping[str, Any]) -> str:
    encoded = msgspec.json.encode(write_value(payload), order="deterministic")
    return blake2b(encoded, digest_size=16).hexdigest()


def _offer(work: Overlay, draft: Draft, action: Push, load: Load, connection: str) -> None:
    """Send, unless the target has it, is about to get it, or said it itself."""
    place = (load.mapping.id, connection)
    unsent = calls.unsent_push(draft, place)
    if connection == work.origin.source and draft.id in work.disputed:
        _correct(work, draft, action, load, connection)
        return
    if unsent is None and connection == work.origin.source:
        # It has part of this now, nobody knows how much: next time it is told in any case.
        calls.take(work, draft, place, None)
        _leave(work, draft, action, place, echo=True)
        return
    has = calls.taken(draft, place) if unsent is None else unsent["digest"]
    if has == load.digest:
        _leave(work, draft, action, place, echo=False)
        return
    _send(work, draft, action, load, connection)


def _correct(work: Overlay, draft: Draft, action: Push, load: Load, connection: str) -> None:
    """Tell a system whose word does not stand what does; for one claim once.

    Two systems that both insist are told once each, so that they cannot keep each other going.
    """
    place = (load.mapping.id, connection)
    claim = _digest({"lost": work.disputed[draft.id], "kept": load.digest})
    unsent = calls.unsent_push(draft, place)
    told = calls.corrected(draft, place) if unsent is None else unsent.get("corrects")
    if told == claim:
        _leave(work, draft, action, place, echo=True)
        return
    _send(work, draft, action, load._replace(kept=load.kept | {"corrects": claim}), connection)


def _leave(
    work: Overlay, draft: Draft, action: Push, place: tuple[str, str], *, echo: bool
) -> None:
    work.effects.append(
        Unpushed(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            mapping=place[0],
            connection=place[1],
            echo=echo,
        )
    )


def _send(work: Overlay, draft: Draft, action: Push, load: Load, connection: str) -> None:
    """Put a push into the outbox; one that has not left yet gives way to it."""
    unsent = calls.unsent_push(draft, (load.mapping.id, connection))
    if unsent is not None:
        calls.forget(work, draft, unsent["call"])
        work.write(work.superseded, unsent["call"], True)
    call_id = work.ids.next("call")
    work.effects.append(
        Pushed(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            mapping=load.mapping.id,
            connection=connection,
            operation=load.mapping.operation,
            fields=len(load.mapping.fields),
            call=call_id,
        )
    )
    work.calls.append(
        Call(
            id=call_id,
            at=work.now,
            connection=connection,
            operation=load.mapping.operation,
            payload=load.payload,
            key=call_id,
            irreversible=False,
            record_id=draft.ref,
            action=action.name,
        )
    )
    place = {"mapping": load.mapping.id, "connection": connection}
    calls.remember(work, draft, call_id, load.kept | place | {"digest": load.digest})
