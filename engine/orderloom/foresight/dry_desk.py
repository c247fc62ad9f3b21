"""A desk that cannot write: what a worker does there stays in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from orderloom.flow.decision import Batch, Decision, ItemResult
from orderloom.flow.job import JobChange
from orderloom.flow.message import Message
from orderloom.flow.schedule import Handled
from orderloom.flow.timer import Timer, TimerChange
from orderloom.ports import (
    Inbox,
    Jobs,
    Schedules,
    Standing,
    Stores,
    Timers,
    Untaken,
    Writing,
    Written,
)
from orderloom.runtime.picture import Changes, Picture
from orderloom.runtime.timers import place_of


class DryInbox:
    """An inbox over a real one that keeps to itself what is new."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._messages: dict[str, Message] = {}
        self._items: dict[tuple[str, int], ItemResult] = {}
        self._open: set[str] = set()
        self._orders: dict[tuple[str, int], Sequence[int]] = {}

    def accept(self, message: Message) -> Standing:
        """Say how the message stands, or would stand as a new one."""
        standing = self.standing(message.id)
        if standing is not None:
            return standing
        self._messages[message.id] = message
        self._open.add(message.id)
        return Standing(new=True, finished=False, cursor=0, digest="", outcomes={})

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Standing]:
        """Say how messages stand, or would stand."""
        return [self.accept(message) for message in messages]

    def standing(self, message_id: str) -> Standing | None:
        """Say how a message stands, or would stand."""
        if message_id not in self._messages:
            return self._inbox.standing(message_id)
        outcomes: dict[str, int] = {}
        for (owner, _), item in self._items.items():
            if owner == message_id:
                outcomes[item.outcome] = outcomes.get(item.outcome, 0) + 1
        return Standing(
            new=False,
            finished=message_id not in self._open,
            cursor=sum(outcomes.values()),
            digest="",
            outcomes=outcomes,
        )

    def unfinished(self, most: int | None = None) -> Sequence[str]:
        """Give what the real inbox has not worked to the end, then what this dry run has not."""
        own = [each for each in self._messages if each in self._open]
        return [*self._inbox.unfinished(most), *own][:most]

    def order(self, message_id: str, first: int) -> Sequence[int] | None:
        """Give the order in which items would be worked."""
        return self._orders.get((message_id, first)) or self._inbox.order(message_id, first)

    def keep_order(self, message_id: str, first: int, order: Sequence[int]) -> None:
        """Keep the order in which items would be worked."""
        self._orders[message_id, first] = order

    def counts(self) -> Mapping[str, int]:
        """Count the real inbox's items by outcome."""
        return self._inbox.counts()

    def counts_by_source(self) -> Mapping[str, Mapping[str, int]]:
        """Count the real inbox's items of each connection by outcome."""
        return self._inbox.counts_by_source()

    def read(self, message_id: str) -> tuple[Message, Standing]:
        """Give a message with its bytes."""
        if message_id in self._messages:
            standing = self.standing(message_id)
            assert standing is not None  # noqa: S101 - it was just found
            return self._messages[message_id], standing
        return self._inbox.read(message_id)

    def name(self, message_id: str) -> str | None:
        """Give the name under which a message came in."""
        known = self._messages.get(message_id)
        return self._inbox.name(message_id) if known is None else known.name

    def positions(self, message_id: str, outcome: str) -> Sequence[int]:
        """Give the positions of a message's items that ended so, ascending."""
        if message_id not in self._messages:
            return self._inbox.positions(message_id, outcome)
        return sorted(
            position
            for (owner, position), item in self._items.items()
            if owner == message_id and item.outcome == outcome
        )

    def quarantined(self, source: str | None) -> Sequence[str]:
        """Give the real inbox's messages with items in quarantine."""
        return self._inbox.quarantined(source)

    def outdated(self, source: str, before: datetime) -> Sequence[str]:
        """Give what a purge of the real inbox would take."""
        return self._inbox.outdated(source, before)

    def purge(self, source: str, before: datetime) -> int:
        """Count what a purge of the real inbox would take."""
        return len(self._inbox.outdated(source, before))

    def untaken(self, record_type: str, key: str, most: int) -> Sequence[Untaken]:
        """Give the real inbox's items that are or may be about a record and were not taken."""
        return self._inbox.untaken(record_type, key, most)

    def parked(self, record_type: str, keys: Iterable[str]) -> Sequence[tuple[str, int]]:
        """Give what waits for one of these records, in the store or in this dry run."""
        wanted = list(keys)
        stored = [
            place for place in self._inbox.parked(record_type, wanted) if place not in self._items
        ]
        own = [
            place
            for place, item in self._items.items()
            if item.outcome == "parked" and item.record == record_type and item.key in wanted
        ]
        return stored + own

    def releasable(self) -> Sequence[tuple[str, int]]:
        """Give what the real inbox has parked for a record that exists by now."""
        return [place for place in self._inbox.releasable() if place not in self._items]

    def expired(self, before: datetime) -> Sequence[tuple[str, int]]:
        """Give what the real inbox has parked before an instant."""
        return self._inbox.expired(before)

    def reject(self, message_id: str, code: str, facts: Mapping[str, str]) -> None:
        """Count the message as worked; the worker counts the item."""
        del code, facts
        self._open.discard(message_id)

    def reopen(self, message_id: str) -> None:
        """Do nothing: the worker goes on from the cursor it knows."""

    def note(self, batches: Iterable[Batch]) -> None:
        """Remember how items ended."""
        for batch in batches:
            if batch.finished and batch.message is not None:
                self._open.discard(batch.message)
            for item in batch.items:
                self._items[item.message, item.position] = item


