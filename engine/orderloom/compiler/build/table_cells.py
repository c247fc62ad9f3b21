"""Cells that are conditions: values, lists of values, bands and parts of texts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from orderloom.compiler.build.literals import TEXTS, Unreadable, read_literal
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.record import Field
from orderloom.definition.table import Match
from orderloom.expression.conditions import Band, Condition, Containing, OneOf
from orderloom.expression.functions.text import normal
from orderloom.expression.literals import (
    parse_date,
    parse_decimal,
    parse_duration,
    parse_integer,
    parse_money,
    parse_percent,
    parse_time,
)
from orderloom.expression.values import Money

ANY = "-"
"""A cell that asks nothing."""

_BANDS = {
    "integer": "50..500",
    "decimal": "0.5..2",
    "money": "CNY 50..CNY 500",
    "duration": "30m..48h",
    "time": "2026-01-01T00:00+08:00..2026-02-01T00:00+08:00",
    "date": "2026-01-01..2026-02-01",
}
_SEPARATOR = "|"
"""Stands between the values of ``any_of`` where a cell is one text."""


def check_match(draft: Draft, node: Node, field: Field, match: Match | None) -> bool:
    """Say whether ``match`` can judge the column's type, with a finding when it cannot."""
    judged = {"band": tuple(_BANDS), "contains": tuple(sorted(TEXTS))}
    if match is None or match not in judged or field.kind in judged[match]:
        return True
    place = node.keys["match"].place if isinstance(node, MapNode) else node.place
    types = ", ".join(judged[match])
    draft.findings.error("OL296", place, match=match, type=field.kind, types=types)
    return False


def build_condition(
    draft: Draft, node: Node, field: Field, match: Match, *, is_from_file: bool
) -> Condition | Unreadable | None:
    """Build what a cell asks; None for ``-``, ``Unreadable`` with a finding."""
    if isinstance(node, ScalarNode) and node.text.strip() == ANY:
        return None
    match match:
        case "equal":
            return _one_of(draft, (node,), field)
        case "any_of":
            return _one_of(draft, _several(node, is_from_file=is_from_file), field)
        case "contains":
            return _containing(draft, node, field)
        case "band":
            return _band(draft, node, field)


def _several(node: Node, *, is_from_file: bool) -> tuple[Node, ...]:
    if not is_from_file or not isinstance(node, ScalarNode):
        return reading.several(node)
    texts = (each.strip() for each in node.text.split(_SEPARATOR))
    return tuple(ScalarNode(text, node.place, node.style) for text in texts if text)


def _one_of(draft: Draft, nodes: tuple[Node, ...], field: Field) -> Condition | Unreadable:
    values = tuple(read_literal(draft, each, field) for each in nodes)
    if any(isinstance(each, Unreadable) for each in values):
        return Unreadable()
    return OneOf(tuple(dict.fromkeys(each for each in values if each is not None)))


def _containing(draft: Draft, node: Node, field: Field) -> Condition | Unreadable:
    part = read_literal(draft, node, field)
    if isinstance(part, str) and normal(part):
        return Containing(part)
    if not isinstance(part, Unreadable):
        draft.findings.error("OL291", node.place, column=field.name)
    return Unreadable()


def _band(draft: Draft, node: Node, field: Field) -> Condition | Unreadable:
    """Read ``low..high``, either end of which may be left out, not both."""
    text = node.text if isinstance(node, ScalarNode) else "[…]"
    ends = [each.strip() for each in text.split("..")]
    found = [_end(each, field.kind) if each else None for each in ends]
    is_sound = all(value is not None for end, value in zip(ends, found, strict=True) if end)
    if len(ends) != 2 or not any(ends) or not is_sound:
        draft.findings.error(
            "OL292", node.place, value=text, type=field.kind, example=_BANDS[field.kind]
        )
        return Unreadable()
    return _between(draft, node, field, found)


def _between(draft: Draft, node: Node, field: Field, ends: Sequence[Any]) -> Condition | Unreadable:
    low, high = ends
    currencies = {each.currency for each in ends if isinstance(each, Money)}
    if field.currency is not None and currencies - {field.currency}:
        draft.findings.error(
            "OL404",
            node.place,
            related=field.place,
            field=field.name,
            currency=field.currency,
            value=(currencies - {field.currency}).pop(),
        )
        return Unreadable()
    if len(currencies) > 1 or (low is not None and high is not None and low >= high):
        draft.findings.error("OL293", node.place, value=getattr(node, "text", ""))
        return Unreadable()
    return Band(low, high)


def _end(text: str, kind: str) -> Any:  # noqa: ANN401 - a value of the column's type
    match kind:
        case "integer":
            return parse_integer(text)
        case "decimal":
            number = parse_decimal(text)
            return parse_percent(text) if number is None else number
        case "money":
            return parse_money(text)
        case "duration":
            return timedelta() if text == "0" else parse_duration(text)
        case "time":
            return parse_time(text)
        case _:
            return parse_date(text)
