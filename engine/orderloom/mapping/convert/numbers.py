"""Numbers: integers, decimals, durations, and the ways channels write them."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeAlias

from orderloom.expression.arithmetic import CONTEXT
from orderloom.expression.limits import MAX_DIGITS
from orderloom.expression.literals import parse_duration
from orderloom.mapping.unfit import Unfit

Number: TypeAlias = Callable[[object], Decimal | None]
"""Gives the number that a raw value is, None for a blank one; raises ``Unfit``."""

MAX_INTEGER = 10**18 - 1
MAX_SECONDS = 86_400 * 999_999
_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,3})?")
_COMMAS = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,60})(?:\.[0-9]{1,60})?")
_POINTS = re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,60})(?:,[0-9]{1,60})?")
_ZERO: Final = Decimal(0)


def _plain(text: str) -> Decimal | None:
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def _with_commas(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if _COMMAS.fullmatch(text) else None


def _with_points(text: str) -> Decimal | None:
    if _POINTS.fullmatch(text) is None:
        return None
    return Decimal(text.replace(".", "").replace(",", "."))


SPELLINGS = MappingProxyType({None: _plain, "1,234.56": _with_commas, "1.234,56": _with_points})
"""The format of a number to how its text is read."""


def number(form: str | None) -> Number:
    """Give how a raw value is read as a number written in ``form`` (a key of ``SPELLINGS``)."""
    spelling = SPELLINGS[form]

    def read_number(value: object) -> Decimal | None:
        if type(value) is str:
            text = value.strip()
            found = spelling(text)
            if found is None and text:
                raise Unfit("OL545")
            return found
        if type(value) is Decimal:
            return value
        if type(value) is int:
            return Decimal(value)
        if value is None:
            return None
        raise Unfit("OL545")

    return read_number


def integer(form: str | None) -> Callable[[object], object]:
    """Give a conversion to a whole number of at most 18 digits."""
    read = number(form)

    def read_integer(value: object) -> object:
        if type(value) is int:
            found = value
        elif type(value) is str and value.isdigit() and value.isascii() and len(value) <= 18:
            return int(value)
        else:
            exact = _whole(value, read)
            if exact is None:
                return None
            found = int(exact)
        if not -MAX_INTEGER <= found <= MAX_INTEGER:
            raise Unfit("OL546", limit="18")
        return found

    return read_integer


def _whole(value: object, read: Number) -> Decimal | None:
    """Give a number that may become an int without blowing up."""
    try:
        exact = read(value)
    except Unfit:
        raise Unfit("OL544") from None
    if not exact:
        return None if exact is None else _ZERO
    if exact.adjusted() > MAX_DIGITS:
        raise Unfit("OL546", limit="18")
    if exact.adjusted() < 0 or exact != exact.to_integral_value():
        raise Unfit("OL544")
    return exact


def decimal(form: str | None) -> Callable[[object], object]:
    """Give a conversion to a decimal; equal numbers come out with equal digits."""
    read = number(form)

    def read_decimal(value: object) -> object:
        found = read(value)
        return None if found is None else canonical(found)

    return read_decimal


def canonical(found: Decimal) -> Decimal:
    """Give the number without trailing zeros and without exponent.

    Raises:
        Unfit: It has more than 28 digits.
    """
    if not found:
        return _ZERO
    shortest = found.normalize(CONTEXT)
    if shortest != found or not -MAX_DIGITS <= found.adjusted() < MAX_DIGITS:
        raise Unfit("OL546", limit=str(MAX_DIGITS))
    return CONTEXT.add(shortest, _ZERO)


def read_duration(value: object) -> object:
    """Give the duration of ``30m`` or of a number of seconds."""
    if type(value) is timedelta:
        return value
    if type(value) is str:
        found = parse_duration(value.strip())
        if found is not None:
            return found
    try:
        seconds = number(None)(value)
    except Unfit:
        raise Unfit("OL555") from None
    if seconds is None:
        return None
    if not -MAX_SECONDS < seconds < MAX_SECONDS:
        raise Unfit("OL555")
    return timedelta(microseconds=int(seconds.scaleb(6, CONTEXT).to_integral_value()))


_BOOLEANS = MappingProxyType(
    {
        "true": True, "1": True, "yes": True, "是": True,
        "false": False, "0": False, "no": False, "否": False,
    }
)  # fmt: skip


def read_boolean(value: object) -> object:
    """Give true or false; any other word is refused."""
    if value is None or type(value) is bool:
        return value
    word = value.strip().lower() if isinstance(value, str) else str(value)
    if word not in _BOOLEANS:
        if not word:
            return None
        raise Unfit("OL551")
    return _BOOLEANS[word]
