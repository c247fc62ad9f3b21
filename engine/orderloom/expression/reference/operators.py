"""What operators make of values, decided by the values alone: no static type is asked.

Written apart from ``expression.runtime`` on purpose; the two must agree.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from typing import Any

from orderloom.expression.limits import MAX_DIGITS
from orderloom.expression.operators import ARITHMETIC, EQUATED, ORDERED
from orderloom.expression.ordering import runtime_kind
from orderloom.expression.values import Money

_MICROSECOND = timedelta(microseconds=1)
_SIGNS: Mapping[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_NATIVE: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Unfit(Exception):
    """Two values that do not go together; who knows the place turns it into a fault."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def is_missing(value: object) -> bool:
    """Say whether a value is absent; empty text is."""
    return value is None or (isinstance(value, str) and not value)


def as_decimal(value: object) -> object:
    """Give a whole number as a decimal, and anything else as it is."""
    return Decimal(value) if type(value) is int else value


def operator_table() -> dict[type[ast.AST], Callable[..., Any]]:
    """Give what simpleeval calls for each operator's node."""
    table: dict[type[ast.AST], Callable[..., Any]] = {ast.USub: negative, ast.Not: negation}
    for node, sign in _SIGNS.items():
        work = _arithmetic if sign in {"+", "-", "*", "/"} else _compare
        table[node] = _binary(work, sign)
    return table


def _binary(work: Callable[[str, Any, Any], Any], sign: str) -> Callable[[Any, Any], Any]:
    def run(left: object, right: object) -> object:
        return None if is_missing(left) or is_missing(right) else work(sign, left, right)

    return run


def negative(value: Any) -> Any:  # noqa: ANN401 - a number, money or a duration
    """Turn the sign; nothing is rounded."""
    if is_missing(value):
        return None
    if isinstance(value, Money):
        return Money(value.amount.copy_negate(), value.currency)
    return value.copy_negate() if isinstance(value, Decimal) else -value


def negation(value: bool | None) -> bool | None:  # noqa: FBT001 - three-valued
    """Give the opposite; unknown stays unknown."""
    return None if value is None else not value


def conjunction(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    """Give ``left and right`` by the table of the language."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _arithmetic(sign: str, left: Any, right: Any) -> Any:  # noqa: ANN401
    kinds = (runtime_kind(left), runtime_kind(right))
    if (sign, *kinds) not in ARITHMETIC:
        raise Unfit("OL397", operator=sign, left=kinds[0], right=kinds[1])
    try:
        return _work(sign, kinds, left, right)
    except (OverflowError, Overflow, InvalidOperation) as error:
        raise Unfit("OL394") from error


def _work(  # noqa: PLR0911 - one line a pair of kinds
    sign: str,
    kinds: tuple[str, str],
    left: Any,  # noqa: ANN401
    right: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    match kinds:
        case "number", "number":
            return _numbers(sign, left, right)
        case "money", "money":
            return _moneys(sign, left, right)
        case "money", "number":
            return _with_amount(sign, left, right)
        case "number", "money":
            return _with_amount(sign, right, left)
        case "duration", "number":
            return _scaled(sign, left, right)
        case "number", "duration":
            return _scaled(sign, right, left)
        case "duration", "duration" if sign == "/":
            return _numbers("/", left // _MICROSECOND, right // _MICROSECOND)
        case _:
            return _NATIVE[sign](left, right)


def _numbers(sign: str, left: int | Decimal, right: int | Decimal) -> int | Decimal | None:
    if sign == "/" and not right:
        return None
    if isinstance(left, int) and isinstance(right, int) and sign != "/":
        whole: int = _NATIVE[sign](left, right)
        if sign == "*" and len(str(abs(whole))) > MAX_DIGITS:
            raise Unfit("OL394")
        return whole
    with localcontext(prec=MAX_DIGITS) as context:
        context.traps[Overflow] = context.traps[DivisionByZero] = True
        result: Decimal = _NATIVE[sign](Decimal(left), Decimal(right))
        return result


def _moneys(sign: str, left: Money, right: Money) -> Money | Decimal | None:
    if left.currency != right.currency:
        raise Unfit("OL391", left=left.currency, right=right.currency)
    result = _numbers(sign, left.amount, right.amount)
    if result is None or sign == "/":
        return None if result is None else Decimal(result)
    return Money(Decimal(result), left.currency)


def _with_amount(sign: str, money: Money, number: int | Decimal) -> Money | None:
    result = _numbers(sign, money.amount, Decimal(number))
    return None if result is None else Money(Decimal(result), money.currency)


def _scaled(sign: str, duration: timedelta, number: int | Decimal) -> timedelta | None:
    """Work in microseconds: halves away from zero."""
    micros = _numbers(sign, Decimal(duration // _MICROSECOND), Decimal(number))
    if micros is None:
        return None
    if abs(Fraction(micros)) >= 10 ** (MAX_DIGITS + 1):
        raise Unfit("OL394")
    whole = Decimal(micros).to_integral_value(ROUND_HALF_UP)
    return timedelta(microseconds=int(whole))


def _compare(sign: str, left: Any, right: Any) -> bool:  # noqa: ANN401
    kinds = (runtime_kind(left), runtime_kind(right))
    allowed = EQUATED if sign in {"==", "!="} else ORDERED
    if kinds[0] != kinds[1] or kinds[0] not in allowed:
        raise Unfit("OL397", operator=sign, left=kinds[0], right=kinds[1])
    if isinstance(left, Money) and isinstance(right, Money):
        if left.currency != right.currency:
            raise Unfit("OL391", left=left.currency, right=right.currency)
        left, right = left.amount, right.amount
    return bool(_NATIVE[sign](left, right))


def member(value: Any, values: Any) -> bool | None:  # noqa: ANN401
    """Say whether a list holds ``value``; unknown when only a missing item could be it."""
    if is_missing(value) or values is None:
        return None
    unknown = False
    for each in values:
        if is_missing(each):
            unknown = True
        elif _compare("==", value, each):
            return True
    return None if unknown else False
