"""The items of figures: events or records, and the names that these have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from orderloom.compiler.build.triggers import event_shapes
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import EventShape, event_type, is_planned, of_any
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import Sight, field_name, item_sight, record_type
from orderloom.definition.common import Condition
from orderloom.definition.figure import Stream
from orderloom.expression import types
from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import Compiled
from orderloom.expression.types import ListType, ObjectType, Type


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSource:
    """What the items of a figure are.

    Attributes:
        sight: The names of an item.
        each: The list field whose entries are the items.
    """

    draft: Draft
    events: tuple[str, ...]
    record: str
    sight: Sight
    each: str | None
    time: str
    arrival: bool

    def group(self, name: ScalarNode) -> str | None:
        """Give a name of an item that may make its group; else None, with a finding."""
        names = self.sight.scope.names
        own = self.sight.scope.aliases.get(name.text, name.text)
        found = names.get(own)
        if found is None or not found.source.startswith("s.get("):
            if self.sight.complete:
                known = [each for each, of in names.items() if of.source.startswith("s.get(")]
                self.draft.findings.unknown("OL155", name.place, name.text, known)
            return None
        if isinstance(found.type, ListType | ObjectType):
            self.draft.findings.error("OL156", name.place, name=name.text, type=str(found.type))
            return None
        return own

    def stream(
        self,
        *,
        measure: Any,  # noqa: ANN401 - one of the stream's words
        value: Compiled | None,
        where: Condition | None,
        by: tuple[str, ...],
        carry: int | None,
    ) -> Stream:
        """Give the stream of these items, of which this is measured."""
        compiled = [each for each in (value, None if where is None else where.compiled) if each]
        parts = (
            measure, self.events, self.record, *(each.text for each in compiled),
            where is None, self.each, by, self.time, self.arrival, carry,
            *_constants(compiled),
        )  # fmt: skip
        digest = blake2b("\0".join(map(repr, parts)).encode(), digest_size=8).hexdigest()
        reads = {read.root for each in compiled for read in each.reads}
        reads |= {*by, self.time, *(() if self.each is None else (self.each,))}
        return Stream(
            id=digest,
            measure=measure,
            events=self.events,
            record=self.record,
            value=value,
            where=where,
            each=self.each,
            by=by,
            time=self.time,
            arrival=self.arrival,
            carry=carry,
            reads=frozenset(reads if self.record else ()),
        )

    def outages(self, connection: str) -> Stream:
        """Give the stream that tells whether a connection is down."""
        events = (f"connection.{connection}.down", f"connection.{connection}.up")
        shapes = [self.draft.events[name] for name in events if name in self.draft.events]
        sight = item_sight(self.draft.outline, _parts_of(shapes), None)
        own = replace(self, events=events, record="", sight=sight, each=None, time="")
        value = compile_expression("name", sight.scope)
        return own.stream(measure="last", value=value, where=None, by=(), carry=None)


def _constants(compiled: list[Compiled]) -> Iterator[str]:
    """Give what expressions hold that is constant: with other settings the items are others."""
    for each in compiled:
        yield from sorted(name for name in each.written.constants if name.startswith("k"))


def item_source(draft: Draft, node: MapNode, named: ScalarNode | None) -> ItemSource | None:
    """Give what the items of a figure are; None, with findings, when nothing is."""
    if named is None:
        return None
    record = draft.outline.records.get(named.text)
    shapes: tuple[EventShape, ...] = ()
    if record is None:
        shapes = _events(draft, named)
        if not shapes:
            return None
        about = {shape.record for shape in shapes}
        record = draft.outline.records.get(about.pop()) if len(about) == 1 else None
    is_event = bool(shapes)
    _refuse_others(draft, node, is_event=is_event)
    parts = _parts_of(shapes)
    sight = item_sight(draft.outline, parts, record)
    each = _each(draft, node, sight)
    if each is not None:
        sight = _inside(sight, each)
    return ItemSource(
        draft=draft,
        events=tuple(shape.name for shape in shapes),
        record="" if is_event or record is None else record.id,
        sight=sight,
        each=None if each is None else each.text,
        time="" if is_event else _time(draft, node, record),
        arrival=reading.text(node, "clock") == "arrival",
    )


def _events(draft: Draft, named: ScalarNode) -> tuple[EventShape, ...]:
    if named.text in draft.events or of_any(draft.events, named.text) or is_planned(named.text):
        return tuple(event_shapes(draft, (named,)))
    if draft.outline.complete:
        known = {**dict.fromkeys(draft.outline.records), **dict.fromkeys(draft.events)}
        draft.findings.unknown("OL150", named.place, named.text, tuple(known))
    return ()


def _parts_of(shapes: Sequence[EventShape]) -> Mapping[str, Type]:
    return event_type(shapes).fields if shapes else {}


def _refuse_others(draft: Draft, node: MapNode, *, is_event: bool) -> None:
    """Refuse what only the other sort of items has."""
    key, only = ("time", "records") if is_event else ("clock", "events")
    if key in node:
        draft.findings.error("OL154", node.keys[key].place, key=key, only=only)


def _each(draft: Draft, node: MapNode, sight: Sight) -> ScalarNode | None:
    said = reading.scalar(node, "each")
    if said is None:
        return None
    found = sight.scope.names.get(said.text)
    if found is not None and isinstance(found.type, ListType):
        return said
    if sight.complete or found is not None:
        lists = [name for name, of in sight.scope.names.items() if isinstance(of.type, ListType)]
        draft.findings.unknown("OL160", said.place, said.text, lists)
    return None


def _inside(sight: Sight, each: ScalarNode) -> Sight:
    """Let the entries of a list come before the names around it."""
    of = sight.scope.names[each.text].type
    entry = of.item if isinstance(of, ListType) else types.ANY
    if not isinstance(entry, ObjectType):
        return sight
    return sight.adding({name: field_name(name, part) for name, part in entry.fields.items()})


def _time(draft: Draft, node: MapNode, record: RecordOutline | None) -> str:
    said = reading.scalar(node, "time")
    if said is None or record is None:
        return "created_at"
    parts = record_type(record)
    name = (parts.aliases or {}).get(said.text, said.text)
    of = parts.fields.get(name)
    if of == types.TIME:
        return name
    if record.complete or of is not None:
        times = [each for each, kind in parts.fields.items() if kind == types.TIME]
        draft.findings.unknown("OL161", said.place, said.text, times)
    return "created_at"
