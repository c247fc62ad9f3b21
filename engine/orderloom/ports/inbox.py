"""Messages, durable before anything is answered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from orderloom.flow.message import Message


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


class Untaken(Struct, frozen=True, kw_only=True):
    """An item that is parked or in quarantine.

    ``is_sure``: it is known to be about the record; else no more is known than its type.
    """

    message: str
    name: str
    source: str | None
    position: int
    where: str
    outcome: str
    at: datetime
    is_sure: bool
    faults: Sequence[Mapping[str, Any]]


class Inbox(Protocol):
    """Messages, durable before anything is answered."""

    def accept(self, message: Message) -> Standing:
        """Store a message unless it is known (one commit), and say how it stands."""
        ...

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Standing]:
        """Store messages in one commit, as ``accept`` does each, and say how they stand."""
        ...

    def standing(self, message_id: str) -> Standing | None:
        """Say how a message stands, None when it is not known; changes nothing."""
        ...

    def unfinished(self, most: int | None = None) -> Sequence[str]:
        """Give the ids of messages not worked to the end, oldest first; at most so many."""
        ...

    def order(self, message_id: str, first: int) -> Sequence[int] | None:
        """Give the order in which items are worked, counted from position ``first``.

        None: as they stand.
        """
        ...

    def keep_order(self, message_id: str, first: int, order: Sequence[int]) -> None:
        """Keep the order in which items are worked, until the message is finished."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Count all items by outcome."""
        ...

    def counts_by_source(self) -> Mapping[str, Mapping[str, int]]:
        """Count the items of each connection by outcome; those handed over by hand are nobody's."""
        ...

    def read(self, message_id: str) -> tuple[Message, Standing]:
        """Give a message with its bytes."""
        ...

    def name(self, message_id: str) -> str | None:
        """Give the name under which a message came in, whether its bytes are there or not."""
        ...

    def positions(self, message_id: str, outcome: str) -> Sequence[int]:
        """Give the positions of a message's items that ended so, ascending."""
        ...

    def quarantined(self, source: str | None) -> Sequence[str]:
        """Give the ids of finished messages with items in quarantine, oldest first.

        ``source`` is the connection that they came by; None: any, or none.
        """
        ...

    def outdated(self, source: str, before: datetime) -> Sequence[str]:
        """Give the messages of a connection that ``purge`` would take the bytes of."""
        ...

    def purge(self, source: str, before: datetime) -> int:
        """Take away the bytes of a connection's older messages, for ever; give their number.

        Those that are not worked to their end, or have items parked or in quarantine, stay.
        """
        ...

    def parked(self, record_type: str, keys: Iterable[str]) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked until one of these records exists."""
        ...

    def untaken(self, record_type: str, key: str, most: int) -> Sequence[Untaken]:
        """Give items parked or in quarantine that are, or may be, about a record, newest first."""
        ...

    def releasable(self) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked for a record that exists by now."""
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
