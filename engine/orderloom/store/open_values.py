"""Values of no declared type, written as JSON so that they come back as what they were.

JSON has no decimals, money, instants or durations: such a value becomes ``{"$": [kind, text]}``.
An object that has a key ``$`` itself is wrapped too, so that nothing is taken for a mark.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

import msgspec

from orderloom.expression.values import Money

_MARK: Final = "$"
_KINDS: Final[Mapping[type, str]] = MappingProxyType(
    {
        Money: "money",
        Decimal: "decimal",
        datetime: "time",
        date: "date",
        timedelta: "duration",
    }
)
_TYPES: Final[Mapping[str, type]] = MappingProxyType({k: t for t, k in _KINDS.items()})


def mark(value: Any) -> Any:  # noqa: ANN401 - any value of a flow
    """Give ``value`` with marks around everything that JSON cannot tell apart."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return {_MARK: [kind, value]}
    if isinstance(value, Mapping):
        marked = {name: mark(part) for name, part in value.items()}
        return {_MARK: ["object", marked]} if _MARK in marked else marked
    if isinstance(value, list | tuple):
        return [mark(part) for part in value]
    return value


def unmark(value: Any) -> Any:  # noqa: ANN401
    """Give what ``mark`` was given, from decoded JSON; a tuple comes back as a list."""
    if isinstance(value, list):
        return [unmark(part) for part in value]
    if not isinstance(value, dict):
        return value
    if _MARK not in value:
        return {name: unmark(part) for name, part in value.items()}
    kind, held = value[_MARK]
    if kind == "object":
        return {name: unmark(part) for name, part in held.items()}
    return msgspec.convert(held, _TYPES[kind])


def encode_open(value: Mapping[str, Any]) -> str:
    """Give an object as JSON text."""
    return msgspec.json.encode(mark(value)).decode()


def decode_open(text: str) -> dict[str, Any]:
    """Give the object that ``encode_open`` was given."""
    decoded: dict[str, Any] = unmark(msgspec.json.decode(text))
    return decoded
