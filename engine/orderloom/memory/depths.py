"""How much waits in a memory, and since when."""

from datetime import datetime

from orderloom.memory.contents import Contents
from orderloom.ports import Depths
from orderloom.store.instants import instant, micros


def depths_of(contents: Contents, now: datetime) -> Depths:
    """Count what waits; writing takes no time worth counting."""
    unfinished = [each.received_at for each in contents.inbox.values() if not each.finished]
    calls = [each.row.at for each in contents.calls.values() if each.status == "waiting"]
    due = [each[0] for each in contents.queue if each[0] <= micros(now)]
    return Depths(
        unfinished=len(unfinished),
        oldest_message=_oldest(unfinished),
        oldest_call=_oldest(calls),
        timers=len(contents.queue),
        due=len(due),
        oldest_due=_oldest(due),
        jobs=len(contents.jobs),
        writes=(),
        write_seconds=0.0,
    )


def _oldest(instants: list[int]) -> datetime | None:
    return instant(min(instants)) if instants else None
