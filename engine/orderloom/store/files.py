"""The bytes of attached files, each sealed with a key of its own and found by its hash.

They stand in the database as raw messages do: a file is there exactly when its record says so, one
copy is a backup, and an erasure that destroys the key leaves nothing on a disk to be looked for.
"""

import sqlalchemy as sa

from orderloom.flow.file import FileContent
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.keyring import DataKey, Keyring

FileRow = tuple[str, str, int, bytes, str]


def file_row(content: FileContent, key: DataKey) -> FileRow:
    """Make the row that keeps a file."""
    sealed = key.seal(content.body, content.hash)
    return (content.record_id, content.hash, len(content.body), sealed, key.id)


class SqlFiles:
    """The files of one store."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def read(self, digest: str) -> bytes | None:
        """Give a file's bytes, None when no record has it any more.

        Raises:
            StoreUnusable: It was damaged since (OL636).
        """
        files, keys = tables.files.c, tables.keys.c
        wanted = (
            sa.select(files.body, files.key_id, keys.wrapped)
            .join_from(tables.files, tables.keys, keys.id == files.key_id)
            .where(files.hash == digest)
            .limit(1)
        )
        with self._database.reading.begin() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return self._keyring.known(row.key_id, row.wrapped).open(row.body, digest)
