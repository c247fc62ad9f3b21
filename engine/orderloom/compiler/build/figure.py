"""Figures: what their items are, what is measured of them, by which group and when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from orderloom.compiler.build.expressions import compile_at, condition
from orderloom.compiler.build.figure_items import ItemSource, item_source
from orderloom.compiler.build.figure_windows import build_window
from orderloom.compiler.build.values import build_value, is_expression
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.common import Value
from orderloom.definition.figure import FIGURE_KINDS, Figure, FigureKind
from orderloom.expression import types
from orderloom.expression.compiled import Compiled
from orderloom.expression.kinds import kind as kind_of
from orderloom.expression.literals import parse_duration
from orderloom.expression.scope import Name
from orderloom.expression.types import AnyType, ListType, ObjectType, Type

Measured = Literal["count", "sum", "extreme", "last", "distinct", "share", "duration"]

_MEASURES: Mapping[str, Measured] = {
    "count": "count",
    "sum": "sum",
    "avg": "sum",
    "min": "extreme",
    "max": "extreme",
    "last": "last",
    "distinct": "distinct",
    "share": "share",
    "duration": "duration",
}
_ADDED = ("number", "money", "duration")
_COMPARED = (*_ADDED, "time", "date", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks for a figure.

    Attributes:
        name: Full name of the figure, such as ``rule/busy.facts.orders``.
        sight: What may choose the group and make the window.
    """

    draft: Draft
    name: str
    sight: Sight


def build_figure(asker: Asker, node: Node | None) -> Figure | None:
    """Build a figure; None, with findings, when it is not known what it says."""
    if not isinstance(node, MapNode):
        return None
    kind = next((each for each in FIGURE_KINDS if each in node), None)
    if kind is None:
        return None
    source = _source(asker.draft, node, kind)
    if source is None:
        return None
    asker = replace(asker, sight=asker.sight.without_metrics("OL194"))
    value = _value(asker.draft, node, kind, source)
    groups = _groups(asker, node, source)
    window = build_window(asker.draft, node, asker.sight)
    if (kind != "count" and value is None) or groups is None or window is None:
        return None
    where = node.get("where")
    stream = source.stream(
        measure=_MEASURES[kind],
        value=value,
        where=condition(asker.draft, where, source.sight),
        by=tuple(groups),
        carry=_carry(asker.draft, node, kind),
    )
    needs = tuple(
        (each.text, source.outages(each.text))
        for each in reading.words(node, "needs")
        if asker.draft.one_of("connection", "OL211", each)
    )
    return Figure(
        name=asker.name,
        place=node.place,
        kind=kind,
        type=_type(kind, value),
        stream=stream,
        pick=tuple(groups.values()),
        within=window.within,
        since=window.since,
        over=window.over,
        offset=window.offset,
        needs=needs,
    )


def build_figures(asker: Asker, node: Node | None) -> dict[str, Figure]:
    """Build figures by name; those names may mean nothing else where they are used."""
    found: dict[str, Figure] = {}
    if not isinstance(node, MapNode):
        return found
    for key, each in reading.pairs(node):
        if key.text in asker.sight.scope.names:
            asker.draft.findings.error("OL159", key.place, name=key.text)
            continue
        own = Asker(draft=asker.draft, name=f"{asker.name}.{key.text}", sight=asker.sight)
        if (figure := build_figure(own, each)) is not None:
            found[key.text] = figure
    return found


def _source(draft: Draft, node: MapNode, kind: FigureKind) -> ItemSource | None:
    """Give what the items are: 'count' names it itself, the others say 'of'."""
    own, of = node.keys[kind], node.keys.get("of")
    if kind == "count":
        if of is not None:
            draft.findings.error("OL151", of.place)
        return item_source(draft, node, reading.scalar(node, "count"))
    if of is None:
        draft.findings.error("OL152", own.place, kind=kind)
    return item_source(draft, node, reading.scalar(node, "of"))


