"""Expectations of a test: what must be so at a point."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from orderloom.compiler.build.answer_step import read_one
from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.play_setting import PlaySetting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import event_type, is_planned
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.reach import Reach
from orderloom.compiler.resolve.scopes import record_type
from orderloom.definition.common import Value
from orderloom.definition.record import Field
from orderloom.definition.test import Counted, Expectation, ExpectedKind, That, Values
from orderloom.diagnostics import Place
from orderloom.expression import types
from orderloom.expression.types import ChoiceType, ListType, MoneyType, ObjectType, ScalarType, Type

MESSAGE_PARTS: Mapping[str, Type] = {"to": types.TEXT, "medium": types.TEXT, "text": types.TEXT}
SUPPRESSED_PARTS: Mapping[str, Type] = {"reason": types.TEXT}
SUGGESTED_PARTS: Mapping[str, Type] = {
    "score": types.DECIMAL,
    "rank": types.INTEGER,
    "shared": ListType(types.TEXT),
}
REFUSED_PARTS: Mapping[str, Type] = {
    "reasons": ListType(types.TEXT),
    "codes": ListType(types.TEXT),
    "record": types.TEXT,
}
CHANGE = "change"
"""How an expectation calls what a person typed and was refused."""
UNHOLD = "unhold"
"""How it calls the lifting of any hold; of a certain one it says the hold's name."""
DECIDE = "decide"
"""How it calls a word on an approval that does not count."""

BRAKE = "brake"
"""How an expectation calls what a person decided about parked work and was refused."""

_HOLD_MASKS = frozenset({"text", "phone", "email", "list", "object", "place"})
"""Types of fields in which a mask, or a part that is masked, has its place."""


class _Examined(NamedTuple):
    """What an expectation looks at: the names of one of its items."""

    record: RecordOutline | None
    parts: Mapping[str, Type]


def build_expectations(setting: PlaySetting, node: Node | None) -> tuple[Expectation, ...]:
    """Build one or several; one with a finding is left out."""
    built = (_build(setting, each) for each in reading.several(node) if isinstance(each, MapNode))
    return tuple(each for each in built if each is not None)


def _build(setting: PlaySetting, node: MapNode) -> Expectation | None:
    if "that" in node:
        found = condition(setting.draft, node.get("that"), setting.sight())
        return None if found is None else That(condition=found)
    kind = next((each for each in _kinds() if each in node), None)
    if kind == "suggested":
        return _suggested(setting, node)
    named = None if kind is None else reading.scalar(node, kind)
    if kind is None or named is None:
        return None
    examined = _examined(setting, kind, named)
    if examined is None:
        return None
    count = reading.scalar(node, "count")
    return Counted(
        kind=kind,
        name=named.text,
        place=named.place,
        where=condition(
            setting.draft, node.get("where"), setting.sight(examined.record, examined.parts)
        ),
        count=None if count is None else int(count.text),
        has=_has(setting, node, examined, named.text),
        last=reading.flag(node, "last"),
        actor=setting.actor(node),
    )


def _suggested(setting: PlaySetting, node: MapNode) -> Expectation | None:
    """Build what is suggested for a record: its type must say where to look."""
    target = setting.target(node.get("suggested"))
    about = setting.record_of(target)
    if target is None or about is None:
        return None
    declared = setting.draft.outline.declarations["record"].get(about.id)
    suggest = None if declared is None else reading.submap(declared.root, "suggest")
    chosen = None if suggest is None else reading.submap(suggest, "from")
    if chosen is None:
        setting.draft.findings.error("OL077", target.place, record=about.id)
        return None
    record = setting.draft.outline.records.get(reading.text(chosen, "record"))
    examined = _Examined(record, SUGGESTED_PARTS)
    count = reading.scalar(node, "count")
    return Counted(
        kind="suggested",
        name=about.id,
        place=target.place,
        where=condition(setting.draft, node.get("where"), setting.sight(record, SUGGESTED_PARTS)),
        count=None if count is None else int(count.text),
        has=_has(setting, node, examined, about.id),
        target=target,
    )


def _kinds() -> tuple[ExpectedKind, ...]:
    return ("record", "call", "message", "event", "refused", "suppressed", "suggested")


def _examined(setting: PlaySetting, kind: ExpectedKind, named: ScalarNode) -> _Examined | None:
    draft = setting.draft
    if kind == "record":
        record = draft.record(named)
        return None if record is None else _Examined(record, {})
    if kind == "event":
        return _event(setting, named)
    if kind == "refused":
        known = dict(_refusable(setting))
        if named.text not in known:
            draft.unknown("OL486", named, known)
        return _Examined(None, REFUSED_PARTS)
    if kind == "call":
        reach = read_one(setting, named)
        return None if reach is None else _Examined(None, _handed_over(reach))
    parts = MESSAGE_PARTS if kind == "message" else SUPPRESSED_PARTS
    rule = draft.outline.declarations.get("rule", {}).get(named.text)
    if kind == "suppressed" and rule is not None:
        about = _record_of(draft, rule.root)
        return _Examined(draft.outline.records.get(about), parts)
    draft.one_of("message", "OL208", named)
    declared = draft.outline.declarations["message"].get(named.text)
    about = "" if declared is None else reading.text(declared.root, "record")
    return _Examined(draft.outline.records.get(about), parts)


