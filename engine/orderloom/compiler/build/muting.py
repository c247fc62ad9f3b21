"""When a rule's messages are held back: ``quiet`` and ``inhibited_by``."""

from collections.abc import Iterator
from datetime import time

from orderloom.compiler.build.spans import some_span
from orderloom.compiler.build.triggers import event_shapes
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.scopes import record_type
from orderloom.definition.muting import Inhibit, Quiet
from orderloom.diagnostics import Place


def build_quiet(draft: Draft, root: MapNode) -> tuple[Quiet, ...]:
    """Build when a rule is silent; what has findings is left out."""
    return tuple(
        quiet
        for node in reading.several(root.get("quiet"))
        if isinstance(node, MapNode) and (quiet := _quiet(draft, node)) is not None
    )


def _quiet(draft: Draft, node: MapNode) -> Quiet | None:
    between = reading.scalar(node, "between")
    if between is not None:
        start, _, end = between.text.partition("-")
        zone = reading.text(node, "zone", draft.outline.zone)
        return Quiet(zone=zone, start=time.fromisoformat(start), end=time.fromisoformat(end))
    span = some_span(draft, node, "for")
    events = tuple(shape.name for shape in event_shapes(draft, reading.words(node, "after")))
    return None if span is None or not events else Quiet(events=events, span=span)


def build_inhibits(draft: Draft, root: MapNode) -> tuple[Inhibit, ...]:
    """Build which rules silence this one; they must last."""
    return tuple(
        inhibit
        for node in reading.several(root.get("inhibited_by"))
        if isinstance(node, MapNode) and (inhibit := _inhibit(draft, node)) is not None
    )


def _inhibit(draft: Draft, node: MapNode) -> Inhibit | None:
    named = reading.scalar(node, "rule")
    if named is None:
        return None
    other = draft.outline.declarations["rule"].get(named.text)
    if other is None:
        draft.unknown("OL182", named, draft.outline.places("rule"))
        return None
    if "while" not in other.root:
        draft.findings.error("OL183", named.place, related=other.place, name=named.text)
        return None
    known = dict(_names(draft, other))
    same = reading.words(node, "same")
    for word in same:
        if word.text not in known:
            draft.unknown("OL184", word, known, rule=named.text)
    return Inhibit(rule=named.text, same=tuple(word.text for word in same))


def _names(draft: Draft, rule: Declaration) -> Iterator[tuple[str, Place]]:
    """Give the names whose values tell what a lasting rule is on for."""
    for word in reading.words(rule.root, "per"):
        yield word.text, word.place
    record = draft.outline.records.get(reading.text(rule.root, "record"))
    if record is not None:
        for name in record_type(record).fields:
            yield name, record.place
