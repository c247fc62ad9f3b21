"""Amounts whose currency stands beside them, as its code in any case."""

from collections.abc import Callable

from orderloom.expression.currencies import MINOR_UNITS, is_currency
from orderloom.mapping.convert.money import money
from orderloom.mapping.convert.words import Convert
from orderloom.mapping.unfit import Unfit
from orderloom.names import nearest


def in_currency(
    form: str | None, currency: str | None, only: str | None
) -> Callable[[object, object], object]:
    """Give a conversion of an amount and its currency to money.

    An amount that names a currency itself keeps that one.

    Args:
        form: A format of numbers, or ``minor``.
        currency: Where none stands beside the amount.
        only: The one currency of the field; None: any.
    """
    by_currency: dict[str, Convert] = {}
    unnamed = money(form, currency, only)

    def read_money(amount: object, beside: object) -> object:
        name = beside.strip().upper() if isinstance(beside, str) else ""
        if not name:
            return unnamed(amount)
        if name not in by_currency:
            by_currency[name] = money(form, _known(name, only), only)
        return by_currency[name](amount)

    return read_money


def _known(name: str, only: str | None) -> str:
    if not is_currency(name):
        raise Unfit("OL549", currency=name[:20], nearest=nearest(name[:20], MINOR_UNITS) or "")
    if only is not None and name != only:
        raise Unfit("OL550", currency=name, expected=only)
    return name