def _record_of(draft: Draft, rule: MapNode) -> str:
    """Name the record type that a rule is about, "" for none."""
    shapes = (draft.events.get(word.text) for word in reading.words(rule, "on"))
    of_events = next((shape.record for shape in shapes if shape is not None), "")
    return reading.text(rule, "record", of_events)


def _handed_over(reach: Reach) -> Mapping[str, Type]:
    """Give what may be said of a call: its input, and each part of it by its name."""
    whole: dict[str, Type] = {"input": ObjectType({}, open=True)}
    return dict.fromkeys(reach.inputs() or {}, types.ANY) | whole


def _event(setting: PlaySetting, named: ScalarNode) -> _Examined | None:
    draft = setting.draft
    shape = draft.events.get(named.text)
    if shape is not None:
        record = draft.outline.records.get(shape.record)
        return _Examined(record, event_type((shape,)).fields)
    if is_planned(named.text):
        draft.findings.error("OL222", named.place, name=named.text)
    else:
        draft.unknown("OL212", named, {name: Place("", 0) for name in draft.events})
    return None


def _refusable(setting: PlaySetting) -> Iterator[tuple[str, Place]]:
    """Name everything that may be refused, with where it is declared."""
    outline = setting.draft.outline
    for record in outline.records.values():
        yield from record.transitions().items()
    yield from outline.places("mapping").items()
    yield from outline.places("playbook").items()
    yield CHANGE, Place("", 0)
    yield BRAKE, Place("", 0)
    yield DECIDE, Place("", 0)
    yield UNHOLD, Place("", 0)
    for declarations in outline.declarations.values():
        for declaration in declarations.values():
            yield from _holds(declaration.root)


def _holds(node: Node) -> Iterator[tuple[str, Place]]:
    """Give every hold that any action below ``node`` puts on."""
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _holds(item)
    if isinstance(node, MapNode):
        named = node.get("hold")
        if isinstance(named, ScalarNode):
            yield named.text, named.place
        for value in node.entries.values():
            yield from _holds(value)


def _has(setting: PlaySetting, node: MapNode, examined: _Examined, of: str) -> Values:
    """Build what each item must hold, each value for the field or part of its name."""
    found: list[tuple[str, Value]] = []
    fields = dict(_fields(examined))
    if "as" in node:
        fields = {name: _maskable(each) for name, each in fields.items()}
    for key, value in reading.entries(node, "has"):
        field = fields.get(key.text)
        if field is None:
            places = {name: each.place for name, each in fields.items()}
            if examined.record is None or examined.record.complete:
                setting.draft.unknown("OL205", key, places, record=of)
            continue
        found += _demands(setting, key.text, value, field)
    return tuple(found)


def _demands(
    setting: PlaySetting, path: str, node: Node, field: Field
) -> Iterator[tuple[str, Value]]:
    """Build what must stand at a path; of what nobody declared each part that is named."""
    if isinstance(node, MapNode) and field.type is types.ANY:
        for key, value in reading.pairs(node):
            yield from _demands(setting, f"{path}.{key.text}", value, field)
        return
    built = build_value(setting.draft, node, setting.sight(), field)
    if built is not None:
        yield path, built


def _fields(examined: _Examined) -> Iterable[tuple[str, Field]]:
    """Give the parts and the record's names as fields, the engine's names too."""
    if examined.record is not None:
        yield from named_fields(examined.record)
    for name, of in examined.parts.items():
        yield name, _as_field(name, of)


def named_fields(record: RecordOutline) -> Iterable[tuple[str, Field]]:
    """Give everything that a record has, what the engine and its machines write too."""
    for name, of in record_type(record).fields.items():
        yield name, record.fields.get(name) or _as_field(name, of)


def _maskable(field: Field) -> Field:
    """Give a field of which a mask may be expected, which is a text, where it holds none."""
    if not field.sensitive or field.kind in _HOLD_MASKS:
        return field
    return replace(_as_field(field.name, types.ANY), place=field.place)


def _as_field(name: str, of: Type) -> Field:
    """Give a name that no definition declares as a field, so that literals of its type read."""
    place = Place("", 0)
    match of:
        case ListType(item=item):
            return Field(name=name, kind="list", type=of, place=place, item=_as_field(name, item))
        case ChoiceType():
            return Field(name=name, kind="choice", type=of, place=place)
        case MoneyType(currency=currency):
            return Field(name=name, kind="money", type=of, place=place, currency=currency)
        case ScalarType(name=kind):
            return Field(name=name, kind=kind, type=of, place=place)
        case _:
            return Field(name=name, kind="text", type=types.ANY, place=place)
