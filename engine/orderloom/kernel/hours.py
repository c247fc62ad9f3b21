"""Hours and periods of people: until when it is quiet, and when an hour, day or week begins."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from orderloom.definition.contact import Period
from orderloom.expression.functions.time import at_wall_clock

_A_DAY = timedelta(days=1)
_AN_HOUR = timedelta(hours=1)
_MIDNIGHT = time()


class Span(NamedTuple):
    """From ``begin`` to before ``end``."""

    begin: datetime
    end: datetime


def quiet_until(start: time, end: time, zone: str, now: datetime) -> datetime | None:
    """Give when the quiet hours of ``now`` are over, None when it is not quiet.

    An end that the clocks skip is the next valid instant; of one that they show twice the first.
    """
    where = ZoneInfo(zone)
    today = now.astimezone(where).date()
    for day in (today - _A_DAY, today):
        last = day if start < end else day + _A_DAY
        span = Span(
            at_wall_clock(datetime.combine(day, start), where),
            at_wall_clock(datetime.combine(last, end), where),
        )
        if span.begin <= now < span.end:
            return span.end
    return None


def period_of(per: Period, zone: str, now: datetime) -> Span:
    """Give the hour, day or week by the clock of a zone that ``now`` is in; weeks begin Monday."""
    where = ZoneInfo(zone)
    local = now.astimezone(where)
    if per == "hour":
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return Span(now - past, now - past + _AN_HOUR)
    number = 1
    first = local.date()
    if per == "week":
        first, number = first - timedelta(days=first.weekday()), 7
    return Span(
        at_wall_clock(datetime.combine(first, _MIDNIGHT), where),
        at_wall_clock(datetime.combine(first + number * _A_DAY, _MIDNIGHT), where),
    )
