"""Money: amounts with the field's currency or their own, in major or minor units."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.currencies import MINOR_UNITS, is_currency, minor_units
from orderloom.expression.limits import MAX_DIGITS
from orderloom.expression.values import Money
from orderloom.mapping.convert.numbers import Number, number
from orderloom.mapping.unfit import Unfit
from orderloom.names import nearest

MINOR = "minor"
_NAMED = re.compile(
    r"(?P<before>[A-Za-z]{3})? {0,3}(?P<amount>[0-9.,eE+-]+) {0,3}(?P<after>[A-Za-z]{3})?"
)


def money(form: str | None, currency: str | None, only: str | None) -> Callable[[object], object]:
    """Give a conversion to money, rounded half up to its minor unit.

    Args:
        form: A format of numbers, or ``minor``: the amount counts minor units, such as fen.
        currency: Of amounts that name none.
        only: The one currency of the field; None: any may be named.
    """
    in_minor = form == MINOR
    read = number(None if in_minor else form)
    own = None if currency is None else _Rounded(currency, in_minor=in_minor)

    def read_money(value: object) -> object:
        try:
            amount = read(value)
        except Unfit:
            return named_money(value)
        if amount is None:
            return None
        if own is None:
            raise Unfit("OL548")
        return own.money(amount)

    def named_money(value: object) -> Money:
        named, amount = _taken_apart(value, read)
        if only is not None and named != only:
            raise Unfit("OL550", currency=named, expected=only)
        # A value that is money already has no minor units to count.
        counts_minor = in_minor and not isinstance(value, Money)
        return _Rounded(named, in_minor=counts_minor).money(amount)

    return read_money


class _Rounded:
    """Amounts in one currency."""

    def __init__(self, currency: str, *, in_minor: bool) -> None:
        self.currency = currency
        self.places = minor_units(currency)
        self.quantum = Decimal(1).scaleb(-self.places)
        self.in_minor = in_minor

    def money(self, amount: Decimal) -> Money:
        """Round ``amount`` to the minor unit."""
        try:
            if self.in_minor:
                amount = amount.scaleb(-self.places, CONTEXT)
            rounded = amount.quantize(self.quantum, ROUND_HALF_UP, CONTEXT)
        except InvalidOperation:
            raise Unfit("OL546", limit=str(MAX_DIGITS)) from None
        # Minus zero is equal to zero, but would not be written like it. Making the tuple directly
        # takes half the time, and an order has many amounts.
        return tuple.__new__(Money, (rounded or abs(rounded), self.currency))


def _taken_apart(value: object, read: Number) -> tuple[str, Decimal]:
    """Give the currency that a value names, and its amount."""
    if isinstance(value, Money):
        return value.currency, value.amount
    found = _NAMED.fullmatch(value.strip()) if isinstance(value, str) else None
    named = None if found is None else found["before"] or found["after"]
    if found is None or named is None or (found["before"] and found["after"]):
        raise Unfit("OL547")
    if not is_currency(named):
        raise Unfit("OL549", currency=named, nearest=nearest(named, MINOR_UNITS) or "")
    return named, _amount(found["amount"], read)


def _amount(text: str, read: Number) -> Decimal:
    try:
        amount = read(text)
    except Unfit:
        amount = None
    if amount is None:
        raise Unfit("OL547")
    return amount
