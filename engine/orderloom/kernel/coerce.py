"""Bring a value to what a field holds: the last check before anything is written."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final
from unicodedata import normalize

from orderloom.definition.record import Field
from orderloom.expression.currencies import round_money
from orderloom.expression.literals import (
    parse_date,
    parse_decimal,
    parse_duration,
    parse_integer,
    parse_money,
    parse_time,
)
from orderloom.expression.types import ChoiceType
from orderloom.expression.values import Money

NO: Final = object()
"""What ``coerce`` gives for a value that does not fit."""


def coerce(field: Field, value: Any) -> Any:  # noqa: ANN401 - that is what it is for
    """Give ``value`` as ``field`` holds it, or ``NO``.

    Text is read by the field's type (``CNY 5``, ``30m``, ``true``); money is rounded half up to
    its currency's minor unit; empty text is missing (None), which always fits.
    """
    # Asked whether it equals a text, a decimal asks a good deal of the text first.
    if value is None or (type(value) is str and not value):
        return None
    return _BY_KIND[field.kind](field, value)


def _text(_: Field, value: object) -> object:
    if type(value) is not str:
        return NO
    return value if value.isascii() else normalize("NFC", value)


def _choice(field: Field, value: object) -> object:
    choices = field.type
    fits = isinstance(choices, ChoiceType) and value in choices.of
    return value if fits else NO


def _integer(_: Field, value: object) -> object:
    if type(value) is str:
        value = parse_integer(value)
    if type(value) is Decimal and value == value.to_integral_value():
        return int(value)
    return value if type(value) is int else NO


def _decimal(_: Field, value: object) -> object:
    if type(value) is str:
        value = parse_decimal(value)
    if type(value) is int:
        return Decimal(value)
    return value if type(value) is Decimal else NO


def _money(field: Field, value: object) -> object:
    if type(value) is str:
        value = parse_money(value)
    if type(value) is not Money or field.currency not in (None, value.currency):
        return NO
    return round_money(value)


def _boolean(_: Field, value: object) -> object:
    if type(value) is str:
        return {"true": True, "false": False}.get(value, NO)
    return value if type(value) is bool else NO


def _time(_: Field, value: object) -> object:
    if type(value) is str:
        value = parse_time(value)
    return value if type(value) is datetime else NO


def _date(_: Field, value: object) -> object:
    if type(value) is str:
        value = parse_date(value)
    return value if type(value) is date else NO


def _duration(_: Field, value: object) -> object:
    if type(value) is str:
        value = parse_duration(value)
    return value if type(value) is timedelta else NO


def _object(field: Field, value: object) -> object:
    if not isinstance(value, Mapping):
        return NO
    parts: dict[str, Any] = {}
    for name, part in value.items():
        if name not in field.parts:
            return NO
        fitting = coerce(field.parts[name], part)
        if fitting is NO:
            return NO
        if fitting is not None:
            parts[name] = fitting
    return parts


def _place(field: Field, value: object) -> object:
    """Take a place on earth: both parts, within their bounds."""
    parts = _object(field, value)
    if not isinstance(parts, dict) or set(parts) != {"lat", "lng"}:
        return NO
    return parts if abs(parts["lat"]) <= 90 and abs(parts["lng"]) <= 180 else NO


def _file(field: Field, value: object) -> object:
    """Take what is known of a file; its bytes are kept apart, by its hash."""
    parts = _object(field, value)
    whole = isinstance(parts, dict) and set(parts) == set(field.parts)
    return parts if whole else NO


def _list(field: Field, value: object) -> object:
    if not isinstance(value, list | tuple):
        return NO
    if field.item is None:
        items = [_object(field, item) for item in value]
    else:
        items = [coerce(field.item, item) for item in value]
    return NO if NO in items else items


_BY_KIND: Mapping[str, Callable[[Field, Any], object]] = MappingProxyType(
    {
        "text": _text,
        "phone": _text,
        "email": _text,
        "choice": _choice,
        "integer": _integer,
        "decimal": _decimal,
        "money": _money,
        "boolean": _boolean,
        "time": _time,
        "date": _date,
        "duration": _duration,
        "object": _object,
        "place": _place,
        "file": _file,
        "reference": _text,
        "serial": _text,
        "list": _list,
    }
)


def merge_list(field: Field, old: object, new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Merge a list by its ``key``: known parts keep what ``new`` does not say, others go."""
    key = field.key or ""
    known = {part.get(key): part for part in old} if isinstance(old, list) else {}
    return [known.get(part.get(key), {}) | part for part in new]
