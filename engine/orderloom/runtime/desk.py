"""Where a worker works: the inbox it reads, the picture it decides on, the commit."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from orderloom.flow.decision import Batch
from orderloom.ports import Inbox, Jobs, Schedules, Stores, Timers, Writing
from orderloom.runtime.picture import Changes, Picture


class Desk(Protocol):
    """What a worker needs. A dry run hands it a desk that cannot write."""

    @property
    def inbox(self) -> Inbox:
        """Give the inbox."""
        ...

    @property
    def timers(self) -> Timers:
        """Give the timers that wait."""
        ...

    @property
    def schedules(self) -> Schedules:
        """Give how far schedules are handled."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Give the jobs that are not worked to their end."""
        ...

    def picture(self, kept: Changes | None = None, /) -> AbstractContextManager[Picture]:
        """Open the records as the next group sees them: over ``kept``, what is under way."""
        ...

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write the group's decisions.

        Raises:
            RevisionConflict: Somebody else changed one of the records.
        """
        ...

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        """Write what is prepared while nobody else can write anything."""
        ...

    def begin(self, batches: Sequence[Batch]) -> Writing:
        """Begin to write the group's decisions; nothing else is written before that is over.

        Raises:
            RevisionConflict: The decisions do not fit together.
        """
        ...


class LiveDesk:
    """The desk over a store."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    @property
    def inbox(self) -> Inbox:
        """Give the store's inbox."""
        return self._stores.inbox

    @property
    def timers(self) -> Timers:
        """Give the store's timers."""
        return self._stores.timers

    @property
    def schedules(self) -> Schedules:
        """Give the store's schedules."""
        return self._stores.schedules

    @property
    def jobs(self) -> Jobs:
        """Give the store's jobs."""
        return self._stores.jobs

    @contextmanager
    def picture(self, kept: Changes | None = None, /) -> Iterator[Picture]:
        """Open a fresh picture: what was committed is in the store."""
        with self._stores.reader() as reader:
            yield Picture(reader, kept)

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write in one transaction."""
        self._stores.committer.commit(batches)

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        """Write what is prepared while nobody else can write anything."""
        self._stores.committer.commit_alone(prepare)

    def begin(self, batches: Sequence[Batch]) -> Writing:
        """Begin to write in one transaction."""
        return self._stores.committer.begin(batches)
