"""Plain values as people write them: numbers, money, durations, instants, days.

Each ``parse_…`` gives None for a text that is not of its form; ``what is wrong`` is the caller's
to say, because only it knows where the text stands.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from orderloom.expression.currencies import is_currency
from orderloom.expression.limits import MAX_DIGITS
from orderloom.expression.values import Money

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"([0-9]{1,9})([smhd])")
_DECIMAL = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_INTEGER = re.compile(r"-?[0-9]{1,28}")
_MONEY = re.compile(r"([A-Z]{3}) +(-?[0-9]{1,40}(?:\.[0-9]{1,40})?)")
_PERCENT = re.compile(r"(-?[0-9]{1,40}(?:\.[0-9]{1,40})?)%")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def parse_duration(text: str) -> timedelta | None:
    """Read ``30s``, ``15m``, ``48h`` or ``7d`` (a day is 24 hours)."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    seconds = int(found[1]) * _SECONDS[found[2]]
    return timedelta(seconds=seconds) if seconds < 86_400 * 999_999 else None


def format_duration(duration: timedelta) -> str:
    """Write a duration in its biggest whole unit, so that ``parse_duration`` reads it back.

    Parts of a second are written as a decimal number of seconds.
    """
    micros = duration // timedelta(microseconds=1)
    if micros % 1_000_000:
        return f"{Decimal(micros).scaleb(-6).normalize():f}s"
    seconds = micros // 1_000_000
    for unit in ("d", "h", "m"):
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{seconds // _SECONDS[unit]}{unit}"
    return f"{seconds}s"


def parse_decimal(text: str) -> Decimal | None:
    """Read a plain number of at most 28 digits: no exponent, no separators."""
    if _DECIMAL.fullmatch(text) is None:
        return None
    number = Decimal(text)
    return number if len(number.as_tuple().digits) <= MAX_DIGITS else None


def parse_integer(text: str) -> int | None:
    """Read a whole number of at most 28 digits."""
    return int(text) if _INTEGER.fullmatch(text) else None


def parse_percent(text: str) -> Decimal | None:
    """Read ``80%`` as 0.8, exactly."""
    found = _PERCENT.fullmatch(text)
    number = None if found is None else parse_decimal(found[1])
    if number is None:
        return None
    share = number.scaleb(-2).normalize()
    return share if share % 1 else share.quantize(Decimal(1))


def parse_money(text: str) -> Money | None:
    """Read ``CNY 50.00``: a currency of ISO 4217, a space, a number."""
    found = _MONEY.fullmatch(text)
    if found is None or not is_currency(found[1]):
        return None
    number = parse_decimal(found[2])
    return None if number is None else Money(number, found[1])


def parse_time(text: str) -> datetime | None:
    """Read an ISO 8601 instant with offset, ``2026-01-05T20:00+08:00``; the answer is in UTC."""
    if _TIME.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_time(instant: datetime) -> str:
    """Write an instant in UTC, ending in ``Z``."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_date(text: str) -> date | None:
    """Read a day, ``2026-01-05``."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_clock(text: str) -> time | None:
    """Read a time of day, ``23:00``."""
    found = _CLOCK.fullmatch(text)
    return None if found is None else time(int(found[1]), int(found[2]))
