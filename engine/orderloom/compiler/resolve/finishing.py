"""Machines of earlier versions among the names of a newer one: records finish under them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from orderloom.compiler.node import Document
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.declare import machine_outline
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import events
from orderloom.compiler.resolve.findings import Findings
from orderloom.compiler.resolve.outline import Declaration, Kept, MachineOutline, RecordOutline
from orderloom.compiler.resolve.scopes import record_type


def kept_machines(
    documents: Iterable[Document], of: str, version: int, states: tuple[str, ...]
) -> tuple[Kept, ...]:
    """Give the machine of an id out of a version's documents; nothing where there is none."""
    return tuple(
        Kept(document=each, of=of, version=version, states=states)
        for each in documents
        if (reading.text(each.root, "kind"), reading.text(each.root, "id")) == ("machine", of)
    )[:1]


def declaration_of(kept: Kept) -> Declaration:
    """Give the declaration under which it stands beside the newer machine."""
    key = reading.scalar(kept.document.root, "id")
    place = kept.document.root.place if key is None else key.place
    name = f"{kept.of}@{kept.version}"
    return Declaration(kind="machine", id=name, place=place, document=kept.document, sound=True)


def among(draft: Draft, declaration: Declaration, of: str) -> Draft:
    """Give the flow with a machine in place of the newer one of its name, and no finding yet."""
    outline = draft.outline
    machine = machine_outline(declaration, outline.language)
    records = {name: _with(each, of, machine) for name, each in outline.records.items()}
    shapes = {
        name: outline.shapes[name] if each is outline.records[name] else record_type(each)
        for name, each in records.items()
    }
    own = replace(outline, records=records, shapes={**outline.shapes, **shapes})
    return replace(draft, outline=own, findings=Findings(), events=events(own))


def _with(record: RecordOutline, of: str, machine: MachineOutline) -> RecordOutline:
    if all(each.id != of for each in record.machines):
        return record
    own = tuple(machine if each.id == of else each for each in record.machines)
    return replace(record, machines=own)


def newer_of(draft: Draft, kept: Kept) -> MachineOutline | None:
    """Give the newer machine of the same id; None: there is none any more."""
    found: Mapping[str, MachineOutline] = {
        machine.id: machine
        for record in draft.outline.records.values()
        for machine in record.machines
    }
    return found.get(kept.of)
