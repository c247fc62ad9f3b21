"""From when to when a stream is asked for: spans without gaps, none longer than allowed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from orderloom.definition.connector import Cursor

_SIGNS = (
    ("yyyy", "%Y"),
    ("MM", "%m"),
    ("dd", "%d"),
    ("HH", "%H"),
    ("mm", "%M"),
    ("ss", "%S"),
)


class Span(NamedTuple):
    """From ``begin`` up to ``end``, which is where the next one begins."""

    begin: datetime
    end: datetime


_LONGEST_FOLD = timedelta(hours=3)
"""No wall clock is ever put back further."""


def spans(
    cursor: Cursor, done_until: datetime, overlap: timedelta, now: datetime, zone: str
) -> Iterator[Span]:
    """Give the spans that are to be asked for, oldest first.

    Where the wall clock by which a platform is asked is put back, one span ends and another
    begins: written by that clock, a span over both would seem to end before it begins.

    Args:
        cursor: How the platform is asked.
        done_until: Everything before was read.
        overlap: So much before is read again: late rows show up there, and doubles fall out.
        now: Where the last span ends.
        zone: Of the wall clock, unless the cursor has its own.
    """
    begin = _whole(done_until - overlap, cursor.granularity)
    end_of_all = _whole(now, cursor.granularity)
    step = cursor.step or max(end_of_all - begin, cursor.granularity)
    while begin < end_of_all:
        end = _before_a_fold(cursor, Span(begin, min(begin + step, end_of_all)), zone)
        yield Span(begin, end)
        begin = end


def _before_a_fold(cursor: Cursor, span: Span, zone: str) -> datetime:
    """Give the end of a span, or the instant in it at which the wall clock is put back."""
    if cursor.wire in ("epoch_s", "epoch_ms", "iso") or "Z" in cursor.wire:
        return span.end
    wall = ZoneInfo(cursor.zone or zone)
    before, after = max(span.begin, span.end - _LONGEST_FOLD), span.end
    if not _is_put_back(wall, before, after - cursor.granularity):
        return span.end
    while after - before > cursor.granularity:
        middle = _whole(before + (after - before) / 2, cursor.granularity)
        if _is_put_back(wall, before, middle):
            after = middle
        else:
            before = middle
    return after


def _is_put_back(wall: ZoneInfo, before: datetime, after: datetime) -> bool:
    offsets = [each.astimezone(wall).utcoffset() or timedelta() for each in (before, after)]
    return offsets[0] > offsets[1]


def _whole(instant: datetime, granularity: timedelta) -> datetime:
    """Cut an instant to what the platform can tell apart."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + (instant - epoch) // granularity * granularity


def last_moment(cursor: Cursor, span: Span) -> datetime:
    """Give the last instant that belongs to a span, as platforms that count both ends ask."""
    return max(span.end - cursor.granularity, span.begin)


def written(cursor: Cursor, instant: datetime, zone: str) -> str | int:
    """Write an instant as the platform wants it."""
    match cursor.wire:
        case "epoch_s":
            return int(instant.timestamp())
        case "epoch_ms":
            return int(instant.timestamp()) * 1000 + instant.microsecond // 1000
        case "iso":
            return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case pattern:
            return _by_pattern(instant.astimezone(ZoneInfo(cursor.zone or zone)), pattern)


def _by_pattern(local: datetime, pattern: str) -> str:
    text = pattern.replace("SSS", f"{local.microsecond // 1000:03}")
    for sign, form in _SIGNS:
        text = text.replace(sign, local.strftime(form))
    return text.replace("Z", local.strftime("%z"))
