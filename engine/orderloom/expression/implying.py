"""Does one condition plainly contain another? Answered from the text alone, never guessed.

Only what stands side by side under ``and`` is compared: parts written alike, and comparisons of
one thing with a literal. "No" means that it cannot be seen here, not that it is not so.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType
from typing import Any, NamedTuple

from orderloom.expression.checker import literal_value
from orderloom.expression.faults import Faults
from orderloom.expression.parsing import parse
from orderloom.expression.syntax import ComparisonNode, ListNode, Literal, LogicNode, Node, Span
from orderloom.expression.values import Money

_PLACES = frozenset({"start", "end", "at"})
_TURNED = MappingProxyType({"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="})
_HOLDS = MappingProxyType({"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne})


class _Bound(NamedTuple):
    """``subject operator value``; of ``in`` several values, any of which it may be."""

    subject: object
    operator: str
    values: tuple[Any, ...]


def implies(condition: str, other: str) -> bool:
    """Say whether ``other`` is plainly true whenever ``condition`` is."""
    node, other_node = parse(condition, Faults()), parse(other, Faults())
    if node is None or other_node is None:
        return False
    known = tuple(_parts(node))
    return all(any(_covers(each, wanted) for each in known) for wanted in _parts(other_node))


def _parts(node: Node) -> Iterator[Node]:
    """Give what stands under ``and``, and each pair of a chained comparison."""
    if isinstance(node, LogicNode) and node.operator == "and":
        for each in node.operands:
            yield from _parts(each)
    elif isinstance(node, ComparisonNode):
        for index, operator in enumerate(node.operators):
            pair = node.operands[index : index + 2]
            yield ComparisonNode(node.start, node.end, pair, (operator,))
    else:
        yield node


def _covers(known: Node, wanted: Node) -> bool:
    if _form(known) == _form(wanted):
        return True
    bound, other = _bound(known), _bound(wanted)
    if bound is None or other is None or bound.subject != other.subject:
        return False
    return all(_is_within(bound.operator, value, other) for value in bound.values)


def _is_within(operator: str, value: object, other: _Bound) -> bool:
    """Say whether everything that is ``operator value`` is within ``other`` too."""
    if not all(_comparable(value, each) for each in other.values):
        return False
    if operator == "==":
        return any(_holds(value, other.operator, each) for each in other.values)
    (limit,) = other.values[:1]
    if len(other.values) > 1 or operator == "!=":
        return False
    if operator[0] == other.operator[0]:  # the same direction: the limit must be no nearer
        is_open = operator in {"<", ">"}
        return _holds(value, f"{operator[0]}=", limit) and (
            is_open or other.operator == operator or not _holds(value, "==", limit)
        )
    if other.operator == "!=":
        return not _holds(limit, operator, value)
    return False


def _holds(left: Any, operator: str, right: Any) -> bool:  # noqa: ANN401 - literals of one kind
    if isinstance(left, Money):
        left, right = left.amount, right.amount
    return bool(_HOLDS[operator](left, right))


def _comparable(a: object, b: object) -> bool:
    if isinstance(a, Money) and isinstance(b, Money):
        return a.currency == b.currency
    numbers = (int, Decimal)
    if isinstance(a, numbers) and isinstance(b, numbers):
        return not isinstance(a, bool) and not isinstance(b, bool)
    return type(a) is type(b) and isinstance(a, str | timedelta)


def _bound(node: Node) -> _Bound | None:
    """Read a comparison with a literal; None for anything else."""
    if not isinstance(node, ComparisonNode):
        return None
    (left, right), (operator,) = node.operands, node.operators
    if isinstance(left, Literal):
        left, right, operator = right, left, _TURNED.get(operator, "")
    if isinstance(right, Literal) and operator in _HOLDS:
        return _Bound(_form(left), operator, (literal_value(right)[0],))
    if operator == "in" and isinstance(right, ListNode):
        literals = [each for each in right.items if isinstance(each, Literal)]
        if literals and len(literals) == len(right.items):
            return _Bound(_form(left), "==", tuple(literal_value(each)[0] for each in literals))
    return None


def _form(node: object) -> object:
    """Give what was written, without where it stands."""
    if isinstance(node, tuple):
        return tuple(map(_form, node))
    if not isinstance(node, Span):
        return node
    parts = [_form(getattr(node, each.name)) for each in fields(node) if each.name not in _PLACES]
    return (type(node), *parts)
