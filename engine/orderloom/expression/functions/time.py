"""Functions over instants and days; wall-clock time is that of ``zone``."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orderloom.expression.functions.model import SCOPE_NOW, Function, Parameter, UnfitLiteral
from orderloom.expression.functions.text import ZONE
from orderloom.expression.functions.zones import zone_of
from orderloom.expression.literals import parse_clock, parse_date, parse_time
from orderloom.expression.trouble import refuse
from orderloom.expression.types import DATE, INTEGER, TEXT, TIME, Type
from orderloom.names import nearest

UNITS = ("day", "week", "month", "year")
_Zone = ZoneInfo | str
_MAX_SHIFT = 100_000


def at_wall_clock(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant at which clocks in ``zone`` show ``local``.

    A time that is skipped gives the first valid instant after it, a doubled one the first.
    """
    first = local.replace(tzinfo=zone, fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local:
        return instant
    return _end_of_gap(local, zone)


def _end_of_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """Find the instant at which the clocks jumped over ``local``."""
    low = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0) if high.microsecond else high


def time_of(text: str) -> datetime | None:
    """Read an instant with offset; missing when it is none."""
    return parse_time(text)


def date_of(value: datetime | str, zone: _Zone, start: int, end: int) -> date | None:
    """Give the local day of an instant, or read one."""
    if isinstance(value, str):
        return parse_date(value)
    return value.astimezone(zone_of(zone, start, end)).date()


def clock_of(instant: datetime, zone: _Zone, start: int, end: int) -> str:
    """Give the local time of day, ``HH:MM``."""
    return instant.astimezone(zone_of(zone, start, end)).strftime("%H:%M")


def weekday_of(value: datetime | date, zone: _Zone, start: int, end: int) -> int:
    """Give the local day of the week, Monday is 1."""
    if isinstance(value, datetime):
        return value.astimezone(zone_of(zone, start, end)).isoweekday()
    return value.isoweekday()


def _start_of_day(day: date, unit: str) -> date:
    match unit:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def start_of(
    value: datetime | date, unit: str, zone: _Zone, start: int, end: int
) -> datetime | date:
    """Give the local beginning of the day, week, month or year."""
    if not isinstance(value, datetime):
        return _start_of_day(value, unit)
    where = zone_of(zone, start, end)
    day = _start_of_day(value.astimezone(where).date(), unit)
    return at_wall_clock(datetime.combine(day, time()), where)


def _shift_day(day: date, number: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(  # noqa: PLR0913, PLR0917 - three that are written, three that the engine adds
    value: datetime | date, number: int, unit: str, zone: _Zone, start: int, end: int
) -> datetime | date:
    """Move by whole units of wall-clock time; a day that a month lacks becomes its last."""
    if abs(number) > _MAX_SHIFT:
        refuse("OL395", start, end, found=str(number), expected=f"at most {_MAX_SHIFT:,} units")
    try:
        if not isinstance(value, datetime):
            return _shift_day(value, number, unit)
        where = zone_of(zone, start, end)
        local = value.astimezone(where).replace(tzinfo=None, fold=0)
        moved = datetime.combine(_shift_day(local.date(), number, unit), local.time())
        return at_wall_clock(moved, where)
    except OverflowError:
        refuse("OL394", start, end)


def next_clock(at: time, now: datetime, zone: _Zone, start: int, end: int) -> datetime:
    """Give the next instant after ``now`` at which clocks show ``at``."""
    where = zone_of(zone, start, end)
    day = now.astimezone(where).date()
    for ahead in range(3):
        instant = at_wall_clock(datetime.combine(day + timedelta(days=ahead), at), where)
        if instant > now:
            return instant
    return instant


def days_between(
    first: datetime | date, second: datetime | date, zone: _Zone, start: int, end: int
) -> int:
    """Count local days from the first to the second."""
    where = zone_of(zone, start, end)
    return (_day(second, where) - _day(first, where)).days


def _day(value: datetime | date, zone: ZoneInfo) -> date:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def _unit(text: str) -> str:
    if text not in UNITS:
        near = nearest(text, UNITS) or ""
        raise UnfitLiteral("OL364", found=text, known=", ".join(UNITS), nearest=near)
    return text


def _clock_literal(text: str) -> time:
    clock = parse_clock(text)
    if clock is None:
        raise UnfitLiteral("OL364", found=text, known="HH:MM, such as 23:00", nearest="")
    return clock


def _text_literal(form: str, read: Callable[[str], object]) -> Callable[[object], object]:
    def prepare(value: object) -> object:
        if isinstance(value, str) and read(value) is None:
            raise UnfitLiteral("OL364", found=value, known=form, nearest="")
        return value

    return prepare


def _same(types: Sequence[Type]) -> Type:
    return types[0]


_T = Parameter(name="t", accepts=("time",))
_WHEN = Parameter(name="t", accepts=("time", "date"))
_UNIT = Parameter(name="unit", accepts=("text",), literal=True, prepare=_unit)

FUNCTIONS = (
    Function(
        name="time",
        parameters=(
            Parameter(
                name="text", accepts=("text",),
                prepare=_text_literal("2026-01-05T20:00+08:00", parse_time),
            ),
        ),
        result=TIME, run=time_of,
        en="the instant that a text with offset names", zh="带时区偏移的文本所指的时刻",
    ),
    Function(
        name="date",
        parameters=(
            Parameter(
                name="t", accepts=("time", "text"), prepare=_text_literal("2026-01-05", parse_date)
            ),
            ZONE,
        ),
        result=DATE, run=date_of, located=True,
        en="the local day of an instant, or the day that a text names",
        zh="时刻所在的当地日期,或文本所指的日期",
    ),
    Function(
        name="clock", parameters=(_T, ZONE), result=TEXT, run=clock_of, located=True,
        en="the local time of day, HH:MM", zh="当地时间 HH:MM",
    ),
    Function(
        name="weekday", parameters=(_WHEN, ZONE), result=INTEGER, run=weekday_of, located=True,
        en="the local day of the week, 1 for Monday to 7", zh="当地星期几,周一为 1,周日为 7",
    ),
    Function(
        name="start_of", parameters=(_WHEN, _UNIT, ZONE), result=_same, run=start_of, located=True,
        en="the local beginning of its day, week, month or year",
        zh="所在日、周、月、年的当地起点",
    ),
    Function(
        name="shift",
        parameters=(_WHEN, Parameter(name="n", accepts=("integer",)), _UNIT, ZONE),
        result=_same, run=shift, located=True,
        en="moved by n days, weeks, months or years of wall-clock time",
        zh="按当地钟表移动 n 个日、周、月、年",
    ),
    Function(
        name="next_clock",
        parameters=(
            Parameter(name="clock", accepts=("text",), literal=True, prepare=_clock_literal),
            Parameter(name="now", default=SCOPE_NOW, hidden=True),
            ZONE,
        ),
        result=TIME, run=next_clock, located=True,
        en="the next instant at which local clocks show it", zh="当地钟表下一次走到该时间的时刻",
    ),
    Function(
        name="days_between",
        parameters=(
            Parameter(name="a", accepts=("time", "date")),
            Parameter(name="b", accepts=("time", "date")),
            ZONE,
        ),
        result=INTEGER, run=days_between, located=True,
        en="how many local days from a to b", zh="从 a 到 b 的当地天数",
    ),
)  # fmt: skip
