"""The types of the engine's own records: what it remembers beside the records of the flow."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from orderloom.compiler.build.memory import state_memory
from orderloom.definition.machine import Machine
from orderloom.definition.record import (
    ABOUT,
    ACTIVE,
    AMOUNTS,
    BRAKED,
    HELD,
    MEMO,
    NUMBERED,
    PARKED,
    PER,
    PROMISED,
    SENT,
    SHELF,
    STARTED,
    TOUCHED,
    WAITING,
    WORK,
    Field,
    RecordType,
)
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Place
from orderloom.expression import types
from orderloom.expression.types import ListType, ObjectType, Type

_NOWHERE = Place("", 0)
_IDENTITY = ("definition", "key")


class Uses(NamedTuple):
    """What a flow has that must be remembered: brakes, stocks, limits over messages."""

    braked: bool
    stocked: bool
    limited: bool


def own_records(
    records: Mapping[str, RecordType],
    machines: Mapping[str, Machine],
    rules: Collection[Rule],
    uses: Uses,
) -> dict[str, RecordType]:
    """Give the types that the flow needs.

    Their keys are written hashed in a flow that has anything sensitive: any key may be that.
    """
    fields = [field for each in records.values() for field in each.fields.values()]
    fields += [f for m in machines.values() for w in m.transitions for f in w.inputs.values()]
    hides = any(field.sensitive for field in fields)
    found: dict[str, RecordType] = {}
    grouped = any(rule.lasting is not None and not rule.record for rule in rules)
    muted = any(rule.quiet or rule.inhibited_by for rule in rules)
    numbered = any(field.kind == "serial" for field in fields)
    keyed = any(rule.once_per is not None for rule in rules)
    told_together = any(rule.group is not None for rule in rules)
    remembers = (grouped, muted, keyed, numbered, told_together, uses.braked, uses.limited)
    if any(remembers):
        touched = ObjectType({"record": types.TEXT, "at": types.TIME})
        memory: dict[str, Type] = {
            STARTED: types.TIME,
            BRAKED: types.TIME,
            TOUCHED: ListType(touched),
            NUMBERED: types.INTEGER,
        }
        if grouped:
            memory |= {PER: ListType(types.ANY), ACTIVE: types.TEXT, **state_memory()}
        if told_together or uses.limited:
            memory |= {HELD: ListType(types.ANY), SENT: ListType(types.ANY), **state_memory()}
            memory[ABOUT] = ListType(types.TEXT)
        found[MEMO] = _own(MEMO, memory, hides=hides)
    if uses.braked:
        found[PARKED] = _own(PARKED, {WORK: types.ANY, WAITING: types.TEXT}, hides=hides)
    if uses.stocked:
        promised = ObjectType({"share": types.TEXT, "quantity": types.DECIMAL})
        goods = {AMOUNTS: ListType(ObjectType(_amount())), PROMISED: ListType(promised)}
        found[SHELF] = _own(SHELF, goods, hides=hides)
    return found


def _amount() -> dict[str, Type]:
    return {"place": types.TEXT, "kind": types.TEXT, "quantity": types.DECIMAL}


def _own(name: str, memory: Mapping[str, Type], *, hides: bool) -> RecordType:
    fields = {
        each: Field(name=each, kind="text", type=types.TEXT, place=_NOWHERE, sensitive=secret)
        for each, secret in zip(_IDENTITY, (False, hides), strict=True)
    }
    return RecordType(
        id=name,
        place=_NOWHERE,
        identity=_IDENTITY,
        fields=fields,
        memory=memory,
        hidden_memory=frozenset({PER, WORK, HELD} & memory.keys() if hides else ()),
        indexed=tuple(name for name in (ABOUT, ACTIVE, WAITING) if name in memory),
        built_in=True,
    )
