"""Fields that tie records together: references, children, serial numbers, unique values."""

import re
from dataclasses import replace

from orderloom.compiler.build.record_values import field_places
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.common import Value
from orderloom.definition.record import AWAITS, Field
from orderloom.expression import types
from orderloom.expression.types import Type

LINK_KINDS = frozenset(("reference", "records", "serial"))
"""Types that only a field of a record may have: not a part of one, not an input."""

_UNIQUE_KINDS = frozenset(("text", "phone", "email", "choice", "integer", "reference"))
_SERIAL = re.compile(r"[^{}]*(?:\{(?:yyyy|MM|dd)\}[^{}]*)*\{n:[1-9]\}(?:[^{}]|\{(?:yyyy|MM|dd)\})*")


def build_link(
    draft: Draft, record: RecordOutline, field: Field, node: Node | None, sight: Sight
) -> Field:
    """Add what ties a field to other records; what is wrong is a finding."""
    if not isinstance(node, MapNode):
        if field.kind in LINK_KINDS:
            lacking = {"reference": "to", "records": "of", "serial": "pattern"}[field.kind]
            draft.findings.error(
                "OL260", field.place, name=field.name, lacking=lacking, type=field.kind
            )
        return field
    if field.unique and field.kind not in _UNIQUE_KINDS:
        draft.findings.error("OL257", node.keys["unique"].place, name=field.name, type=field.kind)
    match field.kind:
        case "reference":
            return _reference(draft, field, node, sight)
        case "records":
            _check_children(draft, record, field, node)
        case "serial":
            _check_pattern(draft, node)
        case _:
            pass
    return field


def _reference(draft: Draft, field: Field, node: MapNode, sight: Sight) -> Field:
    """Build ``match``: every field of the target's identity, and nothing else."""
    target = draft.record(reading.scalar(node, "to"))
    match = reading.submap(node, "match")
    if target is None or match is None:
        return field
    for other in ("compute", "default"):
        if other in node:
            draft.findings.error("OL420", node.keys[other].place, name=field.name, key="match")
    lacking = [name for name in target.identity if name not in match]
    if lacking and target.complete:
        facts = {"record": target.id, "lacking": ", ".join(f"'{name}'" for name in lacking)}
        draft.findings.error("OL258", node.keys["match"].place, related=target.place, **facts)
    values = _match(draft, target, match, sight.without_measured().without_now("OL457"))
    if set(values) != set(target.identity):
        return field
    return replace(field, match=tuple(values[name] for name in target.identity))


def _match(draft: Draft, target: RecordOutline, match: MapNode, sight: Sight) -> dict[str, Value]:
    """Build what ``match`` gives for each field of the target's identity."""
    found: dict[str, Value] = {}
    for key, value in reading.pairs(match):
        if key.text not in target.identity and target.complete:
            known = {name: target.fields[name].place for name in target.identity}
            draft.unknown("OL254", key, known, record=target.id)
        built = build_value(draft, value, sight, target.fields.get(key.text))
        if built is not None:
            found[key.text] = built
    return found


def _check_children(draft: Draft, record: RecordOutline, field: Field, node: MapNode) -> None:
    """Refuse children that do not point back."""
    child = draft.record(reading.scalar(node, "of"))
    through = reading.scalar(node, "through")
    if child is None or through is None:
        return
    back = child.fields.get(through.text)
    if back is None:
        if child.complete:
            draft.unknown("OL205", through, field_places(child.fields), record=child.id)
    elif back.kind != "reference" or back.to not in (record.id, *record.lineage):
        facts = {"name": field.name, "through": through.text, "child": child.id}
        draft.findings.error("OL255", through.place, related=back.place, record=record.id, **facts)


def _check_pattern(draft: Draft, node: MapNode) -> None:
    pattern = reading.scalar(node, "pattern")
    if pattern is not None and _SERIAL.fullmatch(pattern.text) is None:
        draft.findings.error("OL256", pattern.place, found=pattern.text)


def check_outside_record(draft: Draft, field: Field) -> None:
    """Refuse, as an input or a part, what only a record can have."""
    if field.kind in LINK_KINDS or field.unique or field.measured or field.owner is not None:
        other = "unique" if field.unique else "figure" if field.measured else "owner"
        what = field.kind if field.kind in LINK_KINDS else other
        draft.findings.error("OL250", field.place, name=field.name, what=what)


def awaited(fields: dict[str, Field]) -> dict[str, Type]:
    """Give what a record keeps of its references that wait for their record to appear."""
    return {f"{AWAITS}{name}": types.TEXT for name, field in fields.items() if field.match}


def indexed(fields: dict[str, Field]) -> tuple[str, ...]:
    """Name the values by which records are found."""
    found = [name for name, field in fields.items() if field.kind == "reference" or field.unique]
    return (*found, *awaited(fields))


def hidden(draft: Draft, fields: dict[str, Field]) -> frozenset[str]:
    """Name those of them that must not stand in the clear, since they tell what is sensitive."""
    names = {name for name, field in fields.items() if field.unique and field.sensitive}
    for name, field in fields.items():
        target = draft.outline.records.get(field.to or "")
        if not field.match or target is None:
            continue
        if any(target.fields[part].sensitive for part in target.identity):
            names.add(f"{AWAITS}{name}")
    return frozenset(names)
