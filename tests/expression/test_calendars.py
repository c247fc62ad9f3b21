"""Working time, held against a look at every single minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderloom.compiler.build.official_days import official_days
from orderloom.expression.calendars import Calendar, TooFar

MINUTE = timedelta(minutes=1)
PARTS = (
    ((time(9), time(18)),),
    ((time(9), time(12)), (time(13, 30), None)),
    ((time(0), time(3, 30)), (time(3, 30), time(4))),
    ((time(2, 15), time(2, 45)),),
    ((time(0), None),),
)
# Around these clocks are put forward or back, some at midnight.
STARTS = ("2026-03-28T12:00", "2026-10-24T12:00", "2018-11-03T12:00", "2026-01-05T00:00")
ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe")
DAYS = st.sets(st.sampled_from([date(2026, 3, day) for day in range(26, 32)]), max_size=3)
CALENDARS = st.builds(
    lambda zone, hours, holidays, extra: Calendar(
        ZoneInfo(zone), hours, frozenset(holidays), frozenset(extra), "x"
    ),
    st.sampled_from(ZONES),
    st.dictionaries(st.integers(1, 7), st.sampled_from(PARTS), min_size=1),
    DAYS,
    DAYS,
)
INSTANTS = st.builds(
    lambda start, minutes: datetime.fromisoformat(start).replace(tzinfo=UTC) + minutes * MINUTE,
    st.sampled_from(STARTS),
    st.integers(0, 4 * 24 * 60),
)


def worked(calendar, first, second):
    """Count the minutes that are worked, one after the other."""
    minutes = int((second - first) / MINUTE)
    return sum(calendar.is_working(first + n * MINUTE) for n in range(minutes)) * MINUTE


@settings(max_examples=40, deadline=None)
@given(CALENDARS, INSTANTS, st.integers(0, 24 * 60))
def test_working_time_is_every_minute_that_is_worked(calendar, first, minutes):
    second = first + minutes * MINUTE
    passed = worked(calendar, first, second)
    assert calendar.between(first, second) == passed
    assert calendar.between(second, first) == -passed


@settings(max_examples=300, deadline=None)
@given(CALENDARS, INSTANTS, st.integers(1, 3_000).map(lambda n: n * MINUTE))
def test_after_so_much_working_time_just_so_much_has_passed(calendar, instant, duration):
    forth = calendar.add(instant, duration)
    assert forth > instant
    assert calendar.between(instant, forth) == duration
    assert calendar.between(instant, forth - MINUTE) < duration
    back = calendar.add(instant, -duration)
    assert calendar.between(back, instant) == duration
    assert calendar.between(back + MINUTE, instant) < duration


@given(CALENDARS, INSTANTS)
def test_no_time_moves_nothing(calendar, instant):
    assert calendar.add(instant, timedelta(0)) == instant


def test_a_century_is_the_most_that_is_counted():
    rare = Calendar(ZoneInfo("UTC"), {1: ((time(9), time(10)),)}, frozenset(), frozenset(), "x")
    start = datetime(2026, 1, 5, tzinfo=UTC)
    assert rare.add(start, timedelta(hours=52)) == datetime(2026, 12, 28, 10, tzinfo=UTC)
    for duration in (timedelta(hours=6_000), -timedelta(hours=6_000)):
        with pytest.raises(TooFar):
            rare.add(start, duration)


@pytest.mark.parametrize(
    ("day", "is_free"),
    [("2026-02-14", False), ("2026-02-15", True), ("2026-02-23", True), ("2026-02-28", False)],
)
def test_the_official_days_of_china_are_those_of_the_notice(day, is_free):
    official = official_days("CN")
    assert (date.fromisoformat(day) in official.free) is is_free
    assert (date.fromisoformat(day) in official.working) is not is_free
