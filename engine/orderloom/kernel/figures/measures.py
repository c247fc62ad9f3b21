"""What is kept of items: a summary of one, and of two stretches of time joined.

Joining is associative, so that a stretch of any length is the sum of a few pages.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Context, Decimal
from types import MappingProxyType
from typing import Any, Final, Protocol

from orderloom.definition.figure import FigureKind
from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.trouble import refuse
from orderloom.expression.values import Money
from orderloom.kernel.figures.atoms import Atom, number_of, value_of

_EXACT: Final = Context(prec=4_000)
"""Wide enough that no sum depends on the order in which it is made."""
_MICRO: Final = timedelta(microseconds=1)


class Measure(Protocol):
    """How items become summaries."""

    @property
    def is_ordered(self) -> bool:
        """Say whether the order of items matters."""
        ...

    def one(self, at: int, kept: Any) -> Any:  # noqa: ANN401 - what pages keep
        """Give the summary of one item."""
        ...

    def join(self, earlier: Any, later: Any) -> Any:  # noqa: ANN401
        """Give the summary of two stretches, of which one comes first."""
        ...


class Counting:
    """How many: a number."""

    is_ordered = False

    def one(self, at: int, kept: object) -> int:
        """Give 1."""
        del at, kept
        return 1

    def join(self, earlier: int, later: int) -> int:
        """Add."""
        return earlier + later


class Summing:
    """How many, and the sum by unit: ``[number, {unit: amount}]``."""

    is_ordered = False

    def one(self, at: int, kept: Atom) -> list[Any]:
        """Give the sum of one."""
        del at
        return [1, {_unit(kept): str(kept[1])}]

    def join(self, earlier: list[Any], later: list[Any]) -> list[Any]:
        """Add, each unit apart."""
        sums = dict(earlier[1])
        for unit, amount in later[1].items():
            known = sums.get(unit)
            sums[unit] = amount if known is None else _added(known, amount)
        return [earlier[0] + later[0], sums]


def _added(a: str, b: str) -> str:
    if a.lstrip("-").isdecimal() and b.lstrip("-").isdecimal():
        return str(int(a) + int(b))
    return str(_EXACT.add(Decimal(a), Decimal(b)))


def _unit(kept: Atom) -> str:
    """Give what a value is counted in: its currency; numbers and durations have a sign."""
    kind: str = kept[0]
    return str(kept[2]) if kind == "m" else kind


class Extremes:
    """The smallest and the greatest by unit: ``{unit: [smallest, greatest]}``."""

    is_ordered = False

    def one(self, at: int, kept: Atom) -> dict[str, list[Any]]:
        """Give both of one."""
        del at
        return {_unit(kept): [kept[1], kept[1]]}

    def join(
        self, earlier: dict[str, list[Any]], later: dict[str, list[Any]]
    ) -> dict[str, list[Any]]:
        """Take the smaller and the greater, each unit apart."""
        found = dict(earlier)
        for unit, (least, most) in later.items():
            known = found.get(unit)
            if known is not None:
                rank = _rank_of(unit)
                least, most = min(known[0], least, key=rank), max(known[1], most, key=rank)  # noqa: PLW2901
            found[unit] = [least, most]
        return found


def _rank_of(unit: str) -> Any:  # noqa: ANN401 - a sort key
    return _itself if unit in ("t", "b", "i", "d", "u") else Decimal


def _itself(kept: object) -> object:
    return kept


class Shares:
    """How many, and how many of them are true: ``[number, true]``."""

    is_ordered = False

    def one(self, at: int, kept: int) -> list[int]:
        """Give the share of one."""
        del at
        return [1, kept]

    def join(self, earlier: list[int], later: list[int]) -> list[int]:
        """Add both."""
        return [earlier[0] + later[0], earlier[1] + later[1]]


class Lasting:
    """How long it was true from the first item to the last: ``[first, last, is true, time]``.

    Args:
        carry: So long does an item hold at most, in microseconds; None: until the next.
    """

    is_ordered = True

    def __init__(self, carry: int | None) -> None:
        self.carry = carry

    def one(self, at: int, kept: int) -> list[int]:
        """Give the time of one: none yet."""
        return [at, at, kept, 0]

    def join(self, earlier: list[int], later: list[int]) -> list[int]:
        """Add what passed between the two."""
        between = self.held(earlier[2], later[0] - earlier[1])
        return [earlier[0], later[1], later[2], earlier[3] + between + later[3]]

    def held(self, kept: int, span: int) -> int:
        """Give how much of the time after an item it was true."""
        if not kept or span <= 0:
            return 0
        return span if self.carry is None else min(span, self.carry)


_PLAIN: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        "count": Counting(),
        "distinct": Counting(),
        "last": Counting(),
        "sum": Summing(),
        "extreme": Extremes(),
        "share": Shares(),
    }
)


def measure_of(name: str, carry: int | None = None) -> Measure:
    """Give the measure of a stream."""
    return Lasting(carry) if name == "duration" else _PLAIN[name]


def told(kind: FigureKind, summary: Any) -> Any:  # noqa: ANN401 - summaries differ
    """Give a figure's value out of the summary of its window; None: missing.

    Raises:
        EvaluationFault: Different currencies were to be added or compared.
    """
    if summary is None:
        return 0 if kind in ("count", "sum") else None
    match kind:
        case "count":
            return summary
        case "sum" | "avg":
            return _total(kind, *summary)
        case "min" | "max":
            unit, both = _only(summary)
            return _valued(unit, both[kind == "max"])
        case "share":
            return CONTEXT.divide(Decimal(summary[1]), Decimal(summary[0]))
        case _:  # they are not read off a summary
            raise AssertionError(kind)


def _total(kind: FigureKind, number: int, sums: Mapping[str, str]) -> Any:  # noqa: ANN401
    unit, amount = _only(sums)
    total = CONTEXT.plus(Decimal(amount))
    if kind == "avg":
        total = CONTEXT.divide(total, Decimal(number))
    if unit == "u":
        return int(total.to_integral_value()) * _MICRO
    if unit == "n":
        return number_of(str(total))
    return Money(total, unit)


def _valued(unit: str, kept: Any) -> Any:  # noqa: ANN401
    if len(unit) == 1:
        return value_of([unit, kept])
    return value_of(["m", kept, unit])


def _only(by_unit: Mapping[str, Any]) -> tuple[str, Any]:
    """Give the one unit that there is."""
    if len(by_unit) > 1:
        first, second = _two(sorted(by_unit))
        refuse("OL391", 0, 0, left=first, right=second)
    return next(iter(by_unit.items()))


def _two(units: Iterable[str]) -> tuple[str, str]:
    first, second, *_ = units
    return first, second
