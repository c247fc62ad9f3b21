"""Values as pages keep them: plain, and one form for equal ones."""

from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal
from typing import Any, Final, TypeAlias

import msgspec

from orderloom.expression.values import Money

Atom: TypeAlias = list[Any]
"""A mark of the kind, then what makes the value."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICRO: Final = timedelta(microseconds=1)
_WIDE: Final = Context(prec=4_000)
_TIDY: Final = 40
"""Numbers with more digits on either side are not written out."""


def micros(instant: datetime) -> int:
    """Give an instant as microseconds."""
    return (instant - _EPOCH) // MICRO


def instant(number: int) -> datetime:
    """Give what ``micros`` was given."""
    return _EPOCH + number * MICRO


def lasting(span: timedelta) -> int:
    """Give a duration as microseconds."""
    return span // MICRO


def atom(value: object) -> Atom | None:  # noqa: PLR0911 - one line a kind
    """Give a value as pages keep it; None for what is missing, a list or an object."""
    match value:
        case bool():
            return ["b", value]
        case int() | Decimal():
            return ["n", _number(value)]
        case Money():
            return ["m", _number(value.amount), value.currency]
        case str():
            return ["t", value]
        case datetime():
            return ["i", micros(value)]
        case date():
            return ["d", value.isoformat()]
        case timedelta():
            return ["u", lasting(value)]
        case _:
            return None


def value_of(kept: Atom) -> Any:  # noqa: ANN401 - a value of the language; one line a kind
    """Give a value equal to the one that ``atom`` was given."""
    match kept[0]:
        case "n":
            return number_of(kept[1])
        case "m":
            return Money(Decimal(kept[1]), kept[2])
        case "i":
            return instant(kept[1])
        case "d":
            return date.fromisoformat(kept[1])
        case "u":
            return kept[1] * MICRO
        case _:
            return kept[1]


def number_of(text: str) -> int | Decimal:
    """Read a number; whole ones are integers."""
    return int(text) if text.lstrip("-").isdecimal() else Decimal(text)


def text_of(atoms: list[Atom]) -> str:
    """Give values as one text, which is the same for equal ones."""
    return msgspec.json.encode(atoms).decode()


def _number(value: int | Decimal) -> str:
    """Write a number so that equal ones are one text: 1 and 1.0 are."""
    if isinstance(value, int):
        return str(value)
    short = value.normalize(_WIDE)
    if -_TIDY < short.adjusted() < _TIDY:
        return f"{short:f}"
    return str(short)
