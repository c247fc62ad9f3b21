"""The table of timers: which wait, by the instant they are due.

It only says when to look: the truth is what each record remembers. So a row goes when its timer
is over, and a row too many does no harm.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from orderloom.flow.timer import Timer
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant, micros


class TimerRow(NamedTuple):
    """A row of ``timers``, in the order of the table."""

    id: str
    record_id: str
    record_type: str
    name: str
    due_at: int
    payload: str
    state: str


class _Payload(msgspec.Struct):
    since: int


def timer_row(timer: Timer) -> TimerRow:
    """Give the row of a timer that waits."""
    payload = msgspec.json.encode(_Payload(micros(timer.since))).decode()
    due = micros(timer.due)
    return TimerRow(timer.id, timer.record_id, timer.record, timer.name, due, payload, "waiting")


class SqlTimers:
    """``Timers`` over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        column = tables.timers.c
        waiting = sa.select(*column).where(
            column.due_at <= sa.bindparam("until"), column.state == "waiting"
        )
        # The later of one state that stands first in the file goes first, also behind the tenth.
        self._due = waiting.order_by(
            column.due_at, column.record_id, sa.func.length(column.name), column.name, column.id
        ).limit(sa.bindparam("most"))
        self._next = sa.select(sa.func.min(column.due_at)).where(column.state == "waiting")

    def due(self, until: datetime, limit: int) -> Sequence[Timer]:
        """Give timers that are due at an instant or before it, first things first."""
        with self._database.reading.begin() as connection:
            found = connection.execute(self._due, {"until": micros(until), "most": limit})
            return [_timer(TimerRow(*row)) for row in found]

    def next_due(self) -> datetime | None:
        """Give the instant at which the next timer is due, None when none waits."""
        with self._database.reading.begin() as connection:
            found = connection.scalar(self._next)
        return None if found is None else instant(found)


def _timer(row: TimerRow) -> Timer:
    since = msgspec.json.decode(row.payload, type=_Payload).since
    return Timer(
        id=row.id,
        name=row.name,
        record=row.record_type,
        record_id=row.record_id,
        since=instant(since),
        due=instant(row.due_at),
    )
