"""Messages as received, and the items they split into."""

from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from orderloom.names import MessageId

MOST_BYTES = 50 * 1024 * 1024
"""A message may have so many: it is stored whole, and several copies are in memory meanwhile."""


class Message(Struct, frozen=True):
    """What arrived, byte for byte.

    ``name`` is the file's name or the sender's message id; ``source`` the connection's id, or
    None when the bytes were handed over by hand. ``opened`` is what its mapping reads, where the
    bytes are sealed or wrapped.
    """

    id: MessageId
    mapping: str
    name: str
    body: bytes
    received_at: datetime
    source: str | None = None
    zone: str | None = None
    opened: bytes | None = None

    def readable(self) -> "Message":
        """Give the message as its mapping reads it."""
        return self if self.opened is None else replace(self, body=self.opened, opened=None)


def message_id(mapping: str, source: str | None, name: str, body: bytes) -> MessageId:
    """Derive a message's id from what it is: the same delivery again has the same id."""
    digest = blake2b(digest_size=15)
    for part in (mapping.encode(), (source or "").encode(), name.encode(), body):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return MessageId("m_" + digest.hexdigest())


class ItemFault(Struct, frozen=True):
    """Why an item cannot be taken.

    ``where`` is the position in the message as a person would say it (``row 17``,
    ``order_list[3]``), ``field`` the target field or None, ``value`` what stood there, cut to
    200 characters and masked when the field is sensitive.
    """

    code: str
    where: str
    field: str | None = None
    value: str | None = None
    facts: dict[str, str] = msgspec.field(default_factory=dict)


class MappedItem(Struct, frozen=True):
    """An item that a mapping understood.

    Attributes:
        position: Ordinal in the message, from 0, counting items (also failed ones).
        values: Field to value; absent fields keep what is stored, None clears. A machine's field
            holds the observed state.
        happened_at: As the mapping says, None when it does not.
        rank: The higher, the earlier it is worked; the same for all of a mapping without one.
    """

    position: int
    where: str
    record: str
    key: str
    values: dict[str, Any]
    happened_at: datetime | None = None
    rank: int | Decimal = 0


class FailedItem(Struct, frozen=True):
    """An item that a mapping could not understand; ``faults`` is never empty."""

    position: int
    where: str
    record: str
    faults: tuple[ItemFault, ...]
    key: str | None = None
    rank: int | Decimal = 0


SplitItem = MappedItem | FailedItem
