"""What the core asks of the world, in its own words. Adapters live in ``store`` and connectors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol

from msgspec import Struct

from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch
from orderloom.flow.effect import Call
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.flow.job import JobChange
from orderloom.flow.message import Message
from orderloom.flow.record import Record
from orderloom.flow.timer import Timer


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...


class View(Protocol):
    """Records as one decision sees them."""

    def find(self, record_type: str, key: str) -> Record | None:
        """Give the record of that identity, or None."""
        ...

    def get(self, record_id: str) -> Record | None:
        """Give the record of that id, or None."""
        ...

    def linked(self, record_type: str, name: str, value: object) -> Sequence[Record]:
        """Give the records of a type that are found by ``value`` under an indexed name, by id.

        Indexed are references, what they wait for, and unique fields.
        """
        ...

    def all(self, record_type: str) -> Iterator[Record]:
        """Give every record of a type by id, streamed."""
        ...

    def horizon(self) -> int:
        """Give how far the journal goes in this picture; every change moves it on."""
        ...


class Reader(View, Protocol):
    """A view that can be told what will be asked, and that can count."""

    def prefetch(self, record_type: str, keys: Iterable[str]) -> None:
        """Read these identities at once; ``find`` answers from memory until the next commit."""
        ...

    def states(self) -> Mapping[str, Mapping[str, int]]:
        """Count records by state: ``type.machine_field`` to state to number."""
        ...

    def types(self) -> Mapping[str, int]:
        """Count records by type."""
        ...


class Standing(Struct, frozen=True, kw_only=True):
    """How far a message of the inbox is worked.

    ``new``: it was not known before. ``cursor``: next position. ``digest``: the flow's digest
    when it was finished, empty before. ``rejected``: from the cursor on its bytes made no sense,
    which counts as one quarantined item.
    """

    new: bool
    finished: bool
    cursor: int
    digest: str
    outcomes: Mapping[str, int]
    rejected: bool = False


class Inbox(Protocol):
    """Messages, durable before anything is answered."""

    def accept(self, message: Message) -> Standing:
        """Store a message unless it is known (one commit), and say how it stands."""
        ...

    def standing(self, message_id: str) -> Standing | None:
        """Say how a message stands, None when it is not known; changes nothing."""
        ...

    def unfinished(self) -> Sequence[str]:
        """Give the ids of messages not worked to the end, oldest first."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Count all items by outcome."""
        ...

    def read(self, message_id: str) -> tuple[Message, Standing]:
        """Give a message with its bytes."""
        ...

    def positions(self, message_id: str, outcome: str) -> Sequence[int]:
        """Give the positions of a message's items that ended so, ascending."""
        ...

    def parked(self, record_type: str, keys: Iterable[str]) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked until one of these records exists."""
        ...

    def expired(self, before: datetime) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked before an instant."""
        ...

    def reject(self, message_id: str, code: str, facts: Mapping[str, str]) -> None:
        """Close a message that cannot be read at all: kept, quarantined as one item."""
        ...

    def reopen(self, message_id: str) -> None:
        """Take a rejection back, so that the message can be worked from its cursor on."""
        ...


class Committer(Protocol):
    """The only one who writes decisions."""

    def commit(self, batches: Sequence[Batch]) -> None:
        """Write all of it in one transaction, or nothing.

        Raises:
            RevisionConflict: A record is not at the revision that the decision saw, records of
                a type that it looked through changed since, or a job is elsewhere.
        """
        ...


class Switch(Protocol):
    """The one switch that stops all outgoing calls; asked before every one, so it is quick."""

    def is_stopped(self) -> bool:
        """Say whether nothing may leave now."""
        ...


class OutboxRow(Struct, frozen=True, kw_only=True):
    """One call that waits for delivery; ``attempts`` made so far."""

    call: Call
    attempts: int


class Outbox(Protocol):
    """Outgoing calls, at least once, in order per record and connection."""

    def due(self, now: datetime, limit: int) -> Sequence[OutboxRow]:
        """Give calls that may leave now, oldest first."""
        ...

    def sent(self, call_id: str, at: datetime, answer: Mapping[str, Any]) -> None:
        """Note that a call was delivered."""
        ...

    def failed(self, call_id: str, at: datetime, error: str, again_at: datetime | None) -> None:
        """Note a failure; ``again_at`` None: it is given up and stays for a person to see."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Count rows by status: ``waiting sent failed unroutable``."""
        ...


