"""Writing fields: what ``set`` and ``create`` may write, and of which type."""

from collections.abc import Mapping

from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import ENGINE_KINDS, RecordOutline
from orderloom.definition.common import Value
from orderloom.definition.record import Field
from orderloom.diagnostics import Place


def build_changes(setting: Setting, node: MapNode | None) -> tuple[tuple[str, Value], ...]:
    """Build what ``set`` writes; identity never changes."""
    found: list[tuple[str, Value]] = []
    for key, value in () if node is None else reading.pairs(node):
        if key.text in setting.record.identity:
            setting.draft.findings.error(
                "OL408", key.place, name=key.text, record=setting.record.id
            )
            continue
        built = _build(setting, setting.record, key, value)
        if built is not None:
            found.append((key.text, built))
    return tuple(found)


def build_new_values(
    setting: Setting, named: ScalarNode, node: MapNode | None, record: RecordOutline
) -> tuple[tuple[str, Value], ...]:
    """Build what ``create`` gives a new record, identity included."""
    given = () if node is None else tuple(reading.pairs(node))
    names = {key.text for key, _ in given}
    lacking = [name for name in record.identity if name not in names]
    if lacking and record.complete:
        setting.draft.findings.error(
            "OL419",
            named.place,
            related=record.place,
            record=record.id,
            lacking=", ".join(f"'{name}'" for name in lacking),
        )
    built = ((key.text, _build(setting, record, key, value)) for key, value in given)
    return tuple((name, value) for name, value in built if value is not None)


def _build(setting: Setting, record: RecordOutline, key: ScalarNode, value: Node) -> Value | None:
    field = writable(setting.draft, record, key)
    return None if field is None else build_value(setting.draft, value, setting.sight, field)


def writable(draft: Draft, record: RecordOutline, key: ScalarNode) -> Field | None:
    """Give the field named by ``key`` when actions may write it; else None with a finding."""
    name = key.text
    field = record.fields.get(name)
    if name in record.computed and field is not None:
        draft.findings.error("OL410", key.place, related=field.place, name=name)
        return None
    if field is not None and field.kind not in ENGINE_KINDS:
        return field
    machine = record.state_fields().get(name)
    if machine is not None:
        first = next(iter(machine.transitions), "")
        draft.findings.error(
            "OL406", key.place, related=machine.place, name=name, machine=machine.id, first=first
        )
    elif name in record.settled_names():
        draft.findings.error("OL407", key.place, name=name)
    elif record.complete:
        draft.unknown("OL205", key, field_places(record.fields), record=record.id)
    return None


def field_places(fields: Mapping[str, Field]) -> dict[str, Place]:
    """Give where each field is declared."""
    return {name: each.place for name, each in fields.items()}
