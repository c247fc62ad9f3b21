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


def spans(
    cursor: Cursor, done_until: datetime, overlap: timedelta, now: datetime
) -> Iterator[Span]:
    """Give the spans that are to be asked for, oldest first.

    Args:
        cursor: How the platform is asked.
        done_until: Everything before was read.
        overlap: So much before is read again: late rows show up there, and doubles fall out.
        now: Where the last span ends.
    """
    begin = _whole(done_until - overlap, cursor.granularity)
    end_of_all = _whole(now, cursor.granularity)
    step = cursor.step or max(end_of_all - begin, cursor.granularity)
    while begin < end_of_all:
        end = min(begin + step, end_of_all)
        yield Span(begin, end)
        begin = end


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
