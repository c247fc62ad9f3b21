"""Functions of working time; which calendar is meant is settled when compiling."""

from datetime import date, datetime, timedelta

from orderloom.expression.calendars import Calendar, TooFar
from orderloom.expression.functions.model import Function, Parameter
from orderloom.expression.trouble import refuse
from orderloom.expression.types import BOOLEAN, DURATION, TIME


def working(value: datetime | date, calendar: Calendar) -> bool:
    """Say whether an instant, or any part of a local day, is working time."""
    if isinstance(value, datetime):
        return calendar.is_working(value)
    return calendar.is_working_day(value)


def work_add(
    instant: datetime, duration: timedelta, calendar: Calendar, start: int, end: int
) -> datetime:
    """Give the instant at which so much working time has passed."""
    try:
        return calendar.add(instant, duration)
    except (TooFar, OverflowError):
        refuse("OL394", start, end)


def work_between(
    first: datetime, second: datetime, calendar: Calendar, start: int, end: int
) -> timedelta:
    """Give the working time from one instant to another."""
    try:
        return calendar.between(first, second)
    except (TooFar, OverflowError):
        refuse("OL394", start, end)


CALENDAR = Parameter(name="calendar", accepts=("text",), literal=True)
"""In the place of its name stands the calendar itself, once it is found."""

FUNCTIONS = (
    Function(
        name="working",
        parameters=(Parameter(name="t", accepts=("time", "date")), CALENDAR),
        result=BOOLEAN, run=working,
        en="whether the instant is in working time, or the day has any",
        zh="时刻是否在工作时间内,或该日是否为工作日",
    ),
    Function(
        name="work_add",
        parameters=(
            Parameter(name="t", accepts=("time",)),
            Parameter(name="dur", accepts=("duration",)),
            CALENDAR,
        ),
        result=TIME, run=work_add, located=True,
        en="the instant at which so much working time has passed since t",
        zh="从 t 起经过这么多工作时间后的时刻",
    ),
    Function(
        name="work_between",
        parameters=(
            Parameter(name="a", accepts=("time",)),
            Parameter(name="b", accepts=("time",)),
            CALENDAR,
        ),
        result=DURATION, run=work_between, located=True,
        en="the working time from a to b", zh="从 a 到 b 的工作时间",
    ),
)  # fmt: skip
