"""When schedules are due, held against a look at every single minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from orderloom.definition.calendar import Calendar as CalendarDefinition
from orderloom.definition.schedule import Days, Schedule
from orderloom.diagnostics import Place
from orderloom.expression.calendars import Calendar
from orderloom.kernel.instants import due_instants, next_instant

MINUTE = timedelta(minutes=1)
ZONES = (
    "UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo",
    "America/Havana", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Asia/Kathmandu",
)  # fmt: skip
CHANGES = (
    "2026-03-29T00:00", "2026-10-25T00:00", "2026-03-08T05:00", "2026-11-01T04:00",
    "2018-11-04T02:00", "2018-02-18T01:00", "2011-12-30T09:00", "2026-04-04T14:00",
    "2026-10-03T15:00", "2026-02-28T12:00", "2028-02-29T00:00", "2026-01-31T12:00",
    "2026-04-23T22:00", "2026-10-29T20:00",
)  # fmt: skip


def schedule(*, zone="UTC", every=None, at=(), days=None):
    at = tuple(sorted(time.fromisoformat(clock) for clock in at))
    return Schedule(
        id="s", place=Place("", 0), zone=zone, do=(), catch_up="each", every=every, at=at,
        days=days or Days(),
    )  # fmt: skip


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_among(days, day):
    """Say whether a day is named, by asking for its neighbours."""
    if days == Days():
        return True
    is_last = (day + timedelta(days=1)).day == 1
    return day.isoweekday() in days.weekdays or day.day in days.monthdays or (days.last and is_last)


def scanned(plan, after, until):
    """Look at the clock once a minute, and at what it jumped over."""
    zone = ZoneInfo(plan.zone)
    start = after.replace(second=0, microsecond=0) - timedelta(days=3)
    minutes = [start + MINUTE * n for n in range(int((until - start) / MINUTE) + 1)]
    walls = [minute.astimezone(zone).replace(tzinfo=None) for minute in minutes]
    begun, seen, found = walls[0], set(), set()
    midnight, last_day = None, walls[0].date()
    for (before, wall), minute in zip(pairwise(walls), minutes[1:], strict=True):
        passed = []
        step = before + MINUTE
        while step <= wall:
            passed.append(step)
            step += MINUTE
        passed = passed or [wall]
        new = [each for each in passed if each not in seen and each > begun]
        seen.update(passed)
        if plan.every is None:
            hits = [w for w in new if w.time() in plan.at and is_among(plan.days, w.date())]
            if hits:
                found.add(minute)
            continue
        if wall.date() > last_day:
            midnight, last_day = minute, wall.date()
        on_grid = midnight is not None and (minute - midnight) % plan.every == timedelta()
        if on_grid and is_among(plan.days, last_day):
            found.add(minute)
    return sorted(minute for minute in found if after < minute <= until)


DAYS = st.builds(
    Days,
    weekdays=st.frozensets(st.integers(1, 7), max_size=2),
    monthdays=st.frozensets(st.sampled_from([1, 2, 15, 28, 29, 30, 31]), max_size=2),
    last=st.booleans(),
)
CLOCKS = st.lists(
    st.one_of(
        st.sampled_from(["00:00", "00:30", "01:30", "02:00", "02:30", "02:31", "23:59", "23:30"]),
        st.times().map(lambda each: each.strftime("%H:%M")),
    ),
    min_size=1,
    max_size=4,
    unique=True,
)
EVERY = st.sampled_from([1, 5, 15, 45, 60, 90, 360, 1440]).map(lambda n: timedelta(minutes=n))
RHYTHMS = st.one_of(st.tuples(st.none(), CLOCKS), st.tuples(EVERY, st.just(())))


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(ZONES), RHYTHMS, st.one_of(st.just(Days()), DAYS),
    st.sampled_from(CHANGES), st.integers(0, 2_000), st.integers(1, 3_000),
)  # fmt: skip
@example("Pacific/Apia", (None, ("09:00",)), Days(), "2011-12-30T09:00", 1_500, 3_000)
@example("America/Sao_Paulo", (timedelta(hours=6), ()), Days(), "2018-11-04T02:00", 900, 3_000)
def test_it_is_what_a_look_at_every_minute_finds(  # noqa: PLR0917
    zone, rhythm, days, around, before, length
):
    every, at = rhythm
    plan = schedule(zone=zone, every=every, at=at, days=days)
    after = utc(around) - MINUTE * before
    until = after + MINUTE * length
    found = list(due_instants(plan, after, until))
    assert found == scanned(plan, after, until)
    assert next_instant(plan, after) == (found[0] if found else next_instant(plan, until))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), RHYTHMS, DAYS, st.lists(st.integers(0, 9_000), max_size=5))
def test_however_often_it_is_asked_every_instant_is_given_once(zone, rhythm, days, cuts):
    plan = schedule(zone=zone, every=rhythm[0], at=rhythm[1], days=days)
    start = utc("2026-03-25T07:13")
    points = [start + MINUTE * cut for cut in sorted({0, 9_000, *cuts})]
    pieces = [due for a, b in pairwise(points) for due in due_instants(plan, a, b)]
    assert pieces == list(due_instants(plan, points[0], points[-1]))


def local(plan, after, until):
    zone = ZoneInfo(plan.zone)
    return [
        each.astimezone(zone).strftime("%d %H:%M%z")
        for each in due_instants(plan, utc(after), utc(until))
    ]


def test_a_skipped_clock_time_is_due_at_the_next_valid_instant_and_a_doubled_one_once():
    plan = schedule(zone="Europe/Berlin", at=["02:30", "02:45"])
    assert local(plan, "2026-03-28T12:00", "2026-03-30T12:00") == [
        *("29 03:00+0200", "30 02:30+0200", "30 02:45+0200"),
    ]
    assert local(plan, "2026-10-24T12:00", "2026-10-25T12:00") == [
        *("25 02:30+0200", "25 02:45+0200"),
    ]


def test_an_interval_is_the_time_that_really_passes_since_local_midnight():
    plan = schedule(zone="Europe/Berlin", every=timedelta(hours=6))
    assert local(plan, "2026-03-28T22:00", "2026-03-29T22:00") == [
        *("29 00:00+0100", "29 07:00+0200", "29 13:00+0200", "29 19:00+0200", "30 00:00+0200"),
    ]
    quarter = schedule(zone="Europe/Berlin", every=timedelta(minutes=15))
    days = (
        ("2026-03-28T23:00", "2026-03-29T22:00"),
        ("2026-10-24T22:00", "2026-10-25T23:00"),
        ("2026-01-05T23:00", "2026-01-06T23:00"),
    )
    numbers = [len(list(due_instants(quarter, utc(a), utc(b)))) for a, b in days]
    assert numbers == [92, 100, 96]


def test_days_of_the_month_that_a_month_lacks_do_not_come():
    plan = schedule(at=["09:00"], days=Days(monthdays=frozenset({31})))
    assert local(plan, "2026-01-30T00:00", "2026-05-31T12:00") == [
        *("31 09:00+0000", "31 09:00+0000", "31 09:00+0000"),
    ]
    last = schedule(at=["09:00"], days=Days(last=True, weekdays=frozenset({1})))
    days = [
        each.date() for each in due_instants(last, utc("2028-02-20T00:00"), utc("2028-03-01T00:00"))
    ]
    assert days == [date(2028, 2, 21), date(2028, 2, 28), date(2028, 2, 29)]


def test_working_days_are_those_of_the_calendar_however_long_the_holidays():
    start = date(2026, 1, 1)
    free = frozenset(start + timedelta(days=n) for n in range(300))
    hours = {day: ((time(9), time(18)),) for day in range(1, 6)}
    working = Calendar(ZoneInfo("UTC"), hours, free, frozenset({date(2026, 1, 4)}), "x")
    plan = schedule(
        at=["02:00"],
        days=Days(workdays=CalendarDefinition(id="c", place=Place("", 0), working_time=working)),
    )
    first = next_instant(plan, utc("2026-01-01T00:00"))
    assert first == utc("2026-01-04T02:00")
    second = next_instant(plan, first)
    assert second == utc("2026-10-28T02:00")  # a Wednesday, the day after the 300
    rest = due_instants(plan, second, utc("2026-11-03T00:00"))
    assert [each.day for each in rest] == [29, 30, 2]
