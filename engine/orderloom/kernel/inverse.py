"""The inverse of a decision: what each of its effects is taken back by, or why by nothing.

All is checked on one picture before anything is written, so that one inverse is no reason against
another; then the effects go back in the reverse of their order. What follows by itself (computed
fields, timers, labels of trees) is not taken back, it follows again.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec
from msgspec.structs import replace

from orderloom.definition.machine import Transition
from orderloom.definition.record import APPROVAL, Field
from orderloom.expression.values import Money
from orderloom.flow.command import Actor, Undo
from orderloom.flow.effect import Called, Why
from orderloom.kernel.actions.hold import lift
from orderloom.kernel.actions.set_fields import write_fields
from orderloom.kernel.coerce import NO, coerce
from orderloom.kernel.creation import unmet_demands
from orderloom.kernel.draft import Draft
from orderloom.kernel.labels import Tagging, ask
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.transition import fire
from orderloom.sight.masking import shown

Told = Mapping[str, Any]
"""An effect as the journal has it."""

_ONLY_TOLD: Final = frozenset(
    (
        *("judged", "ambiguous", "playbook_run", "kept", "refused"),
        *("overruled", "suppressed", "conflict", "unpushed", "withheld"),
        *("answered", "faulted", "ticked", "timer_set", "timer_cancelled"),
        *("timer_fired", "branch_began", "branch_ended", "unexpected", "declined"),
        *("case_joined", "asked", "joined", "bounced"),
    )
)
"""Effects that change nothing, or that follow by themselves."""


class _Way(NamedTuple):
    """How effects of a kind are taken back: what is against it, and the deed."""

    against: Callable[[Draft, Told], Reasons]
    do: Callable[[Overlay, Draft, Told], Reasons]


def apply_undo(work: Overlay, command: Undo) -> tuple[Draft | None, Reasons]:
    """Take a decision back, if the person may: all of it, or, ``partly``, what can be."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    reasons: Reasons = GRANTED
    found: list[tuple[Draft, Told]] = []
    for record_id, told in reversed(command.effects):
        of = work.get(record_id)
        if of is None or told["effect"] in _ONLY_TOLD or _follows(of, told):
            continue
        against = _against(of, told)
        reasons += against
        if not against:
            found.append((of, told))
    if (reasons and not command.partly) or not found:
        return draft, reasons or (why("OL934"),)
    if refused := _not_allowed(work, command, found):
        return draft, refused
    for of, told in found:
        if failed := _WAYS[told["effect"]].do(work, of, told):
            return draft, failed
    return draft, unmet_demands(work, draft, None)


def _follows(draft: Draft, told: Told) -> bool:
    """Say whether an effect follows by itself from what else is taken back."""
    if told["effect"] == "moved" and told["was"] is None:
        return True  # a record began there; it goes or stays as a whole
    field = draft.program.fields.get(told.get("field", ""))
    is_own = field is not None and (field.compute is not None or field.kind == "serial")
    return told["effect"] == "set" and is_own


def _against(draft: Draft, told: Told) -> Reasons:
    way = _WAYS.get(told["effect"])
    return (_no_inverse(told),) if way is None else way.against(draft, told)


def _no_inverse(told: Told) -> Why:
    names = ("field", "transition", "name", "message", "mapping", "operation", "key", "of")
    what = next((str(told[name]) for name in names if told.get(name)), "")
    return why("OL932", effect=told["effect"], what=what)


def _changed(told: Told, what: str) -> Reasons:
    return (why("OL933", effect=told["effect"], what=what),)


def _against_set(draft: Draft, told: Told) -> Reasons:
    name = told["field"]
    field = draft.program.fields.get(name)
    if field is None or name in draft.program.identity or field.owner is not None:
        return (_no_inverse(told),)
    if name in draft.program.sensitive and told["was"] is not None:
        return (why("OL935", field=name),)
    now = shown(draft.values.get(name), hidden=name in draft.program.sensitive)
    if _as_told(now) != told["value"]:
        return _changed(told, name)
    return (_no_inverse(told),) if _value(field, told["was"]) is NO else GRANTED


def _set_back(work: Overlay, draft: Draft, told: Told) -> Reasons:
    name = told["field"]
    write_fields(work, draft, {name: _value(draft.program.fields[name], told["was"])}, None)
    return GRANTED


def _against_moved(draft: Draft, told: Told) -> Reasons:
    if told["undo"] is None:
        return (_no_inverse(told),)
    if draft.values.get(told["field"]) != told["state"]:
        return _changed(told, told["field"])
    return GRANTED


def _move_back(work: Overlay, draft: Draft, told: Told) -> Reasons:
    return fire(work, draft, told["undo"], {}, None)


def _against_tag(draft: Draft, told: Told) -> Reasons:
    is_there = told["name"] in draft.values.get("tags", [])
    return GRANTED if is_there is (told["effect"] == "tagged") else _changed(told, told["name"])


def _tag_back(work: Overlay, draft: Draft, told: Told) -> Reasons:
    ask(work, draft, Tagging(told["name"], None, told["effect"] == "tagged"))
    return GRANTED