def _value(draft: Draft, node: MapNode, kind: FigureKind, source: ItemSource) -> Compiled | None:
    """Compile what is measured; a type of which nothing can be said is refused."""
    said = reading.scalar(node, kind)
    if kind == "count" or said is None:
        return None
    expected = types.BOOLEAN if kind in ("share", "duration") else None
    compiled = compile_at(draft, said, source.sight, expected=expected)
    if compiled is None or expected is not None or _fits(kind, compiled.type):
        return compiled
    draft.findings.error("OL153", said.place, kind=kind, found=str(compiled.type))
    return None


def _fits(kind: FigureKind, of: Type) -> bool:
    if isinstance(of, AnyType):
        return True
    if kind in ("sum", "avg"):
        return kind_of(of) in _ADDED
    if kind in ("min", "max"):
        return kind_of(of) in _COMPARED
    return not isinstance(of, ListType | ObjectType)


def _type(kind: FigureKind, value: Compiled | None) -> Type:
    if value is None or kind == "distinct":
        return types.INTEGER
    if kind == "share":
        return types.DECIMAL
    if kind == "duration":
        return types.DURATION
    if kind == "avg" and kind_of(value.type) == "number":
        return types.DECIMAL
    return value.type


def _groups(asker: Asker, node: MapNode, source: ItemSource) -> dict[str, Value] | None:
    """Give the names that make an item's group, each with what picks one."""
    by, found = node.get("by"), dict[str, Value]()
    is_whole = True
    named: list[tuple[ScalarNode, Node | None]]
    if isinstance(by, MapNode):
        named = list(reading.pairs(by))
    else:
        named = [(word, None) for word in reading.words(node, "by")]
    for name, each in named:
        own = source.group(name)
        picked = None if own is None else _picked(asker, name, each)
        if own is None or picked is None:
            is_whole = False
        else:
            found[own] = picked
    return found if is_whole else None


def _picked(asker: Asker, name: ScalarNode, node: Node | None) -> Value | None:
    """Give what picks a group: the same name of whoever asks, where no value is written."""
    if node is not None:
        if isinstance(node, ScalarNode) and not is_expression(node) and not node.text:
            asker.draft.findings.error("OL158", name.place, name=name.text)
            return None
        return build_value(asker.draft, node, asker.sight, None)
    known = asker.sight.scope.names
    if name.text not in known:
        if asker.sight.complete:
            asker.draft.findings.error("OL157", name.place, name=name.text)
        return None
    compiled = compile_at(asker.draft, name, asker.sight)
    return None if compiled is None else Value(place=name.place, compiled=compiled)


def _carry(draft: Draft, node: MapNode, kind: FigureKind) -> int | None:
    said = reading.scalar(node, "carry")
    if said is None:
        return None
    if kind != "duration":
        draft.findings.error("OL154", node.keys["carry"].place, key="carry", only="duration")
        return None
    span = parse_duration(said.text)
    return None if span is None else round(span.total_seconds()) * 1_000_000


def with_facts(sight: Sight, facts: Mapping[str, Figure], node: Node | None) -> Sight:
    """Let what is judged see figures; they are worked out when they are asked for.

    Those in ``node`` that have findings may be anything, and are none again.
    """
    written = [key.text for key, _ in reading.pairs(node)] if isinstance(node, MapNode) else []
    names = {
        name: Name(type=types.ANY, source=f"e.facts.get({name!r})")
        for name in written
        if name not in sight.scope.names
    }
    names |= {
        name: Name(type=each.type, source=f"e.facts.get({each.name!r})", volatile=True)
        for name, each in facts.items()
    }
    return sight.adding(names)


def frozen(sight: Sight) -> Sight:
    """Let actions see figures as they were when it was judged."""
    for name, each in sight.scope.names.items():
        if each.source.startswith("e.facts."):
            sight = sight.with_result(name, each.type)
    return sight