class DryTimers:
    """Timers over real ones that keeps to itself what decisions of a dry run change."""

    def __init__(self, timers: Timers) -> None:
        self._timers = timers
        self._changed: dict[str, TimerChange] = {}

    def due(self, until: datetime, limit: int) -> Sequence[Timer]:
        """Give timers that would be due, first things first."""
        stored = self._timers.due(until, limit + len(self._changed))
        found = [timer for timer in stored if timer.id not in self._changed]
        found += [timer for timer in self._waiting() if timer.due <= until]
        return sorted(found, key=place_of)[:limit]

    def next_due(self) -> datetime | None:
        """Give the instant at which the next timer would be due."""
        horizon = datetime.max.replace(tzinfo=UTC)
        return next((timer.due for timer in self.due(horizon, 1)), None)

    def _waiting(self) -> Iterator[Timer]:
        return (each.timer for each in self._changed.values() if each.state == "waiting")

    def note(self, decisions: Iterable[Decision]) -> None:
        """Remember what became of timers."""
        for decision in decisions:
            for change in decision.timers:
                self._changed[change.timer.id] = change


class DrySchedules:
    """Schedules over real ones that keeps to itself how far a dry run handles them."""

    def __init__(self, schedules: Schedules) -> None:
        self._schedules = schedules
        self._own: dict[str, datetime] = {}

    def handled(self) -> Mapping[str, datetime]:
        """Give the instant up to which each schedule would be run or missed."""
        return {**self._schedules.handled(), **self._own}

    def note(self, handled: Iterable[Handled]) -> None:
        """Remember how far schedules are."""
        self._own |= {each.schedule: each.until for each in handled}


class DryJobs:
    """Jobs over real ones that keeps to itself what decisions of a dry run make of them."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._changed: dict[str, JobChange] = {}

    def unfinished(self) -> Sequence[str]:
        """Give the ids of jobs that would wait to be worked, oldest first."""
        return [each for each in self.every() if self._state(each) == "waiting"]

    def every(self) -> Sequence[str]:
        """Give the ids of jobs that would not be at their end, paused ones too, oldest first."""
        ids = dict.fromkeys((*self._jobs.every(), *self._changed))
        return [each for each in ids if self._state(each) is not None]

    def _state(self, job_id: str) -> str | None:
        change = self.read(job_id)
        return None if change is None else change.state

    def read(self, job_id: str) -> JobChange | None:
        """Give a job and how far it would be; None when it would be over."""
        change = self._changed.get(job_id)
        if change is None:
            return self._jobs.read(job_id)
        return None if change.state == "over" else change

    def note(self, decisions: Iterable[Decision]) -> None:
        """Remember how far jobs are."""
        for decision in decisions:
            self._changed |= {change.job.id: change for change in decision.jobs}


class DryDesk:
    """The desk of a dry run: decisions pile up in one picture and nothing is written.

    ``batches`` holds what a live run would have committed, in order.
    """

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._inbox = DryInbox(stores.inbox)
        self._timers = DryTimers(stores.timers)
        self._schedules = DrySchedules(stores.schedules)
        self._jobs = DryJobs(stores.jobs)
        self._kept = Changes()
        self.batches: list[Batch] = []

    @property
    def inbox(self) -> Inbox:
        """Give the inbox that forgets."""
        return self._inbox

    @property
    def timers(self) -> Timers:
        """Give the timers as they would be."""
        return self._timers

    @property
    def schedules(self) -> Schedules:
        """Give how far schedules would be handled."""
        return self._schedules

    @property
    def jobs(self) -> Jobs:
        """Give the jobs as they would be."""
        return self._jobs

    @contextmanager
    def under(self, stores: Stores) -> Iterator[None]:
        """See records as another version of the flow reads them meanwhile."""
        own, self._stores = self._stores, stores
        try:
            yield
        finally:
            self._stores = own

    @contextmanager
    def picture(self, _: Changes | None = None, /) -> Iterator[Picture]:
        """Open the store as it is, with everything decided so far on top."""
        with self._stores.reader() as reader:
            yield Picture(reader, self._kept)

    def commit(self, batches: Sequence[Batch]) -> None:
        """Keep the batches to be shown."""
        self._inbox.note(batches)
        for batch in batches:
            self._timers.note(batch.decisions)
            self._schedules.note(batch.handled)
            self._jobs.note(batch.decisions)
            for decision in batch.decisions:
                self._kept.apply(decision)
        self.batches.extend(batches)

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        """Keep what is prepared."""
        self.commit([prepare()])

    def begin(self, batches: Sequence[Batch]) -> Writing:
        """Keep the batches at once."""
        self.commit(batches)
        return Written()
