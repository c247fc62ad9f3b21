"""What a metric usually is at an hour: the median of earlier ones, and how far they spread."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from orderloom.definition.metric import FEWEST, Baseline
from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.functions.time import at_wall_clock
from orderloom.expression.values import Money
from orderloom.kernel.figures.atoms import MICRO, lasting, number_of

_TO_SIGMA: Final = Decimal("1.4826")
"""Of what is spread normally the median deviation times this is the standard deviation."""
_DAYS: Final = {"day": 1, "week": 7}


class Usual(NamedTuple):
    """What is usual: ``n`` values were looked at; of fewer than three the rest is missing."""

    baseline: Any
    sigma: Any
    n: int


def hours_before(baseline: Baseline, now: datetime, zone: str) -> Iterator[datetime]:
    """Give the same local hour of earlier days or weeks, newest first.

    An hour that a day skips is the next valid instant, a doubled one the first.
    """
    local = now.astimezone(ZoneInfo(zone))
    begin = datetime(local.year, local.month, local.day, local.hour)  # noqa: DTZ001 - a wall clock
    step = timedelta(days=_DAYS[baseline.season])
    for _ in range(baseline.periods):
        if begin.date() - date.min < step:
            return
        begin -= step
        yield at_wall_clock(begin, ZoneInfo(zone))


def oldest_needed(baseline: Baseline, now: datetime, zone: str) -> datetime:
    """Give the first instant at which a value may still be asked for from ``now`` on."""
    return min(hours_before(baseline, now, zone), default=now)


def usual(values: Sequence[Any]) -> Usual:
    """Give the median of values, and the standard deviation that their spread stands for.

    Values are numbers, durations, or money of one currency; those that are none, or are of
    different kinds, make nothing usual.
    """
    units = {_unit(each) for each in values}
    if len(values) < FEWEST or len(units) != 1 or None in units:
        return Usual(None, None, len(values))
    numbers = [_number(each) for each in values]
    middle = median(numbers)
    spread = median([abs(CONTEXT.subtract(each, middle)) for each in numbers])
    unit = units.pop() or ""
    sigma = CONTEXT.multiply(spread, _TO_SIGMA)
    return Usual(_valued(unit, middle), _valued(unit, sigma), len(values))


def median(numbers: Sequence[Decimal]) -> Decimal:
    """Give the value in the middle; of an even number of values the mean of the two."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return CONTEXT.divide(CONTEXT.add(ordered[half - 1], ordered[half]), Decimal(2))


def _unit(value: object) -> str | None:
    """Give what a value is counted in: its currency; numbers and durations have a sign."""
    match value:
        case bool():
            return None
        case int() | Decimal():
            return "n"
        case timedelta():
            return "u"
        case Money():
            return value.currency
        case _:
            return None


def _number(value: Any) -> Decimal:  # noqa: ANN401 - a flow's value
    match value:
        case timedelta():
            return Decimal(lasting(value))
        case Money():
            return value.amount
        case _:
            return Decimal(value)


def _valued(unit: str, number: Decimal) -> Any:  # noqa: ANN401
    if unit == "u":
        return int(number.to_integral_value()) * MICRO
    if unit == "n":
        return number_of(f"{number:f}")
    return Money(number, unit)
