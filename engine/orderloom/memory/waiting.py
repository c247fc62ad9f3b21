"""What waits for its time or its turn: timers, schedules, jobs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile

from orderloom.flow.job import JobChange
from orderloom.flow.timer import Timer
from orderloom.memory.contents import Memory
from orderloom.store.instants import instant, micros
from orderloom.store.jobs import job_of


class MemoryTimers:
    """``Timers`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def due(self, until: datetime, limit: int) -> Sequence[Timer]:
        """Give timers that are due at an instant or before it, first things first."""
        contents, last = self._memory.contents, micros(until)
        first = contents.queue[:limit]
        return [contents.timers[each[-1]] for each in takewhile(lambda at: at[0] <= last, first)]

    def next_due(self) -> datetime | None:
        """Give the instant at which the next timer is due, None when none waits."""
        queue = self._memory.contents.queue
        return instant(queue[0][0]) if queue else None


class MemorySchedules:
    """``Schedules`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def handled(self) -> Mapping[str, datetime]:
        """Give the instant up to which each known schedule is run or missed."""
        schedules = self._memory.contents.schedules
        return {name: instant(at) for name, at in sorted(schedules.items())}


class MemoryJobs:
    """``Jobs`` over a memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def unfinished(self) -> Sequence[str]:
        """Give the ids of jobs that wait to be worked to their end, oldest first."""
        jobs = self._memory.contents.jobs
        return tuple(name for name, row in jobs.items() if row.state == "waiting")

    def every(self) -> Sequence[str]:
        """Give the ids of all jobs that are not at their end, paused ones too, oldest first."""
        return tuple(self._memory.contents.jobs)

    def read(self, job_id: str) -> JobChange | None:
        """Give a job and how far it is; None when it is over."""
        row = self._memory.contents.jobs.get(job_id)
        return None if row is None else job_of(row, row.payload)
