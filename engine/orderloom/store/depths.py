"""How much waits in a store, and since when."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from orderloom.ports import Depths
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant, micros


def depths_of(database: Database, now: datetime) -> Depths:
    """Count what waits, in one reading transaction; each count is found by an index."""
    inbox, outbox, timers = tables.inbox.c, tables.outbox.c, tables.timers.c
    unfinished = sa.select(sa.func.count(), sa.func.min(inbox.received_at)).where(
        inbox.finished.is_(sa.false())
    )
    calls = sa.select(sa.func.min(outbox.at)).where(outbox.status == "waiting")
    waiting = sa.select(sa.func.count()).where(timers.state == "waiting")
    due = sa.select(sa.func.count(), sa.func.min(timers.due_at)).where(
        timers.state == "waiting", timers.due_at <= micros(now)
    )
    jobs = sa.select(sa.func.count()).select_from(tables.jobs)
    with database.picture() as connection:
        first = [connection.execute(each).one() for each in (unfinished, calls, waiting, due, jobs)]
    (messages, oldest), (call,), (all_timers,), (over, since), (left,) = first
    writes, seconds = database.durations.read()
    return Depths(
        unfinished=messages,
        oldest_message=_instant(oldest),
        oldest_call=_instant(call),
        timers=all_timers,
        due=over,
        oldest_due=_instant(since),
        jobs=left,
        writes=writes,
        write_seconds=seconds,
    )


def _instant(value: Any) -> datetime | None:  # noqa: ANN401 - a column's value
    return None if value is None else instant(value)
