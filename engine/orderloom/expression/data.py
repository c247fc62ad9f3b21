"""JSON to values and back, exactly: no binary floating point on the way.

What JSON has no form for is tagged: ``{"$decimal": "66.63"}`` ``{"$money": "CNY 5.00"}``
``{"$time": "2026-01-05T12:00:00Z"}`` ``{"$date": "2026-01-05"}`` ``{"$duration": "30m"}``.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from orderloom.errors import MessageRejected
from orderloom.expression.kinds import unify_all
from orderloom.expression.limits import MAX_DATA_DEPTH, MAX_DIGITS
from orderloom.expression.literals import (
    format_duration,
    format_time,
    parse_date,
    parse_decimal,
    parse_duration,
    parse_money,
    parse_time,
)
from orderloom.expression.ordering import runtime_kind
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import (
    ANY,
    BOOLEAN,
    DATE,
    DECIMAL,
    DURATION,
    INTEGER,
    TEXT,
    TIME,
    ListType,
    MoneyType,
    ObjectType,
    Type,
)
from orderloom.expression.values import Money

_NUMBER_LIMIT = f"{MAX_DIGITS} digits"
_DEPTH_LIMIT = f"{MAX_DATA_DEPTH} levels"
_TAGS: Mapping[str, tuple[Callable[[str], object | None], str]] = {
    "$decimal": (parse_decimal, "66.63"),
    "$money": (parse_money, "CNY 5.00"),
    "$time": (parse_time, "2026-01-05T20:00+08:00"),
    "$datetime": (parse_time, "2026-01-05T20:00+08:00"),
    "$date": (parse_date, "2026-01-05"),
    "$duration": (parse_duration, "30m"),
}
_SCALARS: Mapping[str, Type] = {
    "boolean": BOOLEAN,
    "text": TEXT,
    "time": TIME,
    "date": DATE,
    "duration": DURATION,
}


def read_data(raw: bytes) -> dict[str, Any]:
    """Decode a JSON object: numbers exact, texts in NFC, empty texts missing, tags resolved.

    Raises:
        MessageRejected: It is not JSON, not an object, or beyond the bounds; the facts say where
            as a JSON pointer or a byte offset.
    """
    try:
        found = msgspec.json.Decoder(float_hook=_exact).decode(raw)
    except RecursionError as trouble:
        raise MessageRejected("OL388", at="/", limit=_DEPTH_LIMIT) from trouble
    except UnicodeDecodeError as trouble:
        raise MessageRejected("OL385", reason="not UTF-8", at="") from trouble
    except msgspec.DecodeError as trouble:
        reason, _, at = str(trouble).partition(" (byte ")
        raise MessageRejected("OL385", reason=reason, at=at and f"byte {at[:-1]}") from trouble
    if not isinstance(found, dict):
        raise MessageRejected("OL386")
    value = _resolve(found, "", 0)
    if not isinstance(value, dict):
        raise MessageRejected("OL386")
    return value


def _exact(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as trouble:
        raise MessageRejected("OL388", at=text[:40], limit=_NUMBER_LIMIT) from trouble
    return _bounded(number, text[:40])


def _bounded(number: Decimal, at: str) -> Decimal:
    _, digits, exponent = number.as_tuple()
    far = isinstance(exponent, str) or not -40 <= exponent <= MAX_DIGITS
    if far or len(digits) > MAX_DIGITS or number.adjusted() >= MAX_DIGITS:
        raise MessageRejected("OL388", at=at, limit=_NUMBER_LIMIT)
    return number


def _resolve(value: Any, at: str, depth: int) -> Any:  # noqa: ANN401 - JSON
    if depth > MAX_DATA_DEPTH:
        raise MessageRejected("OL388", at=at[:80], limit=_DEPTH_LIMIT)
    match value:
        case dict():
            return _resolve_object(value, at, depth)
        case list():
            return [_resolve(each, f"{at}/{place}", depth + 1) for place, each in enumerate(value)]
        case str():
            return unicodedata.normalize("NFC", value) or None
        case int() if not isinstance(value, bool) and abs(value) >= 10**MAX_DIGITS:
            raise MessageRejected("OL388", at=at, limit=_NUMBER_LIMIT)
        case _:
            return value


def _resolve_object(value: dict[str, Any], at: str, depth: int) -> Any:  # noqa: ANN401 - JSON
    if len(value) == 1:
        ((tag, text),) = value.items()
        if tag in _TAGS:
            return _resolve_tag(tag, text, at)
    return {
        unicodedata.normalize("NFC", key): _resolve(each, f"{at}/{key}", depth + 1)
        for key, each in value.items()
    }


def _resolve_tag(tag: str, text: object, at: str) -> object:
    read, example = _TAGS[tag]
    value = read(text) if isinstance(text, str) else None
    if value is None:
        raise MessageRejected("OL387", at=at or "/", tag=tag, example=example)
    return value


def type_of(value: object) -> Type:  # noqa: PLR0911 - one line a type
    """Give the type of a value, deeply; what is missing may be anything."""
    match value:
        case bool():
            return BOOLEAN
        case int():
            return INTEGER
        case Decimal():
            return DECIMAL
        case Money():
            return MoneyType(value.currency)
        case list() | tuple():
            return ListType(unify_all(type_of(each) for each in value) or ANY)
        case dict():
            return ObjectType({str(key): type_of(each) for key, each in value.items()})
        case _:
            return _SCALARS.get(runtime_kind(value), ANY)


def scope_for_data(data: Mapping[str, object], zone: str) -> Scope:
    """Make a scope in which every key of ``data`` is a name; ``now`` is there in any case.

    Generated code takes ``data`` as ``s``; without a key ``now`` it reads ``e.now``.
    """
    names = {
        key: Name(type=type_of(value), source=f"s.get({key!r})") for key, value in data.items()
    }
    names.setdefault("now", Name(type=TIME, source="e.now", volatile=True))
    return Scope(names=names, zone=zone)


def write_value(value: object) -> object:  # noqa: PLR0911 - one line a type
    """Give a value as JSON can hold it, the inverse of ``read_data``."""
    match value:
        case Money():
            return {"$money": str(value)}
        case Decimal():
            return {"$decimal": f"{value:f}"}
        case datetime():
            return {"$time": format_time(value)}
        case date():
            return {"$date": value.isoformat()}
        case timedelta():
            return {"$duration": format_duration(value)}
        case list() | tuple():
            return [write_value(each) for each in value]
        case Mapping():
            return {str(key): write_value(each) for key, each in value.items()}
        case _:
            return value
