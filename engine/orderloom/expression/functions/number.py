"""Functions over numbers and choices between values."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from orderloom.expression.arithmetic import round_half_up
from orderloom.expression.functions.model import Function, Parameter
from orderloom.expression.kinds import is_integer, kind, unify, unify_all
from orderloom.expression.limits import MAX_DIGITS
from orderloom.expression.ordering import best
from orderloom.expression.trouble import refuse
from orderloom.expression.types import BOOLEAN, DECIMAL, INTEGER, ListType, MoneyType, Type
from orderloom.expression.values import Money

_ORDERED = ("number", "money", "time", "date", "duration")


def has(values: Sequence[object]) -> bool:
    """Say whether all are present; empty text is missing."""
    return all(value is not None and value != "" for value in values)


def missing(value: object) -> bool:
    """Say whether a value is absent."""
    return value is None or value == ""


def default(value: object, otherwise: object) -> object:
    """Give the first, or the second where the first is missing."""
    return otherwise if value is None or value == "" else value


def absolute(value: Any) -> Any:  # noqa: ANN401 - a number, money or a duration
    """Drop the sign."""
    if isinstance(value, Money):
        return Money(value.amount.copy_abs(), value.currency)
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


def floor(value: int | Decimal) -> int:
    """Give the next whole number below."""
    return int(Decimal(value).to_integral_value(ROUND_FLOOR))


def ceil(value: int | Decimal) -> int:
    """Give the next whole number above."""
    return int(Decimal(value).to_integral_value(ROUND_CEILING))


def smallest(values: Sequence[Any], start: int, end: int) -> object:
    """Give the least that is present."""
    return best(_spread(values), start, end, least=True)


def greatest(values: Sequence[Any], start: int, end: int) -> object:
    """Give the greatest that is present."""
    return best(_spread(values), start, end, least=False)


def _spread(values: Sequence[Any]) -> Sequence[Any]:
    """Take the items of a single list."""
    if (
        len(values) == 1
        and isinstance(values[0], list | tuple)
        and not isinstance(values[0], Money)
    ):
        return values[0]
    return values


def round_(value: int | Decimal | Money, places: int | None, start: int, end: int) -> object:
    """Round half up; without digits to a whole number."""
    if places is not None and not -MAX_DIGITS <= places <= MAX_DIGITS:
        refuse("OL395", start, end, found=str(places), expected=f"-{MAX_DIGITS} to {MAX_DIGITS}")
    if isinstance(value, Money):
        return Money(round_half_up(value.amount, places or 0), value.currency)
    rounded = round_half_up(value, places or 0)
    return int(rounded) if places is None else rounded


def _same(types: Sequence[Type]) -> Type | None:
    return types[0]


def _common(types: Sequence[Type]) -> Type | None:
    if len(types) == 1 and isinstance(types[0], ListType):
        types = [types[0].item]
    found = unify_all(types)
    return found if found is not None and kind(found) in {*_ORDERED, "any"} else None


def _either(types: Sequence[Type]) -> Type | None:
    return unify(types[0], types[1])


def _rounded(types: Sequence[Type]) -> Type | None:
    value, places = types
    if isinstance(value, MoneyType):
        return value
    if kind(value) == "any":
        return value
    return INTEGER if kind(places) == "missing" or is_integer(value) else DECIMAL


_N = Parameter(name="n", accepts=("number",))
_MANY = Parameter(name="a", accepts=(*_ORDERED, "list"), many=True)

FUNCTIONS = (
    Function(
        name="has", parameters=(Parameter(name="x", many=True),), result=BOOLEAN, run=has,
        takes_missing=True, never_missing=True,
        en="whether all are present; never unknown", zh="是否都有值;不会是未知",
    ),
    Function(
        name="missing", parameters=(Parameter(name="x"),), result=BOOLEAN, run=missing,
        takes_missing=True, never_missing=True,
        en="whether it is absent; never unknown", zh="是否缺失;不会是未知",
    ),
    Function(
        name="default", parameters=(Parameter(name="x"), Parameter(name="y")), result=_either,
        run=default, takes_missing=True,
        en="x, or y where x is missing", zh="x;x 缺失时为 y",
    ),
    Function(
        name="abs", parameters=(Parameter(name="n", accepts=("number", "money", "duration")),),
        result=_same, run=absolute,
        en="the value without its sign", zh="绝对值",
    ),
    Function(
        name="floor", parameters=(_N,), result=INTEGER, run=floor,
        en="the next whole number below", zh="向下取整",
    ),
    Function(
        name="ceil", parameters=(_N,), result=INTEGER, run=ceil,
        en="the next whole number above", zh="向上取整",
    ),
    Function(
        name="min", parameters=(_MANY,), result=_common, run=smallest,
        takes_missing=True, located=True,
        en="the least of several, or of one list; missing ones are skipped",
        zh="几个值或一个列表中的最小值,跳过缺失",
    ),
    Function(
        name="max", parameters=(_MANY,), result=_common, run=greatest,
        takes_missing=True, located=True,
        en="the greatest of several, or of one list; missing ones are skipped",
        zh="几个值或一个列表中的最大值,跳过缺失",
    ),
    Function(
        name="round",
        parameters=(
            Parameter(name="x", accepts=("number", "money")),
            Parameter(name="digits", accepts=("integer",), default=None),
        ),
        result=_rounded, run=round_, located=True,
        en="the number rounded half up; without digits to a whole number",
        zh="四舍五入;不写 digits 时取整",
    ),
)  # fmt: skip
