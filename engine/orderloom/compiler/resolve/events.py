"""Events: every name that a trigger may have, and what each brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.outline import (
    Declaration,
    MachineOutline,
    Outline,
    OwnEvent,
    RecordOutline,
)
from orderloom.definition.record import Field
from orderloom.expression import types
from orderloom.expression.types import ListType, ObjectType, Type

EventKind = Literal[
    "created", "changed", "field_changed", "entered", "refused", "unexpected",
    "proposed", "declined", "conflict",
    "tagged", "untagged", "held", "unheld", "stale", "parked", "quarantined", "ran", "missed",
    "answered", "rejected", "failed", "down", "up", "empty", "drifted", "unverified",
    "expiring", "started", "ended", "braked", "emitted", "sent", "suppressed", "bounced",
    "reserved", "released", "expired", "deducted", "moved", "low",
]  # fmt: skip

PLANNED_SOURCES = frozenset(("reconcile",))
"""First words of events that the language has and this version does not make."""


MESSAGE = "message"
"""Begins the names of events of messages, which may be about a record."""

OWN_PARTS = frozenset(("id", "name", "at", "source", "record"))
"""Parts that every ``event`` has, so that no input may be called so."""

TAKEN_PARTS = OWN_PARTS | {"was", "transition"}
"""Parts that ``event`` has in every transition."""


_OF_SCHEDULE: tuple[EventKind, ...] = ("ran", "missed")
_OF_CONNECTION: tuple[EventKind, ...] = ("answered", "rejected", "failed")
_OF_STOCK: tuple[EventKind, ...] = (
    *("reserved", "refused", "released", "expired", "deducted", "moved", "low"),
)
_WITHOUT_RECORD: tuple[tuple[str, tuple[EventKind, ...], Mapping[str, Type]], ...] = (
    ("schedule", _OF_SCHEDULE, {"due": types.TIME}),
    (
        "connection",
        _OF_CONNECTION,
        {
            "operation": types.TEXT,
            "answer": ObjectType({}, open=True),
            "error": types.TEXT,
        },
    ),
    (
        "stock",
        _OF_STOCK,
        {
            "item": types.TEXT,
            "place": types.TEXT,
            "quantity": types.DECIMAL,
            "available": types.DECIMAL,
        },
    ),
    ("connection", ("up",), {"since": types.TIME}),
    ("connection", ("expiring",), {"until": types.TIME, "error": types.TEXT}),
    ("connection", ("unverified",), {"stream": types.TEXT, "error": types.TEXT}),
    ("connection", ("empty",), {"since": types.TIME, "polls": types.INTEGER}),
    (
        "connection",
        ("drifted",),
        dict.fromkeys(("stream", "change", "path", "sample"), types.TEXT),
    ),
    (
        "connection",
        ("down",),
        {"since": types.TIME, "error": types.TEXT, "polls": types.INTEGER},
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventShape:
    """An event that may happen to records of one type, or, ``record`` being "", to none.

    ``subject`` is the field, machine's field, schedule or connection concerned, else ""; ``state``
    the state entered. ``parts`` come besides those that every event has.
    """

    name: str
    record: str
    kind: EventKind
    subject: str = ""
    state: str = ""
    parts: Mapping[str, Type] = field(default_factory=dict)


def events(outline: Outline) -> dict[str, EventShape]:
    """Give every event of a flow by its name."""
    shapes: dict[str, EventShape] = {}
    for record in outline.records.values():
        for shape in _of_record(record):
            shapes.setdefault(shape.name, shape)
    for source, kinds, parts in _WITHOUT_RECORD:
        for subject in outline.declarations.get(source, {}):
            for kind in kinds:
                name = f"{source}.{subject}.{kind}"
                shape = EventShape(name=name, record="", kind=kind, subject=subject, parts=parts)
                shapes.setdefault(name, shape)
    for shape in _of_messages(outline):
        shapes.setdefault(shape.name, shape)
    for own in outline.own_events.values():
        shapes.setdefault(own.name, _of_own(own))
    for rule in outline.declarations.get("rule", {}).values():
        for shape in _of_rule(outline, rule):
            shapes.setdefault(shape.name, shape)
    return shapes


def _of_own(own: OwnEvent) -> EventShape:
    parts = field_types(own.fields)
    return EventShape(
        name=own.name, record=own.record, kind="emitted", subject=own.name, parts=parts
    )


def _of_messages(outline: Outline) -> Iterable[EventShape]:
    """Give what happens to messages; it happens to the record that a message is about."""
    kinds: tuple[EventKind, ...] = ("sent", "suppressed", "bounced")
    for message in outline.declarations.get("message", {}).values():
        record = reading.text(message.root, "record")
        for kind in kinds:
            yield EventShape(
                name=f"message.{message.id}.{kind}",
                record=record if record in outline.records else "",
                kind=kind,
                subject=message.id,
                parts={"to": types.TEXT, "reason": types.TEXT},
            )


def on_record(shapes: Iterable[EventShape], record: str) -> tuple[EventShape, ...]:
    """Give the events as heard by what is about a type of record: own events of any are."""
    return tuple(
        replace(shape, record=record) if shape.kind == "emitted" else shape for shape in shapes
    )


def turns_of(rule: str) -> tuple[str, str]:
    """Name the events of a lasting rule's start and end."""
    return (f"rule.{rule}.started", f"rule.{rule}.ended")


