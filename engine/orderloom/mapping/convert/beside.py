"""Amounts whose currency stands beside them, as its code in any case."""

from collections.abc import Callable

from orderloom.definition.mapping import Item
from orderloom.expression.currencies import MINOR_UNITS, is_currency
from orderloom.mapping.convert.money import money
from orderloom.mapping.convert.words import Convert
from orderloom.mapping.unfit import Unfit
from orderloom.names import nearest


def in_currency(item: Item) -> Callable[[object, object], object]:
    """Give the conversion of an amount and what stands beside it to money.

    An amount that names a currency itself keeps that one; where none stands beside an amount it
    has the item's.
    """
    form, only = item.format, None if item.target is None else item.target.currency
    by_currency: dict[str, Convert] = {}
    unnamed = money(form, item.currency, only)

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
