"""What a store in memory holds: rows and texts, as a database would, and no value of a runtime.

A record is the text that the codec makes of it, a call's payload and a job's memory are JSON. So
whatever a process forgets to write is lost with it here, too.
"""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from threading import RLock
from typing import NamedTuple

from msgspec import Struct

from orderloom.flow.timer import Timer
from orderloom.flow.version import Version
from orderloom.flow.webhook import Refusal
from orderloom.store.codec import StoredRow
from orderloom.store.group import CallRow, ItemRow
from orderloom.store.jobs import JobRow
from orderloom.store.journal_rows import JournalRow
from orderloom.store.ledger import LedgerRow

Place = tuple[int, str, int, str, str]
"""Where a timer stands in the order of all: due, record, length of name, name, id."""


class Kept(NamedTuple):
    """A record: its type, and its row as the codec reads it."""

    type: str
    row: StoredRow


class Letter(Struct, frozen=True, kw_only=True):
    """A message, how far it is worked, and how its items ended; ``body`` None: it is gone."""

    mapping: str
    name: str
    received_at: int
    source: str | None
    zone: str | None
    body: bytes | None
    opened: bytes | None
    cursor: int = 0
    finished: bool = False
    digest: str = ""
    rejected: bool = False
    outcomes: dict[str, int] = {}

    def counted(self, outcome: str, number: int) -> dict[str, int]:
        """Give the counts with so many more (or fewer) that ended so."""
        return {**self.outcomes, outcome: self.outcomes.get(outcome, 0) + number}


class Posted(Struct, frozen=True, kw_only=True):
    """A call as it was decided, and what became of it; instants in microseconds."""

    row: CallRow
    status: str
    next_at: int
    attempts: int = 0
    held_until: int | None = None
    error: str | None = None
    answer: str | None = None
    sent_at: int | None = None


class Sources(NamedTuple):
    """The sources of a flow, and the environment that it was compiled for."""

    environment: str
    files: tuple[tuple[PurePosixPath, str], ...]


class Target(NamedTuple):
    """A value under a name of a type's records, as ``Identities`` writes it."""

    type: str
    name: str
    value: str


@dataclass(slots=True)
class Contents:
    """All rows. Each is replaced as a whole, never changed in place.

    Attributes:
        keys: Type and stored identity to a record's id.
        types: Type to the ids of its records.
        links: What records are found by to their ids.
        linked: Record id to what it is found by.
        uniques: A unique value to the id of the one record that has it.
        journal: In order; the number of an entry is its place, from 1.
        newest: Type to the number of the last entry that tells of one of its records.
        calls: By id, in the order in which they were decided.
        timers: By id; ``queue`` has their places, sorted.
        pages: Pages of figures by stream, group and number, packed.
    """

    records: dict[str, Kept] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    types: dict[str, set[str]] = field(default_factory=dict)
    links: dict[Target, set[str]] = field(default_factory=dict)
    linked: dict[str, set[Target]] = field(default_factory=dict)
    uniques: dict[Target, str] = field(default_factory=dict)
    journal: list[JournalRow] = field(default_factory=list)
    newest: dict[str, int] = field(default_factory=dict)
    inbox: dict[str, Letter] = field(default_factory=dict)
    items: dict[tuple[str, int], ItemRow] = field(default_factory=dict)
    orders: dict[tuple[str, int], bytes] = field(default_factory=dict)
    calls: dict[str, Posted] = field(default_factory=dict)
    call_keys: dict[str, str] = field(default_factory=dict)
    timers: dict[str, Timer] = field(default_factory=dict)
    queue: list[Place] = field(default_factory=list)
    schedules: dict[str, int] = field(default_factory=dict)
    jobs: dict[str, JobRow] = field(default_factory=dict)
    pages: dict[tuple[str, str, int], tuple[int, bytes]] = field(default_factory=dict)
    ledger: list[LedgerRow] = field(default_factory=list)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    sources: dict[str, Sources] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)

    def copy(self) -> "Contents":
        """Give the same rows on shelves of their own."""
        made = Contents(*(getattr(self, name).copy() for name in self.__slots__))
        made.types = {name: ids.copy() for name, ids in self.types.items()}
        made.links = {target: ids.copy() for target, ids in self.links.items()}
        made.linked = {name: targets.copy() for name, targets in self.linked.items()}
        return made


class Memory:
    """What lasts while runtimes over it come and go.

    Attributes:
        contents: As the last commit left them.
        key: Hashes what must not be shown in the clear; every memory has its own.
        lock: Held by whoever writes, and while a reader is opened.
        readers: So many look at the present contents.
    """

    def __init__(self, key: bytes) -> None:
        self.contents = Contents()
        self.key = key
        self.lock = RLock()
        self.readers = 0

    def part(self) -> Contents:
        """Give contents to write to: readers keep what they look at."""
        if self.readers:
            self.contents = self.contents.copy()
            self.readers = 0
        return self.contents
