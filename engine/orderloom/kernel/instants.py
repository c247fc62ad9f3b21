"""When a schedule is due: instants out of clock times, days and a zone."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orderloom.definition.schedule import Days, Schedule
from orderloom.expression.functions.time import at_wall_clock

_A_DAY = timedelta(days=1)
_MARGIN = timedelta(days=2)
"""A clock time that its own day skips may fall on the next; zones lie up to a day apart."""
_PAUSE = timedelta(days=100)
"""Between two instants there is less, unless a calendar has more holidays in a row: any other day
that a schedule may name comes every 62 days."""


def due_instants(schedule: Schedule, after: datetime, until: datetime) -> Iterator[datetime]:
    """Give the instants after ``after`` up to ``until`` at which a schedule is due, ascending.

    A clock time that the day skips is due at the next valid instant, a doubled one the first
    time; an interval counts the time that really passes since local midnight. No instant is given
    twice.
    """
    zone = ZoneInfo(schedule.zone)
    day = _local_day(after - _MARGIN, zone)
    last, latest = _local_day(until, zone), after
    while day <= last:
        for instant in _instants_of(schedule, day, zone, after):
            if latest < instant <= until:
                latest = instant
                yield instant
        day += _A_DAY


def next_instant(schedule: Schedule, after: datetime) -> datetime:
    """Give the first instant after ``after``."""
    begin = after
    while True:
        for instant in due_instants(schedule, begin, begin + _PAUSE):
            return instant
        begin += _PAUSE  # a calendar's holidays end some day


def _local_day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def _instants_of(
    schedule: Schedule, day: date, zone: ZoneInfo, after: datetime
) -> Iterator[datetime]:
    """Give what one local day has, ascending; two clock times skipped at once give one twice.

    What an interval counts up to ``after`` may be missing.
    """
    if not _is_among(schedule.days, day):
        return
    for clock in schedule.at:
        yield at_wall_clock(datetime.combine(day, clock), zone)
    spans = schedule.grids if schedule.every is None else (schedule.every,)
    grids = [_on_grid(every, day, zone, after) for every in spans]
    yield from grids[0] if len(grids) == 1 else sorted({each for grid in grids for each in grid})


def _on_grid(every: timedelta, day: date, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    instant = at_wall_clock(datetime.combine(day, time()), zone)
    end = at_wall_clock(datetime.combine(day + _A_DAY, time()), zone)
    if after > instant:
        instant += (after - instant) // every * every
    while instant < end:
        yield instant
        instant += every


def _is_among(days: Days, day: date) -> bool:
    if not (days.weekdays or days.monthdays or days.last or days.workdays):
        return True
    if day.isoweekday() in days.weekdays or day.day in days.monthdays:
        return True
    if days.workdays is not None and days.workdays.working_time.is_working_day(day):
        return True
    return days.last and day.day == monthrange(day.year, day.month)[1]
