"""Instants and days, as channels write them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from orderloom.mapping.convert.numbers import number
from orderloom.mapping.convert.patterns import compile_pattern, read_day, read_pattern
from orderloom.mapping.unfit import Unfit

EPOCHS = MappingProxyType({"epoch_s": 6, "epoch_ms": 3})
"""A format that counts from 1970 to the power of ten between its unit and a microsecond."""

ISO = "yyyy-MM-dd HH:mm:ss"
ISO_DAY = "yyyy-MM-dd"
# Nobody's order is older or newer; seconds taken for milliseconds, or the other way, are.
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - of any zone's clocks
_DAY = timedelta(days=1)
_FIRST_DAY, _LAST_DAY = date(2, 1, 1).toordinal(), date(9998, 12, 31).toordinal()
_MOST_DAYS = 4_096
_LOOSE = re.compile(
    r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})"
    r"(?:T| {1,3})(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r" {0,3}(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_LOOSE_DAY = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class WallClock:
    """Whose clocks show times without offset.

    ``doubled`` says which instant a time means that comes twice, when clocks are set back.
    """

    zone: ZoneInfo
    doubled: Literal["refuse", "first", "second"] = "refuse"
    _steady: dict[int, timedelta | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def instant(self, local: datetime) -> datetime:
        """Give the instant, in UTC, at which the clocks show ``local``.

        Raises:
            Unfit: They never do, or do twice and nobody said which time is meant.
        """
        day = local.toordinal()
        offset = self._steady.get(day)
        if offset is None:
            if day not in self._steady:
                self._look_up(day)
            offset = self._steady[day]
            if offset is None:
                return self._near_a_change(local)
        # Far from every change of clocks subtraction will do, at a tenth of the price.
        return _EPOCH + (local - _LOCAL_EPOCH - offset)

    def _look_up(self, day: int) -> None:
        """Remember the offset of a day if clocks change neither on it nor on its neighbours."""
        if len(self._steady) >= _MOST_DAYS:
            self._steady.clear()
        self._steady[day] = None
        if _FIRST_DAY < day < _LAST_DAY:
            midnight = datetime.fromordinal(day)
            offsets = {self.zone.utcoffset(midnight + days * _DAY) for days in (-1, 0, 1, 2)}
            if len(offsets) == 1:
                self._steady[day] = offsets.pop()

    def _near_a_change(self, local: datetime) -> datetime:
        first, second = (local.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        before, after = first.utcoffset(), second.utcoffset()
        if before is not None and after is not None and before < after:
            raise Unfit("OL565", zone=self.zone.key)
        if before != after and self.doubled == "refuse":
            raise Unfit("OL564", zone=self.zone.key)
        return (second if self.doubled == "second" else first).astimezone(UTC)


def time(form: str | None, clock: WallClock) -> Callable[[object], object]:
    """Give a conversion to an instant in UTC.

    Args:
        form: A pattern, a key of ``EPOCHS``, or None for ISO 8601 and ``yyyy/MM/dd HH:mm``.
        clock: Shows the times without offset.
    """
    if form is not None and form in EPOCHS:
        return _epoch(form, EPOCHS[form])
    read = _iso if form is None else _by_pattern(form)
    expected = form or ISO

    def read_time(value: object) -> object:
        if type(value) is str:
            text = value.strip()
            if not text:
                return None
            try:
                found = read(text)
                if found is not None:
                    return clock.instant(found) if found.tzinfo is None else found.astimezone(UTC)
            except (ValueError, OverflowError):
                pass
            raise Unfit("OL552", expected=expected)
        if value is None or type(value) is datetime:
            return value
        raise Unfit("OL552", expected=expected)

    return read_time


def _iso(text: str) -> datetime | None:
    if len(text) > 13 and text[4] == text[7] == "-" and text[13] == ":" and text[10] in "T ":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # such as a space before the offset
    return read_pattern(_LOOSE, text)


def _by_pattern(form: str) -> Callable[[str], datetime | None]:
    pattern = compile_pattern(form)
    return lambda text: read_pattern(pattern, text)


def _epoch(form: str, power: int) -> Callable[[object], object]:
    read = number(None)

    def read_epoch(value: object) -> object:
        if type(value) is datetime:
            return value
        try:
            count = read(value)
        except Unfit:
            raise Unfit("OL552", expected=form) from None
        if count is None:
            return None
        year = _rough_year(count, power)
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise Unfit("OL553", expected=form, year=str(year))
        return _EPOCH + timedelta(microseconds=int(count.scaleb(power)))

    return read_epoch


def _rough_year(count: Decimal, power: int) -> int:
    """Give the year, cheaply and for any number; beyond 9999 it is 9999, before 1, 1."""
    seconds = count.scaleb(power - 6) if -30 < count.adjusted() < 30 else count
    if not -62_000_000_000 < seconds < 253_000_000_000:
        return 1 if seconds < 0 else 9999
    return (_EPOCH + timedelta(seconds=int(seconds))).year


def day(form: str | None) -> Callable[[object], object]:
    """Give a conversion to a day written by ``form``, None for ISO 8601 and ``yyyy/MM/dd``."""
    pattern = _LOOSE_DAY if form is None else compile_pattern(form)
    expected = form or ISO_DAY

    def read_date(value: object) -> object:
        if value is None or type(value) is date:
            return value
        if not isinstance(value, str):
            raise Unfit("OL554", expected=expected)
        text = value.strip()
        try:
            found = read_day(pattern, text)
        except ValueError:
            found = None
        if found is None and text:
            raise Unfit("OL554", expected=expected)
        return found

    return read_date
