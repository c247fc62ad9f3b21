"""What connections remember from one poll to the next, sealed: tokens are among it."""

import sqlalchemy as sa

from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.keyring import DataKey, Keyring
from orderloom.store.sealing import opened_text, sealed_text


class SqlNotebook:
    """A ``Notebook`` of one connection."""

    def __init__(self, database: Database, keyring: Keyring, connection: str) -> None:
        self._database = database
        self._keyring = keyring
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Give what was put, None when nothing was.

        Raises:
            StoreUnusable: The master key is not the one it was sealed under (OL628), or it was
                damaged (OL636).
        """
        with self._database.reading.begin() as connection:
            row = connection.execute(self._row(name)).one_or_none()
        if row is None:
            return None
        return opened_text(self._keyring.known(row.id, row.wrapped), row.value, self._owner(name))

    def put(self, name: str, value: str) -> None:
        """Remember a text in place of what was there, under the key that it has already."""
        self._keyring.prepare()
        with self._database.transaction() as connection:
            row = connection.execute(self._row(name)).one_or_none()
            key = self._new(connection) if row is None else self._keyring.known(row.id, row.wrapped)
            sealed = sealed_text(key, value, self._owner(name))
            place = {"connection": self._connection, "name": name}
            if row is None:
                written = {**place, "value": sealed, "value_key_id": key.id}
                connection.execute(sa.insert(tables.connection_notes), written)
            else:
                change = sa.update(tables.connection_notes).filter_by(**place)
                connection.execute(change.values(value=sealed))

    def _new(self, connection: sa.Connection) -> DataKey:
        key, row = self._keyring.new()
        connection.execute(sa.insert(tables.keys), row._asdict())
        return key

    def _owner(self, name: str) -> str:
        return f"{self._connection}/{name}"

    def _row(self, name: str) -> sa.Select[tuple[str, str, bytes]]:
        notes, keys = tables.connection_notes.c, tables.keys.c
        return (
            sa.select(notes.value, keys.id, keys.wrapped)
            .join_from(tables.connection_notes, tables.keys, keys.id == notes.value_key_id)
            .where(notes.connection == self._connection, notes.name == name)
        )
