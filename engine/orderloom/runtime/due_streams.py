"""Which streams of a connection are to be polled now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from orderloom.definition.connection import Connection, Stream
from orderloom.ports import Notebook

PUNCTUAL = timedelta(minutes=5)
"""An instant noticed later than this passed while nobody looked."""

_A_DAY = timedelta(days=1)


def due_streams(connection: Connection, notes: Notebook, now: datetime, zone: str) -> list[Stream]:
    """Give the streams that are due, in file order.

    One with clock times that was never polled begins now: nothing before is its own.
    """
    return [each for each in connection.streams.values() if _is_due(each, notes, now, zone)]


def note_polled(stream: Stream, notes: Notebook, now: datetime) -> None:
    """Remember that a stream was polled, where anything hangs on it."""
    if stream.every is not None or stream.at:
        notes.put(_note(stream), now.isoformat())


def polled_at(stream: Stream, notes: Notebook) -> datetime | None:
    """Say when a poll of a stream worked last; None: never, or nothing hangs on it."""
    noted = notes.get(_note(stream))
    return None if noted is None else datetime.fromisoformat(noted)


def _note(stream: Stream) -> str:
    return f"polled/{stream.name}"


def _is_due(stream: Stream, notes: Notebook, now: datetime, zone: str) -> bool:
    if not stream.is_polled:
        return False
    if stream.every is None and not stream.at:
        return True
    polled = polled_at(stream, notes)
    if polled is None:
        if stream.every is None:
            note_polled(stream, notes, now)
        return stream.every is not None
    if stream.every is not None and now - polled >= stream.every:
        return True
    last = max(_instants(stream, now, zone), default=polled)
    return polled < last and (stream.catch_up == "last" or now - last <= PUNCTUAL)


def _instants(stream: Stream, now: datetime, zone: str) -> Iterator[datetime]:
    """Give the clock times of today and yesterday that have passed."""
    local = now.astimezone(ZoneInfo(zone))
    for day in (local.date(), (local - _A_DAY).date()):
        for clock in stream.at:
            instant = datetime.combine(day, clock, tzinfo=local.tzinfo).astimezone(now.tzinfo)
            if instant <= now:
                yield instant
