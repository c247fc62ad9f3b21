"""What generated code calls: operations on values that may be missing.

Every function takes ``None`` for missing and gives it back. Those with ``start`` and ``end`` may
raise ``EvaluationFault`` there.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.limits import MAX_DIGITS, MAX_ITEMS
from orderloom.expression.operators import ARITHMETIC, EQUATED, ORDERED
from orderloom.expression.ordering import KINDS
from orderloom.expression.trouble import refuse
from orderloom.expression.values import Money

_MICROSECOND = timedelta(microseconds=1)
_BIGGEST = 10**MAX_DIGITS


def want(value: Any, kinds: tuple[str, ...], start: int, end: int) -> Any:  # noqa: ANN401
    """Give ``value`` back if it is of one of ``kinds``; empty text is missing."""
    if value is None or value == "":
        return None
    found = KINDS.get(type(value), "unknown")
    if found == "list":
        items(value, start, end)
    if found in kinds or (type(value) is int and "integer" in kinds):
        return value
    if found == "list":
        for each in kinds:
            if each.startswith("list of "):
                return _want_items(value, kinds, start, end)
    return refuse("OL390", start, end, expected=" or ".join(kinds), found=found)


def _want_items(values: Sequence[Any], kinds: tuple[str, ...], start: int, end: int) -> Any:  # noqa: ANN401
    wanted = tuple(each.removeprefix("list of ") for each in kinds)
    return [want(value, wanted, start, end) for value in items(values, start, end)]


def items(values: Any, start: int, end: int) -> Any:  # noqa: ANN401 - a list or missing
    """Give a list back if it is not too long to be worked through."""
    if values is not None and len(values) > MAX_ITEMS:
        refuse("OL392", start, end, found=str(len(values)), limit=f"{MAX_ITEMS:,}")
    return values


def item(values: Any, index: int | None) -> Any:  # noqa: ANN401 - any value
    """Give one item; missing beyond the end."""
    if values is None or index is None or not 0 <= index < len(values):
        return None
    return values[index]


def negative(value: Any) -> Any:  # noqa: ANN401 - a number, money or a duration
    """Turn the sign."""
    if value is None:
        return None
    if isinstance(value, Money):
        return Money(value.amount.copy_negate(), value.currency)
    return value.copy_negate() if isinstance(value, Decimal) else -value


def multiply_whole(left: int, right: int, start: int, end: int) -> int:
    """Multiply whole numbers, refusing a result beyond 28 digits."""
    product = left * right
    if not -_BIGGEST < product < _BIGGEST:
        refuse("OL394", start, end)
    return product


def divide(left: Any, right: Any) -> Decimal | None:  # noqa: ANN401 - numbers
    """Divide; by zero is missing."""
    if left is None or right is None or not right:
        return None
    return CONTEXT.divide(left, right)


def mixed(left: Money, right: Money, start: int, end: int) -> bool:
    """Refuse two currencies that only met while running."""
    refuse("OL391", start, end, left=left.currency, right=right.currency)


def _same_currency(left: Money, right: Money, start: int, end: int) -> None:
    if left.currency != right.currency:
        mixed(left, right, start, end)


# Making the tuple directly takes half the time of calling the class.
def _money_add(left: Money, right: Money, start: int, end: int) -> Money:
    if left.currency != right.currency:
        mixed(left, right, start, end)
    return tuple.__new__(Money, (CONTEXT.add(left.amount, right.amount), left.currency))


def _money_subtract(left: Money, right: Money, start: int, end: int) -> Money:
    if left.currency != right.currency:
        mixed(left, right, start, end)
    return tuple.__new__(Money, (CONTEXT.subtract(left.amount, right.amount), left.currency))


def _money_multiply(left: Money, right: Decimal | int, _start: int, _end: int) -> Money:
    return tuple.__new__(Money, (CONTEXT.multiply(left.amount, right), left.currency))


def _money_divide(left: Money, right: Decimal | int, _start: int, _end: int) -> Money | None:
    amount = divide(left.amount, right)
    return None if amount is None else Money(amount, left.currency)


def _money_ratio(left: Money, right: Money, start: int, end: int) -> Decimal | None:
    _same_currency(left, right, start, end)
    return divide(left.amount, right.amount)


def _micros(number: Decimal) -> timedelta:
    whole = number.to_integral_value(ROUND_HALF_UP)
    return timedelta(microseconds=int(whole))


def _duration_multiply(left: timedelta, right: Decimal | int, start: int, end: int) -> timedelta:
    product = CONTEXT.multiply(left // _MICROSECOND, right)
    if product.adjusted() > MAX_DIGITS:
        refuse("OL394", start, end)
    return _micros(product)


def _duration_divide(
    left: timedelta, right: Decimal | int, start: int, end: int
) -> timedelta | None:
    quotient = divide(left // _MICROSECOND, right)
    if quotient is None:
        return None
    if quotient.adjusted() > MAX_DIGITS:
        refuse("OL394", start, end)
    return _micros(quotient)


def _duration_ratio(left: timedelta, right: timedelta, _start: int, _end: int) -> Decimal | None:
    return divide(left // _MICROSECOND, right // _MICROSECOND)


def _number_add(left: Any, right: Any, _start: int, _end: int) -> Any:  # noqa: ANN401
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return CONTEXT.add(left, right)


def _number_subtract(left: Any, right: Any, _start: int, _end: int) -> Any:  # noqa: ANN401
    if isinstance(left, int) and isinstance(right, int):
        return left - right
    return CONTEXT.subtract(left, right)


def _number_multiply(left: Any, right: Any, start: int, end: int) -> Any:  # noqa: ANN401
    if isinstance(left, int) and isinstance(right, int):
        return multiply_whole(left, right, start, end)
    return CONTEXT.multiply(left, right)


_RUNNERS: dict[tuple[str, str, str], Callable[[Any, Any, int, int], Any]] = {
    ("+", "number", "number"): _number_add,
    ("-", "number", "number"): _number_subtract,
    ("*", "number", "number"): _number_multiply,
    ("/", "number", "number"): lambda left, right, _start, _end: divide(left, right),
    ("+", "money", "money"): _money_add,
    ("-", "money", "money"): _money_subtract,
    ("*", "money", "number"): _money_multiply,
    ("*", "number", "money"): lambda left, right, s, e: _money_multiply(right, left, s, e),
    ("/", "money", "number"): _money_divide,
    ("/", "money", "money"): _money_ratio,
    ("*", "duration", "number"): _duration_multiply,
    ("*", "number", "duration"): lambda left, right, s, e: _duration_multiply(right, left, s, e),
    ("/", "duration", "number"): _duration_divide,
    ("/", "duration", "duration"): _duration_ratio,
}


def arithmetic(  # noqa: PLR0913, PLR0917 - an operator, its operands, their kinds, where they stand
    operator: str,
    pair: tuple[str, str],
    left: Any,  # noqa: ANN401
    right: Any,  # noqa: ANN401
    start: int,
    end: int,
) -> Any:  # noqa: ANN401
    """Work ``left operator right``; kinds ``any`` are found out."""
    if left is None or right is None or left == "" or right == "":
        return None
    if pair[0] == "any":
        pair = (KINDS.get(type(left), "unknown"), KINDS.get(type(right), "unknown"))
        if (operator, *pair) not in ARITHMETIC:
            refuse("OL397", start, end, operator=operator, left=pair[0], right=pair[1])
    runner = _RUNNERS.get((operator, *pair))
    try:
        if runner is not None:
            return runner(left, right, start, end)
        return left + right if operator == "+" else left - right
    except ArithmeticError:
        refuse("OL394", start, end)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    "<": lambda left, right: bool(left < right),
    "<=": lambda left, right: bool(left <= right),
    ">": lambda left, right: bool(left > right),
    ">=": lambda left, right: bool(left >= right),
}


def compare(operator: str, left: Any, right: Any, start: int, end: int) -> bool | None:  # noqa: ANN401
    """Compare two values of kinds known only now; unknown where one is missing."""
    if left is None or right is None or left == "" or right == "":
        return None
    one, other = KINDS.get(type(left), "unknown"), KINDS.get(type(right), "unknown")
    allowed = EQUATED if operator in {"==", "!="} else ORDERED
    if one != other or one not in allowed:
        refuse("OL397", start, end, operator=operator, left=one, right=other)
    if one == "money":
        _same_currency(left, right, start, end)
        left, right = left.amount, right.amount
    return _COMPARE[operator](left, right)


def member(value: Any, values: Any, start: int, end: int) -> bool | None:  # noqa: ANN401
    """Say whether a list holds ``value``: unknown when only a missing item could be it."""
    if value is None or value == "" or values is None:
        return None
    unknown = False
    for each in items(values, start, end):
        same = compare("==", value, each, start, end)
        if same:
            return True
        unknown = unknown or same is None
    return None if unknown else False


def member_of_constants(value: Any, values: frozenset[Any]) -> bool | None:  # noqa: ANN401
    """Say whether a constant set holds ``value``."""
    return None if value is None else value in values


HELPERS: dict[str, object] = {
    "_want": want,
    "_items": items,
    "_item": item,
    "_negative": negative,
    "_imul": multiply_whole,
    "_dadd": CONTEXT.add,
    "_dsub": CONTEXT.subtract,
    "_dmul": CONTEXT.multiply,
    "_divide": divide,
    "_mixed": mixed,
    "_arithmetic": arithmetic,
    "_compare": compare,
    "_member": member,
    "_money_add": _money_add,
    "_money_subtract": _money_subtract,
    "_money_multiply": _money_multiply,
    "_money_divide": _money_divide,
    "_money_ratio": _money_ratio,
}
MONEY_HELPERS = {
    ("+", "money", "money"): "_money_add",
    ("-", "money", "money"): "_money_subtract",
    ("*", "money", "number"): "_money_multiply",
    ("/", "money", "number"): "_money_divide",
    ("/", "money", "money"): "_money_ratio",
}
"""What ``arithmetic`` would find out, where the kinds are known when compiling."""
