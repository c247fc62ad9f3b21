"""Times and dates written by a pattern such as ``yyyy/MM/dd HH:mm``."""

import re
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType

# More digits of a second than a microsecond has are cut off, as everywhere.
_SIGNS = MappingProxyType(
    {
        "yyyy": "(?P<year>[0-9]{4})",
        "MM": "(?P<month>[0-9]{2})",
        "dd": "(?P<day>[0-9]{2})",
        "HH": "(?P<hour>[0-9]{2})",
        "mm": "(?P<minute>[0-9]{2})",
        "ss": "(?P<second>[0-9]{2})",
        "SSS": "(?P<fraction>[0-9]{1,9})",
        "Z": "(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)",
    }
)
_SIGN = re.compile("yyyy|MM|dd|HH|mm|ss|SSS|Z")
_DAY = frozenset(("yyyy", "MM", "dd"))
POSSIBLE = "yyyy MM dd HH mm ss SSS Z, epoch_s, epoch_ms"


class BadPattern(ValueError):
    """A pattern has unknown letters, a sign twice, or no whole day."""


def compile_pattern(pattern: str) -> "re.Pattern[str]":
    """Give the expression that reads texts written by ``pattern``.

    Signs are ``yyyy MM dd HH mm ss SSS Z``; the letter ``T`` and whatever is no ASCII letter
    stands for itself.

    Raises:
        BadPattern: It cannot be read as a pattern.
    """
    signs = _SIGN.findall(pattern)
    rest = _SIGN.sub("", pattern).replace("T", "")
    if len(signs) != len(set(signs)) or not set(signs) >= _DAY:
        raise BadPattern
    if any(sign.isascii() and sign.isalpha() for sign in rest):
        raise BadPattern
    pieces = [
        _SIGNS.get(piece) or re.escape(piece) for piece in re.split(f"({_SIGN.pattern})", pattern)
    ]
    return re.compile("".join(pieces))


def read_pattern(pattern: "re.Pattern[str]", text: str) -> datetime | None:
    """Read a text by a compiled pattern.

    Returns:
        The time, aware if the text gives its offset; None when it is not written so.

    Raises:
        ValueError: There is no such day or time.
    """
    found = pattern.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    fraction = (parts.get("fraction") or "").ljust(6, "0")[:6]
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(parts.get(name) or 0) for name in names)
    # The caller knows whose clock it is.
    local = datetime(year, month, day, hour, minute, second, int(fraction))  # noqa: DTZ001
    offset = parts.get("offset")
    return local if offset is None else local.replace(tzinfo=_offset(offset))


def _offset(text: str) -> timezone:
    if text == "Z":
        return timezone(timedelta(0))
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(ahead if text[0] == "+" else -ahead)


def read_day(pattern: "re.Pattern[str]", text: str) -> date | None:
    """Read a day; raises ``ValueError`` when there is no such day."""
    found = read_pattern(pattern, text)
    return None if found is None else found.date()
