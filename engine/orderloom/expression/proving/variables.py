"""What conditions are about, and the values that matter: one out of every interval, each border.

A condition compares a thing with literals. Between two literals beside each other all values give
the same answers, so that one of them speaks for all: whoever has tried it has tried them all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from orderloom.expression.currencies import MINOR_UNITS
from orderloom.expression.kinds import kind
from orderloom.expression.proving.forms import Form, Spot
from orderloom.expression.typed import Call, Meaning
from orderloom.expression.types import (
    ChoiceType,
    ListType,
    MoneyType,
    ObjectType,
    ScalarType,
    Type,
)
from orderloom.expression.values import Money

_FRESH = "anything"
_COUNTS = frozenset({"length", "count"})
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


_SAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        "number": 1,
        "boolean": True,
        "time": datetime(2026, 1, 5, 2, tzinfo=UTC),
        "date": date(2026, 1, 5),
        "duration": timedelta(hours=1),
    }
)


@dataclass(slots=True)
class Variable:
    """One thing that conditions are about.

    Attributes:
        key: Equal for equal things.
        node: Its first occurrence.
        spot: Where a record has it; None: it is worked out, so that its values are only assumed.
        said: How it was written.
        literals: What it is compared with.
        is_truth: It is a condition that nothing is known of.
        answers: Only how it compares with another thing is asked: less, equal or more.
    """

    key: Form
    node: Meaning
    spot: Spot | None
    said: str
    literals: list[Any] = field(default_factory=list)
    is_truth: bool = False
    answers: bool = False


def values_of(variable: Variable, never_missing: Callable[[Spot], bool]) -> tuple[Any, ...]:
    """Give the values that matter, None for missing among them where it can be missing."""
    found: list[Any]
    if variable.answers:
        found = [-1, 0, 1]
    elif variable.is_truth or _is_boolean(variable.node):
        found = [True, False]
    else:
        found = list(_values(variable))
    counts = isinstance(variable.node, Call) and variable.node.function.name in _COUNTS
    if counts:
        found = [each for each in found if each >= 0]
    sure = variable.spot is not None and never_missing(variable.spot)
    if not counts and not sure:
        found.append(None)
    return tuple(found)


def _is_boolean(node: Meaning) -> bool:
    return isinstance(node.type, ScalarType) and node.type.name == "boolean"


def _values(variable: Variable) -> Iterator[Any]:
    of = variable.node.type
    literals = [each for each in variable.literals if each is not None]
    if isinstance(of, ChoiceType):
        yield from of.of
        return
    groups: dict[object, list[Any]] = {}
    for each in literals:
        groups.setdefault(_family(each), []).append(each)
    if not groups:
        yield sample(of)
    for family, group in groups.items():
        yield from _around(family, sorted({*group}), variable)


def sample(of: Type) -> Any:  # noqa: ANN401 - any value of the language
    """Give a value of a type."""
    match of:
        case ChoiceType(of=(first, *_)):
            return first
        case ListType(item=item):
            return [sample(item)]
        case ObjectType():
            return {}
        case MoneyType(currency=currency):
            return Money(Decimal(1), currency or "CNY")
        case _:
            return _SAMPLES.get(kind(of), _FRESH)


def _family(literal: object) -> object:  # noqa: PLR0911 - one line a kind
    match literal:
        case bool():
            return "boolean"
        case int() | Decimal():
            return "number"
        case Money(currency=currency):
            return Money(Decimal(0), currency)
        case datetime():
            return "time"
        case date():
            return "date"
        case timedelta():
            return "duration"
        case _:
            return "text"


def _around(  # noqa: PLR0911 - one arm a kind
    family: object, literals: list[Any], variable: Variable
) -> Iterable[Any]:
    """Give the literals, and a value below, between and above them."""
    match family:
        case "text":
            return [*literals, _fresh(literals)]
        case "boolean":
            return [True, False]
        case "number" if _is_whole(variable):
            return _whole(literals)
        case "number":
            return _between(literals, Decimal(1), _halfway)
        case Money(currency=currency):
            amounts = [each.amount for each in literals]
            step = Decimal(1).scaleb(-MINOR_UNITS.get(currency, 2))
            if variable.spot is not None:  # a field is rounded to the currency's minor unit
                return [Money(each, currency) for each in _steps(amounts, step)]
            return [Money(each, currency) for each in _between(amounts, step, _halfway)]
        case "time":
            return _between(literals, _SECOND, lambda a, b: a + (b - a) / 2)
        case "date":
            return _steps(literals, _DAY)
        case "duration":
            return _between(literals, _SECOND, lambda a, b: a + (b - a) / 2)
        case _:
            return []


def _fresh(literals: list[str]) -> str:
    found = _FRESH
    while found in literals:
        found += "x"
    return found


def _is_whole(variable: Variable) -> bool:
    of = variable.node.type
    return isinstance(of, ScalarType) and of.name == "integer"


def _whole(literals: list[Any]) -> list[int]:
    near: set[int] = set()
    for each in literals:
        low = int(Decimal(each).to_integral_value(ROUND_FLOOR))
        high = int(Decimal(each).to_integral_value(ROUND_CEILING))
        near |= {low - 1, low, high, high + 1}
    return sorted(near)


def _halfway(low: Decimal, high: Decimal) -> Decimal:
    return (Decimal(low) + Decimal(high)) / 2


def _between(literals: list[Any], step: Any, halfway: Callable[[Any, Any], Any]) -> list[Any]:  # noqa: ANN401
    if not literals:
        return []
    inner = [halfway(low, high) for low, high in pairwise(literals)]
    return sorted({literals[0] - step, *literals, *inner, literals[-1] + step})


def _steps(literals: list[Any], step: Any) -> list[Any]:  # noqa: ANN401 - amounts or days
    """Give each literal and its neighbours; there is nothing nearer."""
    return sorted({each + way for each in literals for way in (-step, 0 * step, step)})