def _of_rule(outline: Outline, rule: Declaration) -> Iterable[EventShape]:
    yield EventShape(
        name=f"rule.{rule.id}.braked",
        record="",
        kind="braked",
        subject=rule.id,
        parts={"records": types.INTEGER},
    )
    if "while" not in rule.root:
        return
    record = reading.text(rule.root, "record")
    about = record if record in outline.records else ""
    kinds: tuple[EventKind, ...] = ("started", "ended")
    facts = [key.text for key, _ in reading.entries(rule.root, "facts")]
    parts = dict.fromkeys((*reading.texts(rule.root, "per"), *facts), types.ANY)
    for name, kind in zip(turns_of(rule.id), kinds, strict=True):
        yield EventShape(name=name, record=about, kind=kind, subject=rule.id, parts=parts)


def of_any(shapes: Mapping[str, EventShape], name: str) -> tuple[EventShape, ...]:
    """Give the events that a name without its middle word stands for, such as ``schedule.ran``.

    Those of messages about different records are taken as about none.
    """
    source, _, kind = name.partition(".")
    return tuple(
        replace(each, record="")
        for each in shapes.values()
        if each.name == f"{source}.{each.subject}.{kind}" and (not each.record or source == MESSAGE)
    )


def is_planned(name: str) -> bool:
    """Say whether the language has such an event but this version does not."""
    return name.partition(".")[0] in PLANNED_SOURCES


def event_type(shapes: Iterable[EventShape]) -> ObjectType:
    """Give the type of ``event`` where any of ``shapes`` may have happened.

    A part that only some bring is missing for the others; one that they bring in different
    types is known only at run time.
    """
    merged = merge_parts(shape.parts for shape in shapes)
    return ObjectType(fields=_ordinary_parts() | merged)


def merge_parts(all_parts: Iterable[Mapping[str, Type]]) -> dict[str, Type]:
    """Unite parts; where two differ in type, the type is any."""
    merged: dict[str, Type] = {}
    for parts in all_parts:
        for name, of in parts.items():
            merged[name] = of if merged.get(name, of) == of else types.ANY
    return merged


def field_types(fields: Mapping[str, Field]) -> dict[str, Type]:
    """Give the types of fields by name."""
    return {name: each.type for name, each in fields.items()}


def entering(machine: MachineOutline, state: str) -> dict[str, Type]:
    """Give the parts of ``event`` when a state was entered: inputs of all ways to it."""
    ways = (
        way
        for each in machine.transitions.values()
        for way in each
        if state in machine.path(machine.beginning(way.target))
    )
    return moving(machine, (way.inputs for way in ways))


def leaving(machine: MachineOutline, state: str) -> dict[str, Type]:
    """Give the parts of ``event`` while a state is left: inputs of all ways out of it."""
    ways = (
        way
        for each in machine.transitions.values()
        for way in each
        if "any" in way.origins
        or any(state in machine.path(one) for name in way.origins for one in machine.inside(name))
    )
    return moving(machine, (way.inputs for way in ways))


def moving(machine: MachineOutline, inputs: Iterable[Mapping[str, Field]]) -> dict[str, Type]:
    """Give the parts of ``event`` during transitions with these inputs."""
    merged = merge_parts(field_types(each) for each in inputs)
    return merged | {"was": machine.choice(), "transition": types.TEXT}


def _ordinary_parts() -> dict[str, Type]:
    return {
        "id": types.TEXT,
        "name": types.TEXT,
        "at": types.TIME,
        "source": types.TEXT,
        "record": types.TEXT,
    }


def _of_record(record: RecordOutline) -> Iterable[EventShape]:
    yield _shape(record, "created")
    yield _shape(record, "changed", {"fields": ListType(types.TEXT)})
    for each in record.fields.values():
        yield _field_changed(record, each.name, each.type)
        yield EventShape(
            name=f"{record.id}.{each.name}.conflict",
            record=record.id,
            kind="conflict",
            subject=each.name,
            parts={"kept": each.type, "lost": each.type},
        )
    for machine in record.machines:
        yield _field_changed(record, machine.field, machine.choice())
        yield from _of_machine(record, machine)
    yield _shape(record, "tagged", {"tag": types.TEXT})
    yield _shape(record, "untagged", {"tag": types.TEXT})
    yield _shape(record, "held", {"hold": types.TEXT})
    yield _shape(record, "unheld", {"hold": types.TEXT})
    item: dict[str, Type] = {
        "position": types.INTEGER,
        "field": types.TEXT,
        "value": types.TEXT,
        "reason": types.TEXT,
    }
    yield _shape(record, "stale", item)
    yield _shape(record, "parked", item)
    yield _shape(record, "quarantined", item)


def _of_machine(record: RecordOutline, machine: MachineOutline) -> Iterable[EventShape]:
    start = f"{record.id}.{machine.field}"
    for state in machine.states:
        yield EventShape(
            name=f"{start}.{state}",
            record=record.id,
            kind="entered",
            subject=machine.field,
            state=state,
            parts=entering(machine, state),
        )
    ends: tuple[EventKind, ...] = ("refused", "proposed", "declined")
    for kind in ends:
        yield EventShape(
            name=f"{start}.{kind}",
            record=record.id,
            kind=kind,
            subject=machine.field,
            parts={"transition": types.TEXT, "reasons": ListType(types.ANY)},
        )
    yield EventShape(
        name=f"{start}.unexpected",
        record=record.id,
        kind="unexpected",
        subject=machine.field,
        parts={"state": machine.choice()},
    )


def _shape(
    record: RecordOutline, kind: EventKind, parts: Mapping[str, Type] | None = None
) -> EventShape:
    return EventShape(name=f"{record.id}.{kind}", record=record.id, kind=kind, parts=parts or {})


def _field_changed(record: RecordOutline, name: str, of: Type) -> EventShape:
    return EventShape(
        name=f"{record.id}.{name}.changed",
        record=record.id,
        kind="field_changed",
        subject=name,
        parts={"was": of, "is": of},
    )
