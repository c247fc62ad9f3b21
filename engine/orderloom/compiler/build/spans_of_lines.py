"""Where the columns of a fixed-width line are."""

from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.mapping import Span
from orderloom.expression.faults import shown


def build_spans(draft: Draft, node: MapNode) -> tuple[Span, ...]:
    """Build ``columns``: a bare width begins where the column above it ends.

    A column may be a part of another, such as the year of a day, but two that only share their
    borders are one that is written wrongly.
    """
    found: list[Span] = []
    for key, value in reading.entries(node, "columns"):
        span = _span(key.text, value, found[-1].end if found else 0)
        clash = next((each for each in found if _is_torn(each, span)), None)
        if clash is not None:
            draft.findings.error(
                "OL942",
                key.place,
                name=shown(span.name),
                other=shown(clash.name),
                first=str(clash.begin + 1),
                last=str(clash.end),
            )
        found.append(span)
    return tuple(found)


def _span(name: str, value: Node, after: int) -> Span:
    if isinstance(value, MapNode):
        begin = max(reading.number(value, "start", 1), 1) - 1
        return Span(name=name, begin=begin, end=begin + reading.number(value, "width", 1))
    width = value.text if isinstance(value, ScalarNode) else ""
    return Span(name=name, begin=after, end=after + (int(width) if width.isdecimal() else 1))


def _is_torn(one: Span, other: Span) -> bool:
    """Say whether two columns share positions, and neither lies within the other."""
    shares = one.begin < other.end and other.begin < one.end
    return shares and not (_holds(one, other) or _holds(other, one))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.begin <= inner.begin and inner.end <= outer.end
