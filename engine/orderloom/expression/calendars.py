"""Calendars: which parts of which days are working time."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from orderloom.expression.functions.time import at_wall_clock

Hours: TypeAlias = tuple[tuple[time, time | None], ...]
"""The parts of a day, ascending and apart; an end of None is midnight."""

MONDAY = 1
_A_DAY = timedelta(days=1)
_MOST_DAYS = 36_525
"""A century: further away no working time is counted."""


class TooFar(ArithmeticError):
    """The working time asked about lies more than a century away."""


class Calendar:
    """Working time in one zone.

    Args:
        zone: Whose days and clocks they are.
        hours: Weekday, 1 (Monday) to 7, to its hours; absent ones have none.
        holidays: Days without working time.
        extra: Make-up working days, with Monday's hours.
        content: Equal for equal calendars, and only for these.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        hours: Mapping[int, Hours],
        holidays: frozenset[date],
        extra: frozenset[date],
        content: str,
    ) -> None:
        self._zone = zone
        self._hours = hours
        self._holidays = holidays
        self._extra = extra
        self._content = content

    def __repr__(self) -> str:
        return f"<calendar {self._content}>"

    def is_working_day(self, day: date) -> bool:
        """Say whether a local day has working time."""
        return bool(self._hours_of(day))

    def is_working(self, instant: datetime) -> bool:
        """Say whether an instant is in working time; the end of a part is no longer in it."""
        parts = self._parts(instant.astimezone(self._zone).date())
        return any(start <= instant < end for start, end in parts)

    def add(self, instant: datetime, duration: timedelta) -> datetime:
        """Give the instant at which so much working time has passed since ``instant``.

        A negative duration counts back. What ends just when a part of a day ends, ends there and
        not at the next opening.

        Raises:
            TooFar: That is more than a century away.
        """
        if duration < timedelta(0):
            return self._back(instant, -duration)
        left = duration
        if not left:
            return instant
        for start, end in self._onward(instant):
            begin = max(start, instant)
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, timedelta(0))
        raise TooFar

    def between(self, first: datetime, second: datetime) -> timedelta:
        """Give the working time from the first to the second; negative when that is earlier.

        Raises:
            TooFar: They lie more than a century apart.
        """
        if second < first:
            return -self.between(second, first)
        passed = timedelta(0)
        for start, end in self._onward(first):
            if start >= second:
                return passed
            passed += max(min(end, second) - max(start, first), timedelta(0))
        raise TooFar

    def _back(self, instant: datetime, left: timedelta) -> datetime:
        day = instant.astimezone(self._zone).date() + _A_DAY
        for _ in range(_MOST_DAYS):
            for start, end in reversed(self._parts(day)):
                finish = min(end, instant)
                if finish - start >= left:
                    return finish - left
                left -= max(finish - start, timedelta(0))
            day -= _A_DAY
        raise TooFar

    def _onward(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the parts of the day of an instant and of those after it, ascending."""
        day = instant.astimezone(self._zone).date()
        # A clock time that its own day skips may lie in the next: the day before counts too.
        day -= _A_DAY
        for _ in range(_MOST_DAYS):
            yield from self._parts(day)
            day += _A_DAY

    def _parts(self, day: date) -> list[tuple[datetime, datetime]]:
        return [
            (
                self._at(day, start),
                self._at(day + _A_DAY, time()) if end is None else self._at(day, end),
            )
            for start, end in self._hours_of(day)
        ]

    def _at(self, day: date, clock: time) -> datetime:
        return at_wall_clock(datetime.combine(day, clock), self._zone)

    def _hours_of(self, day: date) -> Hours:
        if day in self._extra:
            return self._hours.get(MONDAY, ())
        if day in self._holidays:
            return ()
        return self._hours.get(day.isoweekday(), ())
