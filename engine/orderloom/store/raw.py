"""Raw bodies: packed when they are stored, and gone when their time is over.

A body goes with its key, so that no free page can be read. What was not taken keeps its body,
however old it is: it can be replayed.
"""

import zlib
from datetime import datetime

import sqlalchemy as sa

from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.dialect import cursor_of
from orderloom.store.instants import micros
from orderloom.store.keyring import Keyring

_LEVEL = 1
"""Most of what there is to gain, at a tenth of the time."""
_AT_ONCE = 200
"""Messages a commit: nobody waits long for the writing lock."""


def packed(body: bytes) -> tuple[bytes, bool]:
    """Give a body as it is kept, and whether that is packed: only where it is shorter."""
    shorter = zlib.compress(body, _LEVEL)
    return (shorter, True) if len(shorter) < len(body) else (body, False)


def unpacked(kept: bytes, *, is_packed: bool) -> bytes:
    """Give a body as it was received."""
    return zlib.decompress(kept) if is_packed else kept


class RawBodies:
    """The bodies of one store.

    Args:
        database: The store's database.
        keyring: Forgets the keys of what goes.
    """

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def outdated(self, source: str, before: datetime) -> list[str]:
        """Give the messages of a connection that are older, taken whole and still have bodies."""
        with self._database.reading.begin() as connection:
            return list(connection.scalars(_outdated(source, before)))

    def purge(self, source: str, before: datetime) -> int:
        """Take the bodies of such messages away, for ever; give their number."""
        number = 0
        while gone := self._purge_some(source, before):
            number += gone
        return number

    def _purge_some(self, source: str, before: datetime) -> int:
        bodies, keys = tables.bodies.c, tables.keys.c
        with self._database.transaction() as connection:
            messages = list(connection.scalars(_outdated(source, before).limit(_AT_ONCE)))
            if not messages:
                return 0
            dialect, cursor = self._database.dialect, cursor_of(connection)
            dialect.zero_deleted(cursor, on=True)
            some = bodies.message_id.in_(messages)
            found = connection.scalars(sa.select(bodies.body_key_id).where(some))
            key_ids = [each for each in found if each is not None]
            connection.execute(sa.delete(tables.bodies).where(some))
            connection.execute(sa.delete(tables.keys).where(keys.id.in_(key_ids)))
            dialect.zero_deleted(cursor, on=False)
        self._keyring.forget(key_ids)
        return len(messages)


def _outdated(source: str, before: datetime) -> sa.Select[tuple[str]]:
    inbox = tables.inbox.c
    taken = (inbox.finished.is_(sa.true()), inbox.parked == 0, inbox.quarantined == 0)
    return (
        sa.select(inbox.id)
        .join_from(tables.bodies, tables.inbox)
        .where(inbox.source == source, inbox.received_at < micros(before), *taken)
        .order_by(inbox.received_at, inbox.id)
    )
