"""Everything that one store offers."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from msgspec import Struct

from orderloom.definition.flow import Flow
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.job import JobChange
from orderloom.flow.timer import Timer
from orderloom.flow.version import Version
from orderloom.ports.inbox import Inbox
from orderloom.ports.journal import Journal
from orderloom.ports.outbox import Outbox
from orderloom.ports.records import Reader
from orderloom.ports.refusals import Refusals


class Writing(Protocol):
    """A commit that was begun."""

    def result(self) -> object:
        """Wait until all of it is durable.

        Raises:
            RevisionConflict: As ``Committer.commit``; nothing of it was written.
        """
        ...


class Written:
    """A commit that was over as soon as it was begun."""

    def result(self) -> None:
        """Do nothing: all of it is durable."""


class Committer(Protocol):
    """The only one who writes decisions."""

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write all of it in one transaction, or nothing.

        Raises:
            Overtaken: Another process has worked the message, or the items, meanwhile.
            RevisionConflict: A record is not at the revision that the decision saw, records of
                a type that it looked through changed since, or a job is elsewhere.
        """
        ...

    def commit_alone(self, prepare: Callable[[], Batch]) -> None:
        """Write what is prepared while nobody else can write anything, or nothing.

        Raises:
            StoreUnusable: Another version of the definitions is in force.
        """
        ...

    def begin(self, batches: Sequence[Batch]) -> Writing:
        """Begin to do as ``commit``; the caller waits for it before it commits anything else.

        Raises:
            RevisionConflict: The batches do not fit together.
        """
        ...


class Timers(Protocol):
    """Timers that wait, over all records."""

    def due(self, until: datetime, limit: int) -> Sequence[Timer]:
        """Give timers that are due at an instant or before it, first things first."""
        ...

    def next_due(self) -> datetime | None:
        """Give the instant at which the next timer is due, None when none waits."""
        ...


class Schedules(Protocol):
    """How far schedules are handled."""

    def handled(self) -> Mapping[str, datetime]:
        """Give the instant up to which each known schedule is run or missed."""
        ...


class Jobs(Protocol):
    """Jobs that are not worked to their end."""

    def unfinished(self) -> Sequence[str]:
        """Give the ids of those that wait to be worked, oldest first."""
        ...

    def every(self) -> Sequence[str]:
        """Give the ids of all of them, those that a person paused too, oldest first."""
        ...

    def read(self, job_id: str) -> JobChange | None:
        """Give a job and how far it is; None when it is over."""
        ...


class Notebook(Protocol):
    """What a connection remembers from one poll to the next, durably; texts by name."""

    def get(self, name: str) -> str | None:
        """Give what was put, None when nothing was."""
        ...

    def put(self, name: str, value: str) -> None:
        """Remember a text in place of what was there."""
        ...


class Files(Protocol):
    """The bytes of attached files."""

    def read(self, digest: str) -> bytes | None:
        """Give a file's bytes by its hash, None when no record has it any more."""
        ...


class Versions(Protocol):
    """The versions of the definitions that a store works, or has worked, under."""

    def active(self) -> Version | None:
        """Give the version in force; None: none ever was."""
        ...

    def every(self) -> Sequence[Version]:
        """Give all that ever were in force, oldest first."""
        ...

    def finishing(self) -> Mapping[str, int]:
        """Count the records that finish under machines of earlier versions, by ``Keep.name``."""
        ...

    def sources(self, digest: str) -> tuple[str, Mapping[PurePosixPath, str]]:
        """Give the environment and the sources that are kept under a digest, as ``Flow.sources``.

        Raises:
            KeyError: None are.
        """
        ...


class Depths(Struct, frozen=True, kw_only=True):
    """How much waits in a store, and since when; instants are None where nothing does.

    Attributes:
        unfinished: Messages not worked to their end; ``oldest_message`` came first.
        oldest_call: When the oldest call that waits was decided.
        timers: Timers that wait; of these ``due`` are due, the first since ``oldest_due``.
        jobs: Jobs that are not worked to their end.
        writes: Seconds to the number of this process's transactions that wrote and took no
            longer, ascending, up to infinity; ``write_seconds`` is the sum of all.
    """

    unfinished: int
    oldest_message: datetime | None
    oldest_call: datetime | None
    timers: int
    due: int
    oldest_due: datetime | None
    jobs: int
    writes: Sequence[tuple[float, int]]
    write_seconds: float


class Stores(Protocol):
    """Everything that one store offers."""

    @property
    def inbox(self) -> Inbox: ...  # noqa: D102 - the attribute's type says it
    @property
    def committer(self) -> Committer: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def journal(self) -> Journal: ...  # noqa: D102
    @property
    def timers(self) -> Timers: ...  # noqa: D102
    @property
    def schedules(self) -> Schedules: ...  # noqa: D102
    @property
    def jobs(self) -> Jobs: ...  # noqa: D102
    @property
    def refusals(self) -> Refusals: ...  # noqa: D102
    @property
    def files(self) -> Files: ...  # noqa: D102
    @property
    def versions(self) -> Versions: ...  # noqa: D102

    def reader(self) -> AbstractContextManager[Reader]:
        """Open a reader over a consistent picture; commit only after it is closed."""
        ...

    @property
    def number(self) -> int:
        """Give the number of the version that is written under; 0: of none."""
        ...

    def under(self, flow: Flow) -> "Stores":
        """Give the same store as another version of the flow reads and writes it."""
        ...

    def stand(self, version: Version) -> None:
        """Read and write under a version that is in force."""
        ...

    def rename(self, renames: Mapping[str, Mapping[str, str]]) -> None:
        """Read what stands in records under names that are gone under others, by record type."""
        ...

    def prepare(self) -> None:
        """Make sure that what is sensitive can be hashed and sealed; outside any reader."""
        ...

    def notes(self, connection: str) -> Notebook:
        """Give what a connection remembers."""
        ...

    def erase(self, decision: Decision) -> Sequence[str]:
        """Write a decision that erases; give the messages whose bytes are gone.

        Raises:
            OrderloomError: A message that holds a record is not worked to the end.
            RevisionConflict: A record changed meanwhile.
        """
        ...

    def notices(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Give codes, with their facts, that the user should be shown."""
        ...

    def depths(self, now: datetime) -> Depths:
        """Say how much waits."""
        ...

    def close(self) -> None:
        """Let the store go."""
        ...
