"""Are there fields that nothing in the flow ever writes, so that they stay empty for ever?"""

from pathlib import Path

from orderloom.compiler.checks.acting import Acting, all_acting
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Create, OpenCase, Set
from orderloom.definition.flow import Flow
from orderloom.definition.record import Field, RecordType

_BY_ITSELF = frozenset({"records", "serial"})
"""Kinds of fields that nobody writes."""


def check_unwritten(draft: Draft, flow: Flow) -> None:
    """Warn of fields that no mapping, no action and no person ever writes.

    A record type of which the flow makes no record at all is somebody else's to fill; a flow that
    ships has fields for everybody, of which one that uses it need not fill all.
    """
    written: dict[str, set[str]] = {}
    for mapping in flow.mappings.values():
        written.setdefault(mapping.record, set()).update(name for name, _ in mapping.items)
    actions = all_acting(flow)
    for acting in actions:
        for name, names in _written(acting):
            written.setdefault(name, set()).update(names)
    made = {each.record for each in flow.mappings.values()}
    made |= {each.action.record for each in actions if isinstance(each.action, Create)}
    for record in flow.records.values():
        if not record.built_in and record.id in made:
            _check(draft, record, written.get(record.id, set()))


def _check(draft: Draft, record: RecordType, written: set[str]) -> None:
    for name, field in record.fields.items():
        ships = "@" in Path(field.place.file).parent.name
        if name not in written and not ships and not _comes_about(record, field):
            draft.findings.warn("OL043", field.place, field=name, record=record.id)


def _comes_about(record: RecordType, field: Field) -> bool:
    """Say whether a field has a value without anybody's writing it, or a person may."""
    return (
        field.compute is not None
        or field.measured
        or bool(field.edit)
        or bool(field.match)
        or field.default is not None
        or field.kind in _BY_ITSELF
        or field.name in record.state_fields
        or field.name in record.identity
    )


def _written(acting: Acting) -> list[tuple[str, list[str]]]:
    match acting.action:
        case Set(changes=values):
            return [(acting.record, [name for name, _ in values])]
        case Create(record=record, values=values) | OpenCase(record=record, values=values):
            return [(record, [name for name, _ in values])]
        case _:
            return []