class JournalEntry(Struct, frozen=True, kw_only=True):
    """One decision as one record tells it: ``seq`` ascends, ``entry`` is its journal document."""

    seq: int
    at: datetime
    record_id: str | None
    revision: int | None
    message: str
    position: int
    command: str
    outcome: str
    entry: Mapping[str, Any]


class Journal(Protocol):
    """What happened and why, never changed."""

    def story(self, record_id: str) -> Sequence[JournalEntry]:
        """Give a record's entries, oldest first."""
        ...

    def all(self) -> Iterator[JournalEntry]:
        """Give every entry in order, streamed."""
        ...

    def newest(self, limit: int) -> Sequence[JournalEntry]:
        """Give the newest entries, newest first."""
        ...

    def quarantine(self, limit: int) -> Sequence[Mapping[str, Any]]:
        """Give the newest quarantined items: message, name, position, where, faults."""
        ...


class Erased(Struct, frozen=True, kw_only=True):
    """What an erasure took: the record's fields, and the messages whose bytes are gone."""

    fields: tuple[str, ...]
    messages: tuple[str, ...]


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
        """Give their ids, oldest first."""
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

    def reader(self) -> AbstractContextManager[Reader]:
        """Open a reader over a consistent picture; commit only after it is closed."""
        ...

    def notes(self, connection: str) -> Notebook:
        """Give what a connection remembers."""
        ...

    def erase(self, record_id: str, origin: Origin, at: datetime) -> Erased:
        """Destroy what is sensitive of a record, and the raw messages that hold it.

        Raises:
            OrderloomError: There is no such record, or a message is not worked to the end.
            RevisionConflict: The record changed meanwhile.
        """
        ...

    def notices(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Give codes, with their facts, that the user should be shown."""
        ...

    def close(self) -> None:
        """Let the store go."""
        ...


class ReceivedFile(Struct, frozen=True, kw_only=True):
    """One thing a connector read: its name at the source and its bytes.

    ``mark`` is the connector's own: it is handed back with the file when that is durable.
    """

    name: str
    body: bytes
    mark: str = ""


class Http(Protocol):
    """The way out of a connection: it reaches what its environment allows, and nothing else."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make a request and give the answer, whatever its status.

        Raises:
            DeliveryFailed: It was not allowed, could not be made, or nothing came back in time.
        """
        ...


class Session(Protocol):
    """What a connector is given: its address, a way out and a clock, never the engine.

    ``folder`` is absolute; it and ``secret``, a text or its parts by name, are None unless the
    address has them. ``zone`` is the wire's, ``overlap`` how much of a stream is read again at
    every poll, ``begin`` how far back the first poll reads.
    """

    @property
    def connection(self) -> str: ...  # noqa: D102
    @property
    def folder(self) -> str | None: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102
    @property
    def secret(self) -> str | Mapping[str, str] | None: ...  # noqa: D102
    @property
    def zone(self) -> str: ...  # noqa: D102
    @property
    def clock(self) -> Clock: ...  # noqa: D102
    @property
    def http(self) -> Http: ...  # noqa: D102
    @property
    def notes(self) -> Notebook: ...  # noqa: D102

    def overlap(self, stream: str) -> timedelta: ...  # noqa: D102
    def begin(self, stream: str) -> timedelta: ...  # noqa: D102


class OperationShape(Struct, frozen=True, kw_only=True):
    """What an operation promises.

    ``irreversible`` ones cannot be taken back, ``keyed`` ones honour an idempotency key.
    """

    name: str
    irreversible: bool = False
    keyed: bool = False


class Connector(Protocol):
    """A plugin of the group ``orderloom.connectors``.

    ``needs`` are the address keys it requires; ``streams`` what it offers, empty: any name;
    ``media`` what its operation ``notify`` carries.
    """

    id: str
    needs: tuple[str, ...]
    streams: tuple[str, ...]
    media: tuple[str, ...]
    operations: tuple[OperationShape, ...]

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give what is ready at the source, in order; each is taken before the next is read."""
        ...

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Hear that a file is durable in the inbox and need not be offered again."""
        ...

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Carry out a call and give its answer.

        Raises:
            DeliveryFailed: It did not work; the error class says whether to try again.
        """
        ...
