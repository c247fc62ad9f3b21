"""Names that would mean two things, and names that the engine keeps for itself."""

from collections.abc import Mapping

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import (
    BUILT_IN,
    EVERYWHERE,
    Declaration,
    MachineOutline,
    RecordOutline,
)
from orderloom.definition.record import SYSTEM_FIELDS
from orderloom.diagnostics import Place


def check_clashes(draft: Draft) -> None:
    """Report every name that is taken already or kept by the engine."""
    _check_built_in(draft)
    for record in draft.outline.records.values():
        _check_fields(draft, record)
        _check_aliases(draft, record)
        _check_machines(draft, record)
        _check_transitions(draft, record)


def _check_built_in(draft: Draft) -> None:
    for kind, name in BUILT_IN:
        declared = draft.outline.declarations[kind].get(name)
        if declared is not None:
            draft.findings.error("OL218", declared.place, kind=kind, name=name)
    for machine in draft.outline.declarations["machine"].values():
        record = reading.scalar(machine.root, "record")
        taken = record is not None and ("record", record.text) in BUILT_IN
        if record is not None and taken and ("machine", machine.id) not in BUILT_IN:
            draft.findings.error("OL218", record.place, kind="record", name=record.text)


def _check_fields(draft: Draft, record: RecordOutline) -> None:
    for field in () if record.built_in else record.fields.values():
        if field.name in SYSTEM_FIELDS:
            draft.findings.error("OL215", field.place, name=field.name)
        elif field.name in EVERYWHERE:
            draft.findings.error("OL214", field.place, name=field.name)


def _check_aliases(draft: Draft, record: RecordOutline) -> None:
    taken: dict[str, Place] = {name: each.place for name, each in record.fields.items()}
    taken |= {machine.field: machine.field_place for machine in record.machines}
    for field in record.fields.values():
        for alias in field.aliases:
            if alias in EVERYWHERE or alias in SYSTEM_FIELDS:
                draft.findings.error("OL214", _alias_place(draft, record, field.name), name=alias)
            elif alias in taken and alias != field.name:
                place = _alias_place(draft, record, field.name)
                draft.findings.error("OL223", place, related=taken[alias], name=alias)
            taken.setdefault(alias, field.place)


def _alias_place(draft: Draft, record: RecordOutline, field: str) -> Place:
    """Give where a field's alias stands."""
    declared: Declaration = draft.outline.declarations["record"][record.id]
    fields = reading.submap(declared.root, "fields")
    node = None if fields is None else fields.get(field)
    alias = node.get("alias") if isinstance(node, MapNode) else None
    return declared.place if alias is None else alias.place


def _check_machines(draft: Draft, record: RecordOutline) -> None:
    """Refuse a machine's field that something else is called."""
    taken: dict[str, Place] = {name: each.place for name, each in record.fields.items()}
    for machine in record.machines:
        name = machine.field
        if name in SYSTEM_FIELDS:
            draft.findings.error("OL215", machine.field_place, name=name)
        elif name in EVERYWHERE:
            draft.findings.error("OL214", machine.field_place, name=name)
        elif name in taken:
            draft.findings.error("OL223", machine.field_place, related=taken[name], name=name)
        taken.setdefault(name, machine.field_place)
    for machine in record.machines:
        _check_since(draft, machine, record)


def _check_since(draft: Draft, machine: MachineOutline, record: RecordOutline) -> None:
    name = f"{machine.field}_since"
    if name in record.fields:
        place = record.fields[name].place
        draft.findings.error("OL224", place, related=machine.field_place, name=name)


def _check_transitions(draft: Draft, record: RecordOutline) -> None:
    """Refuse one name for transitions of two machines of a record."""
    first: dict[str, MachineOutline] = {}
    for machine in record.machines:
        for name in machine.transitions:
            other = first.setdefault(name, machine)
            if other is not machine:
                draft.findings.error(
                    "OL225",
                    _transition_place(draft, machine, name),
                    related=_transition_place(draft, other, name),
                    name=name,
                    machine=other.id,
                )


def _transition_place(draft: Draft, machine: MachineOutline, name: str) -> Place:
    machines: Mapping[str, Declaration] = draft.outline.declarations["machine"]
    declared = machines.get(machine.id)
    transitions = None if declared is None else reading.submap(declared.root, "transitions")
    return machine.place if transitions is None else transitions.keys[name].place