def _against_held(draft: Draft, told: Told) -> Reasons:
    return GRANTED if told["name"] in draft.holds else _changed(told, told["name"])


def _lift(work: Overlay, draft: Draft, told: Told) -> Reasons:
    lift(work, draft, told["name"], {}, None)
    return GRANTED


def _against_created(draft: Draft, told: Told) -> Reasons:
    what = APPROVAL if draft.program.shape.is_approval else told["case"]
    if what is None:
        return (_no_inverse(told),)
    return GRANTED if draft.values.get("status") == "open" else _changed(told, what)


def _withdraw(work: Overlay, draft: Draft, _: Told) -> Reasons:
    return fire(work, draft, "withdraw", {}, None)


def _against_called(_: Draft, told: Told) -> Reasons:
    return GRANTED if "back" in told else (_no_inverse(told),)


def _call_back(work: Overlay, draft: Draft, told: Told) -> Reasons:
    """Ask the operation's ``undo``; nobody waits for its answer."""
    call_id, back = work.ids.next("call"), told["back"]
    values = {
        name: told["values"].get(name, shown(value, hidden=True))
        for name, value in back.payload.items()
    }
    work.calls.append(replace(back, id=call_id, key=call_id, at=work.now))
    work.effects.append(
        Called(
            record=draft.program.id,
            record_id=draft.ref,
            connection=back.connection,
            operation=back.operation,
            values=values,
            call=call_id,
        )
    )
    return GRANTED


_WAYS: Final[Mapping[str, _Way]] = MappingProxyType(
    {
        "set": _Way(_against_set, _set_back),
        "moved": _Way(_against_moved, _move_back),
        "tagged": _Way(_against_tag, _tag_back),
        "untagged": _Way(_against_tag, _tag_back),
        "held": _Way(_against_held, _lift),
        "called": _Way(_against_called, _call_back),
        "created": _Way(_against_created, _withdraw),
    }
)


def _asked_by(draft: Draft, actor: Actor) -> bool:
    """Say whether a person may withdraw a question: it is theirs."""
    return draft.program.shape.is_approval and draft.values.get("asker") == actor.id


def _not_allowed(work: Overlay, command: Undo, found: list[tuple[Draft, Told]]) -> Reasons:
    """Say why a person may not: who may move back may take back what came with the move.

    Without a move it is whoever may run the playbook that did it, or may edit each field; a
    question goes with whoever asked.
    """
    actor = command.origin.actor
    if actor is None:
        return GRANTED
    demands = [(told["undo"], _by(of, told)) for of, told in found if told["effect"] == "moved"]
    if not demands and (playbook := work.program.flow.playbooks.get(command.playbook)):
        demands = [(playbook.id, frozenset(playbook.by))]
    if not demands:
        demands = [_editors(of, told) for of, told in found if not _asked_by(of, actor)]
    return tuple(
        why("OL721", what=what, roles=", ".join(sorted(roles)) or "–", user=actor.id)
        for what, roles in dict(demands).items()
        if not _may(actor, roles)
    )


def _may(actor: Actor, roles: frozenset[str]) -> bool:
    return not actor.roles.isdisjoint(roles)


def _by(draft: Draft, told: Told) -> frozenset[str]:
    ways: list[Transition] = [
        way for each in draft.program.machines for way in each.named.get(told["undo"], ())
    ]
    return frozenset(role for way in ways for role in way.by)


def _editors(draft: Draft, told: Told) -> tuple[str, frozenset[str]]:
    field = draft.program.fields.get(told.get("field", ""))
    if told["effect"] == "held":
        return told["name"], frozenset(draft.holds[told["name"]].by)
    what = told.get("field") or told.get("name") or told.get("operation") or ""
    return what, frozenset(field.edit if field else ())


def _as_told(value: object) -> object:
    """Give a value as the journal would have it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _value(field: Field, told: Any) -> Any:  # noqa: ANN401 - any value of a flow
    """Read a value of the journal as a field holds it, ``NO`` when it no longer fits."""
    try:
        return coerce(field, _read(field, told))
    except (msgspec.ValidationError, TypeError):
        return NO


def _read(field: Field, told: Any) -> Any:  # noqa: ANN401
    if isinstance(told, list) and field.kind == "list":
        return [
            _read_parts(field, each) if field.item is None else _read(field.item, each)
            for each in told
        ]
    if isinstance(told, Mapping):
        return _read_parts(field, told)
    return (
        told
        if told is None or field.kind not in _KINDS
        else msgspec.convert(told, _KINDS[field.kind])
    )


def _read_parts(field: Field, told: Mapping[str, Any]) -> dict[str, Any]:
    known = field.parts
    return {
        name: _read(known[name], part) if name in known else part for name, part in told.items()
    }


_KINDS: Final[Mapping[str, Any]] = MappingProxyType(
    {"money": Money, "time": datetime, "date": date, "duration": timedelta, "decimal": Decimal}
)
