"""Windows: from when to when a figure looks, at an instant."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from orderloom.definition.figure import Figure
from orderloom.expression.functions.time import shift, start_of
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.figures.atoms import instant, lasting, micros

_HOUR = timedelta(hours=1)


class Window(NamedTuple):
    """From one instant to another, both inside, in microseconds; None: without an end.

    ``within`` is how long a sliding window is, else None; ``offset`` how much earlier it is;
    ``turns`` the instant at which another period begins.
    """

    first: int | None
    last: int | None
    within: int | None
    offset: int
    turns: int | None = None

    def holds(self, at: int) -> bool:
        """Say whether an instant lies inside."""
        return (self.first is None or at >= self.first) and (self.last is None or at <= self.last)


def window_at(
    figure: Figure, now: datetime, names: Mapping[str, Any], around: Surroundings, zone: str
) -> Window | None:
    """Give a figure's window at an instant; None while a value that makes it is missing.

    Args:
        figure: The figure.
        now: The instant.
        names: The names of whoever asks.
        around: What is around them, at that instant.
        zone: The flow's.
    """
    offset = timedelta(0) if figure.offset is None else figure.offset.of(names, around)
    span = None if figure.within is None else figure.within.of(names, around)
    since = None if figure.since is None else figure.since.of(names, around)
    is_whole = offset is not None and (span is not None or figure.within is None)
    if not is_whole or (since is None and figure.since is not None):
        return None
    end = now - offset
    earlier, last = lasting(offset), micros(end)
    if span is not None:
        return Window(last - lasting(span), last, lasting(span), earlier)
    if since is None and figure.over is None:
        return Window(None, last if offset else None, None, earlier)
    begin = since - offset if since is not None else _period(end, figure.over or "day", zone)
    return Window(micros(begin), last, None, earlier, _next_turn(figure, now, zone))


def _next_turn(figure: Figure, now: datetime, zone: str) -> int | None:
    """Give the next instant at which the beginning of a window may be another."""
    if figure.over is None:
        compiled = None if figure.since is None else figure.since.compiled
        if compiled is None or not compiled.volatile:
            return None
        return micros(_hour(now, zone) + _HOUR)
    offset = timedelta(0) if figure.offset is None else figure.offset.constant
    if offset is None:  # worked out anew each time
        return micros(_hour(now, zone) + _HOUR)
    begin = _period(now - offset, figure.over, zone)
    if figure.over == "hour":
        return micros(begin + _HOUR + offset)
    following = shift(begin, 1, figure.over, ZoneInfo(zone), 0, 0)
    assert isinstance(following, datetime)  # noqa: S101 - as what was shifted
    return micros(following + offset)


def _period(end: datetime, over: str, zone: str) -> datetime:
    if over == "hour":
        return _hour(end, zone)
    begin = start_of(end, over, ZoneInfo(zone), 0, 0)
    assert isinstance(begin, datetime)  # noqa: S101 - as what was given
    return begin


def _hour(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    return now - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )


def later_of(candidates: list[int], now: datetime) -> datetime | None:
    """Give the first of some instants that lies after ``now``."""
    at = micros(now)
    after = [each for each in candidates if each > at]
    return instant(min(after)) if after else None
