"""What happened and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct


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

    def beside(self, entry: JournalEntry) -> Sequence[JournalEntry]:
        """Give all entries of the decision that an entry is of, as its records tell it."""
        ...

    def all(self) -> Iterator[JournalEntry]:
        """Give every entry in order, streamed."""
        ...

    def newest(self, limit: int) -> Sequence[JournalEntry]:
        """Give the newest entries, newest first."""
        ...

    def bulks(self, limit: int) -> Sequence[JournalEntry]:
        """Give the newest decisions by which people ran playbooks on many, newest first."""
        ...

    def turns(self, job: str) -> Iterator[JournalEntry]:
        """Give what a job did at each of its records, oldest first: one entry for each turn."""
        ...

    def quarantine(self, limit: int) -> Sequence[Mapping[str, Any]]:
        """Give the newest quarantined items: message, name, mapping, position, where, faults."""
        ...


class Erased(Struct, frozen=True, kw_only=True):
    """What an erasure took: the record's fields, and the messages whose bytes are gone."""

    fields: tuple[str, ...]
    messages: tuple[str, ...]
