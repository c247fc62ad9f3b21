"""Webhooks that were not believed: a ring, so that nobody fills the disk from outside."""

from collections.abc import Sequence
from hashlib import blake2b

import msgspec
import sqlalchemy as sa

from orderloom.flow.webhook import Arrival, Refusal
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.instants import instant, micros
from orderloom.store.keyring import Keyring

KEPT = 200
"""So many of each stream; older ones go, with their keys."""


class SqlRefusals:
    """``Refusals``."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def note(self, connection: str, stream: str, code: str, arrival: Arrival) -> None:
        """Keep what arrived (one commit); the same again is counted."""
        self._keyring.prepare()
        refused, at = tables.refused_webhooks, micros(arrival.at)
        named = refusal_id(connection, stream, arrival)
        with self._database.transaction() as store:
            again = sa.update(refused).where(refused.c.id == named)
            counted = again.values(times=refused.c.times + 1, last_at=at, code=code)
            if store.execute(counted).rowcount:
                return
            key, key_row = self._keyring.new()
            store.execute(sa.insert(tables.keys), key_row._asdict())
            row = {
                "id": named,
                "connection": connection,
                "stream": stream,
                "code": code,
                "first_at": at,
                "last_at": at,
                "times": 1,
                "arrival": key.seal(msgspec.msgpack.encode(arrival), named),
                "arrival_key_id": key.id,
            }
            store.execute(sa.insert(refused), row)
            of = (refused.c.connection == connection, refused.c.stream == stream)
            newest = sa.select(refused.c.seq).where(*of).order_by(refused.c.last_at.desc())
            self._forget(store, [*of, refused.c.seq.not_in(newest.limit(KEPT))])

    def kept(self, connection: str | None = None) -> Sequence[Refusal]:
        """Give what is kept, oldest first; of one connection, or of all."""
        refused, keys = tables.refused_webhooks, tables.keys
        wanted = sa.select(refused, keys.c.wrapped).join(
            keys, keys.c.id == refused.c.arrival_key_id
        )
        if connection is not None:
            wanted = wanted.where(refused.c.connection == connection)
        with self._database.reading.begin() as store:
            rows = store.execute(wanted.order_by(refused.c.seq)).all()
        return [
            Refusal(
                id=row.id,
                connection=row.connection,
                stream=row.stream,
                code=row.code,
                first_at=instant(row.first_at),
                last_at=instant(row.last_at),
                times=row.times,
                arrival=msgspec.msgpack.decode(
                    self._keyring.known(row.arrival_key_id, row.wrapped).open(row.arrival, row.id),
                    type=Arrival,
                ),
            )
            for row in rows
        ]

    def drop(self, refusal_id: str) -> None:
        """Let one go: it was taken after all."""
        with self._database.transaction() as store:
            self._forget(store, [tables.refused_webhooks.c.id == refusal_id])

    @staticmethod
    def _forget(store: sa.Connection, which: Sequence[sa.ColumnElement[bool]]) -> None:
        refused = tables.refused_webhooks
        gone = store.scalars(
            sa.delete(refused).where(*which).returning(refused.c.arrival_key_id)
        ).all()
        if gone:
            store.execute(sa.delete(tables.keys).where(tables.keys.c.id.in_(gone)))


def refusal_id(connection: str, stream: str, arrival: Arrival) -> str:
    """Give the same id to the same words of the same sender."""
    digest = blake2b(digest_size=15)
    told = arrival.query, *(f"{name}:{value}" for name, value in arrival.headers)
    for part in (connection.encode(), stream.encode(), *(each.encode() for each in told)):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    digest.update(arrival.body)
    return "w_" + digest.hexdigest()
