"""Stores that tell what is committed to them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from orderloom.definition.flow import Flow
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.version import Version
from orderloom.ports import (
    Committer,
    Depths,
    Files,
    Inbox,
    Jobs,
    Journal,
    Notebook,
    Outbox,
    Reader,
    Refusals,
    Schedules,
    Stores,
    Timers,
    Versions,
    Writing,
    Written,
)

Note = Callable[[Sequence[Batch]], None]


class RecordedCommitter:
    """A committer that tells what it has written."""

    def __init__(self, committer: Committer, note: Note) -> None:
        self._committer = committer
        self._note = note

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write, then tell; what could not be written is not told."""
        self._committer.commit(batches)
        self._note(batches)

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        """Write what is prepared, then tell."""
        prepared: list[Batch] = []

        def noted() -> Batch:
            prepared.append(prepare())
            return prepared[-1]

        self._committer.commit_alone(noted)
        self._note(prepared)

    def begin(self, batches: Sequence[Batch]) -> Writing:
        """Write and tell at once."""
        self.commit(batches)
        return Written()


class RecordedStores:
    """Stores as they are, but for the committer."""

    def __init__(self, stores: Stores, note: Note) -> None:
        self._stores = stores
        self._note = note
        self.committer: Committer = RecordedCommitter(stores.committer, note)

    @property
    def inbox(self) -> Inbox:
        """Give the inbox."""
        return self._stores.inbox

    @property
    def outbox(self) -> Outbox:
        """Give the outbox."""
        return self._stores.outbox

    @property
    def journal(self) -> Journal:
        """Give the journal."""
        return self._stores.journal

    @property
    def timers(self) -> Timers:
        """Give the timers that wait."""
        return self._stores.timers

    @property
    def schedules(self) -> Schedules:
        """Give how far schedules are handled."""
        return self._stores.schedules

    @property
    def jobs(self) -> Jobs:
        """Give the jobs that are not worked to their end."""
        return self._stores.jobs

    @property
    def refusals(self) -> Refusals:
        """Give the webhooks that were not believed."""
        return self._stores.refusals

    @property
    def files(self) -> Files:
        """Give the bytes of attached files."""
        return self._stores.files

    @property
    def versions(self) -> Versions:
        """Give the versions of the definitions."""
        return self._stores.versions

    @property
    def number(self) -> int:
        """Give the number of the version that is written under."""
        return self._stores.number

    def depths(self, now: datetime) -> Depths:
        """Say how much waits."""
        return self._stores.depths(now)

    def under(self, flow: Flow) -> Stores:
        """Give the same store as another version of the flow reads and writes it."""
        return RecordedStores(self._stores.under(flow), self._note)

    def stand(self, version: Version) -> None:
        """Read and write under a version that is in force."""
        self._stores.stand(version)

    def rename(self, renames: Mapping[str, Mapping[str, str]]) -> None:
        """Read what stands in records under names that are gone under others."""
        self._stores.rename(renames)

    def reader(self) -> AbstractContextManager[Reader]:
        """Open a reader."""
        return self._stores.reader()

    def prepare(self) -> None:
        """Make sure that what is sensitive can be hashed and sealed."""
        self._stores.prepare()

    def notes(self, connection: str) -> Notebook:
        """Give what a connection remembers."""
        return self._stores.notes(connection)

    def erase(self, decision: Decision) -> Sequence[str]:
        """Write a decision that erases."""
        return self._stores.erase(decision)

    def notices(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Give what the user should be shown."""
        return self._stores.notices()

    def close(self) -> None:
        """Leave the stores open: they are closed by whoever opened them."""
