"""How far a stream was read by what its rows say, rather than by our clock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from orderloom.declarative.places import each_found, found
from orderloom.declarative.spans import Span
from orderloom.definition.connector import Cursor, Feed
from orderloom.errors import DeliveryFailed
from orderloom.mapping.convert.times import WallClock, time
from orderloom.mapping.unfit import Unfit


class Newest:
    """The newest time in the rows of one span.

    A platform may list a row minutes after the time that the row has, or have another clock than
    ours: what was read until now would then leave a gap. With ``field`` of its cursor a stream
    goes on from the newest row that was seen.

    Args:
        connector: Its name, for what is said when the rows do not tell.
        feed: The stream.
        cursor: How it is asked.
        zone: Of times without offset, unless the cursor has its own.
    """

    def __init__(self, connector: str, feed: Feed, cursor: Cursor, zone: str) -> None:
        self._connector = connector
        self._feed = feed
        self._cursor = cursor
        form = None if cursor.wire == "iso" else cursor.wire
        # The first of two instants: from there nothing can be missed.
        self._read = time(form, WallClock(ZoneInfo(cursor.zone or zone), "first"))
        self._newest: datetime | None = None

    def see(self, answer: Any) -> None:  # noqa: ANN401 - JSON of any shape
        """Look at the rows of a page.

        Raises:
            DeliveryFailed: None of them tells its time, or one tells it in another way (OL047).
        """
        if self._cursor.field is None:
            return
        rows = list(each_found(answer, self._feed.records))
        times = [each for each in map(self._time, rows) if each is not None]
        if rows and not times:
            raise self._unclear("")
        self._newest = max(times if self._newest is None else (*times, self._newest), default=None)

    def until(self, span: Span, *, is_last: bool) -> datetime:
        """Say up to where the stream was read once the whole span was.

        The last span ends at our clock: there the rows decide, and without any it is asked again.
        """
        if self._cursor.field is None or not is_last:
            return span.end
        newest = self._newest or span.begin
        return max(span.begin, min(newest, span.end))

    def _time(self, row: Any) -> datetime | None:  # noqa: ANN401
        said = found(row, self._cursor.field)
        try:
            instant = self._read(said)
        except Unfit as unfit:
            raise self._unclear(str(said)[:40]) from unfit
        return instant if isinstance(instant, datetime) else None

    def _unclear(self, value: str) -> DeliveryFailed:
        path = "" if self._cursor.field is None else self._cursor.field.text
        facts = {"stream": self._feed.name, "path": path, "wire": self._cursor.wire}
        return DeliveryFailed("OL047", "bug", connector=self._connector, value=value, **facts)
