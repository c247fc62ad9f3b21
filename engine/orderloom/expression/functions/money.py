"""Functions over money."""

from collections.abc import Sequence
from decimal import Decimal

from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.currencies import MINOR_UNITS, is_currency, minor_units
from orderloom.expression.functions.model import Function, Parameter, UnfitLiteral
from orderloom.expression.trouble import refuse
from orderloom.expression.types import DECIMAL, MONEY, TEXT, ListType, Type
from orderloom.expression.values import Money
from orderloom.names import nearest


def currency_named(name: str) -> str:
    """Give the currency that a literal names.

    Raises:
        UnfitLiteral: ISO 4217 has none of that name.
    """
    if not is_currency(name):
        raise UnfitLiteral("OL333", found=name, nearest=nearest(name, MINOR_UNITS) or "")
    return name


def money(number: int | Decimal, currency: str, start: int, end: int) -> Money:
    """Make money of a number."""
    if currency not in MINOR_UNITS:
        refuse("OL333", start, end, found=currency[:40], nearest="")
    return Money(Decimal(number), currency)


def amount(value: Money) -> Decimal:
    """Give the number."""
    return value.amount


def currency(value: Money) -> str:
    """Give the currency."""
    return value.currency


def split(
    value: Money, weights: Sequence[int | Decimal | None], start: int, end: int
) -> list[Money] | None:
    """Share money by weights, so that the shares sum to it exactly.

    Shares are whole minor units (or finer, if the money itself is finer); units left over go to
    the largest remainders first, earlier shares first among equals. Missing when a weight is
    missing or all are zero.
    """
    known = [Decimal(weight) for weight in weights if weight is not None]
    if any(weight < 0 for weight in known):
        refuse("OL395", start, end, found="a negative weight", expected="weights from 0")
    total = sum(known, Decimal(0))
    if len(known) < len(weights) or not total:
        return None
    exponent = value.amount.as_tuple().exponent
    digits = max(minor_units(value.currency), -exponent if isinstance(exponent, int) else 0)
    units = int(value.amount.scaleb(digits, CONTEXT))
    return [
        Money(Decimal(share).scaleb(-digits, CONTEXT), value.currency)
        for share in _shares(units, known)
    ]


def _shares(units: int, weights: Sequence[Decimal]) -> list[int]:
    sign, left = (-1, -units) if units < 0 else (1, units)
    scale = max(0, *(-int(w.as_tuple().exponent) for w in weights))
    whole = [int(weight.scaleb(scale, CONTEXT)) for weight in weights]
    divisor = sum(whole)
    shares = [left * weight // divisor for weight in whole]
    remainders = [left * weight % divisor for weight in whole]
    order = sorted(range(len(whole)), key=lambda place: (-remainders[place], place))
    for place in order[: left - sum(shares)]:
        shares[place] += 1
    return [sign * share for share in shares]


def _shares_type(types: Sequence[Type]) -> Type:
    return ListType(types[0])


_M = Parameter(name="m", accepts=("money",))

FUNCTIONS = (
    Function(
        name="money",
        parameters=(
            Parameter(name="n", accepts=("number",)),
            Parameter(name="currency", accepts=("text",), prepare=currency_named),
        ),
        result=MONEY, run=money, located=True,
        en="money of a number and a currency", zh="由数字和币种得到金额",
    ),
    Function(
        name="amount", parameters=(_M,), result=DECIMAL, run=amount,
        en="the number of money", zh="金额中的数字",
    ),
    Function(
        name="currency", parameters=(_M,), result=TEXT, run=currency,
        en="the currency of money", zh="金额的币种",
    ),
    Function(
        name="split",
        parameters=(
            Parameter(name="m", accepts=("money",)),
            Parameter(name="weights", accepts=("list",), items=("number",)),
        ),
        result=_shares_type, run=split, located=True,
        en="the money shared by weights, exactly; largest remainder first",
        zh="按权重分摊金额,合计不差一分;余数大的先得",
    ),
)  # fmt: skip
