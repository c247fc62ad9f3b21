"""Values that strangers made: looked at deeply, and built anew as values of the language."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from orderloom.expression.currencies import is_currency
from orderloom.expression.faults import shown
from orderloom.expression.limits import MAX_DATA_DEPTH, MAX_DIGITS, MAX_ITEMS, MAX_TEXT
from orderloom.expression.trouble import refuse
from orderloom.expression.types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    DURATION,
    INTEGER,
    MONEY,
    TEXT,
    TIME,
    ListType,
    ObjectType,
    Type,
)
from orderloom.expression.values import Money

LIST_OF = "list of "
_SMALLEST = -40


class NotOfType(Exception):
    """A value is no value of the type; ``found`` says what it is instead."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


TYPES: Mapping[str, Type] = MappingProxyType(
    {
        "text": TEXT,
        "integer": INTEGER,
        "decimal": DECIMAL,
        "boolean": BOOLEAN,
        "money": MONEY,
        "time": TIME,
        "date": DATE,
        "duration": DURATION,
        "object": ObjectType({}, open=True),
    }
)
"""The types that one word says."""


def type_named(spelling: object) -> Type | None:
    """Give the type that is spelt so, such as ``list of text``; None when none is."""
    if not isinstance(spelling, str):
        return None
    if spelling.startswith(LIST_OF):
        item = TYPES.get(spelling.removeprefix(LIST_OF))
        return None if item is None else ListType(item)
    return TYPES.get(spelling)


def rebuilt(value: object, spelling: str) -> object:
    """Build a value of a type anew; nothing of it is shared with what was given.

    An integer is a decimal where one is wanted; empty text is missing, as None is.

    Raises:
        NotOfType: It is none, or beyond the bounds of values.
    """
    if _is_missing(value):
        return None
    if spelling.startswith(LIST_OF):
        item = spelling.removeprefix(LIST_OF)
        return [rebuilt(each, item) for each in _items(value)]
    if spelling == "decimal" and type(value) is int:
        return _number(Decimal(value))
    if type(value) is not _HELD[spelling]:
        raise NotOfType(type(value).__name__)
    return _BUILT[type(value)](value)


def fitted(value: object, spelling: str, start: int, end: int) -> object:
    """Build a value anew, or refuse it at ``start`` to ``end`` of the expression."""
    try:
        return rebuilt(value, spelling)
    except NotOfType as unlike:
        refuse("OL390", start, end, expected=spelling, found=shown(unlike.found))


def rebuilt_freely(value: object, depth: int = 0) -> object:
    """Build any value of the language anew.

    Raises:
        NotOfType: It is none, or beyond the bounds of values.
    """
    if _is_missing(value):
        return None
    if depth > MAX_DATA_DEPTH:
        raise NotOfType(f"more than {MAX_DATA_DEPTH} levels")
    if isinstance(value, list | tuple) and not isinstance(value, Money):
        return [rebuilt_freely(each, depth + 1) for each in _items(value)]
    if type(value) is dict:
        return _object(value, depth)
    build = _BUILT.get(type(value))
    if build is None:
        raise NotOfType(type(value).__name__)
    return build(value)


def _is_missing(value: object) -> bool:
    return value is None or (type(value) is str and not value)


def _items(value: object) -> list[object]:
    if not isinstance(value, list | tuple) or isinstance(value, Money):
        raise NotOfType(type(value).__name__)
    if len(value) > MAX_ITEMS:
        raise NotOfType(f"more than {MAX_ITEMS} items")
    return list(value)


def _object(value: dict[object, object], depth: int = 0) -> dict[str, object]:
    if len(value) > MAX_ITEMS:
        raise NotOfType(f"more than {MAX_ITEMS} parts")
    made: dict[str, object] = {}
    for name, part in value.items():
        if not isinstance(name, str):
            raise NotOfType(f"a part named by {type(name).__name__}")
        made[unicodedata.normalize("NFC", name)] = rebuilt_freely(part, depth + 1)
    return made


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise NotOfType(f"text of more than {MAX_TEXT} characters")
    return unicodedata.normalize("NFC", value)


def _whole(value: int) -> int:
    if abs(value) >= 10**MAX_DIGITS:
        raise NotOfType(f"more than {MAX_DIGITS} digits")
    return value


def _number(value: Decimal) -> Decimal:
    _, digits, exponent = value.as_tuple()
    is_far = isinstance(exponent, str) or exponent < _SMALLEST
    if is_far or len(digits) > MAX_DIGITS or value.adjusted() >= MAX_DIGITS:
        raise NotOfType("a number beyond all bounds")
    return value


def _money(value: Money) -> Money:
    if type(value.amount) is not Decimal or not is_currency(value.currency):
        raise NotOfType("money without amount or currency")
    return Money(_number(value.amount), value.currency)


def _time(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise NotOfType("time without a zone")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise NotOfType("time beyond all bounds") from None


_HELD: Mapping[str, type] = MappingProxyType(
    {
        "text": str,
        "integer": int,
        "decimal": Decimal,
        "boolean": bool,
        "money": Money,
        "time": datetime,
        "date": date,
        "duration": timedelta,
        "object": dict,
    }
)
_BUILT: Mapping[type, Callable[..., object]] = MappingProxyType(
    {
        str: _text,
        int: _whole,
        Decimal: _number,
        bool: bool,
        Money: _money,
        datetime: _time,
        date: lambda value: value,
        timedelta: lambda value: value,
        dict: _object,
    }
)
