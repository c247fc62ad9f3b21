"""Values as a definition spells them, so that they are read back as what they were."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from orderloom.expression.literals import format_time
from orderloom.expression.values import Money

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Formula(str):
    """An expression; a value spells it behind ``=``."""

    __slots__ = ()


class Word(str):
    """A text that stands without quotes: a name of the language or of the flow."""

    __slots__ = ()


def spelt(value: Any) -> str:  # noqa: ANN401, PLR0911 - a flow's value; one line a type
    """Give a value as YAML on one line; missing is an empty text."""
    match value:
        case Word():
            return str(value)
        case Formula():
            return quoted(f"={value}")
        case str():
            # A text that begins so would be computed.
            return quoted(f"={written(value)}" if value.startswith("=") else value)
        case None:
            return '""'
        case Mapping():
            parts = (f"{name}: {spelt(part)}" for name, part in value.items())
            return "{" + ", ".join(parts) + "}"
        case list() | tuple() if not isinstance(value, Money):
            return "[" + ", ".join(map(spelt, value)) + "]"
        case _:
            return plain(value)


def plain(value: object) -> str:
    """Give a number, an amount, an instant, a day, a duration or a yes and no."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return format_time(value)
        case date():
            return value.isoformat()
        case timedelta():
            return f"{value // timedelta(seconds=1)}s"
        case _:
            return str(value)


def quoted(text: str) -> str:
    """Give a text between double quotes, on one line of YAML."""
    return '"' + "".join(map(_sign, text)) + '"'


def _sign(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def written(value: object) -> str:
    """Give a value as a literal of the expression language."""
    if isinstance(value, datetime):
        return f'time("{format_time(value)}")'
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return plain(value)
