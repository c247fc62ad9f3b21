"""SQLite's own texts: rows as many VALUES of one statement, lists of texts as JSON."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from orderloom.store.dialect import Cursor, Row, Rows, cursor_of
from orderloom.store.texts import compiled

_MOST_VALUES = 30_000
"""SQLite takes 32,766 values a statement."""


class Insert:
    """Puts rows into a table, all of a group's with one statement.

    That is one step of SQLite, done without the interpreter's lock. Each further statement would
    wait for the lock, which whoever decides meanwhile gives up after milliseconds only.
    """

    def __init__(self, one_row: str, end: str) -> None:
        places = one_row[one_row.rindex("(") :]
        self._one = one_row
        self._another = f", {places}"
        self._end = end
        self._most = _MOST_VALUES // places.count("?")

    def write(self, cursor: Cursor, rows: Sequence[Row]) -> int:
        """Insert rows in order; give how many there are now that were not."""
        written = 0
        for start in range(0, len(rows), self._most):
            part = rows[start : start + self._most]
            text = f"{self._one}{self._another * (len(part) - 1)}{self._end}"
            cursor.execute(text, tuple(chain.from_iterable(part)))
            written += cursor.rowcount
        return written


class Each:
    """Changes or deletes rows one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text

    def write(self, cursor: Cursor, rows: Sequence[Row]) -> int:
        """Go through rows in order; give how many there were."""
        if not rows:
            return 0
        cursor.executemany(self.text, rows)
        return cursor.rowcount


class SqliteDialect:
    """The ``Dialect`` of SQLite."""

    each = "json_each(?) AS wanted"
    among = "IN (SELECT value FROM json_each(?))"
    pairs = (
        "(SELECT one.value AS one, other.value AS other FROM json_each(?) AS one "
        "JOIN json_each(?) AS other ON other.key = one.key) AS wanted"
    )

    def __init__(self) -> None:
        self.core: sa.Dialect = sqlite.dialect()

    def text(self, statement: str) -> str:
        """Give a statement as it is."""
        return statement

    def listed(self, texts: Collection[str]) -> str:
        """Give texts as a JSON array."""
        return msgspec.json.encode(list(texts)).decode()

    def insert(self, table: sa.Table, names: Sequence[str], end: str = "") -> Rows:
        """Insert rows by as many VALUES."""
        values: dict[str, sa.BindParameter[Any]] = {name: sa.bindparam(name) for name in names}
        return Insert(compiled(self.core, table.insert().inline().values(values), names), end)

    def update(self, table: sa.Table, names: Sequence[str], where: Sequence[str]) -> Rows:
        """Change row after row."""
        values: dict[str, sa.BindParameter[Any]] = {
            name: sa.bindparam(f"new_{name}") for name in names
        }
        matches = [table.c[name] == sa.bindparam(f"old_{name}") for name in where]
        taken = (*(f"new_{name}" for name in names), *(f"old_{name}" for name in where))
        return Each(compiled(self.core, table.update().values(values).where(*matches), taken))

    def delete(self, table: sa.Table, where: Sequence[str]) -> Rows:
        """Delete row after row."""
        matches = [table.c[name] == sa.bindparam(name) for name in where]
        return Each(compiled(self.core, table.delete().where(*matches), where))

    def unless_known(self, table: sa.Table) -> sa.Insert:
        """Insert a row unless it is there."""
        new = sqlite.insert(table).on_conflict_do_nothing()
        return new.execution_options(preserve_rowcount=True)

    def put(self, table: sa.Table, place: Sequence[str], changed: Sequence[str]) -> sa.Insert:
        """Insert a row, or change the one that is there."""
        new = sqlite.insert(table)
        values = {name: new.excluded[name] for name in changed}
        return new.on_conflict_do_update(index_elements=list(place), set_=values)

    def stored(self, document: sa.ColumnElement[str], name: str) -> sa.ColumnElement[str | None]:
        """Give what stands under a name."""
        return sa.func.json_extract(document, _path(name))

    def has(self, document: sa.ColumnElement[str], name: str) -> sa.ColumnElement[bool]:
        """Say whether a document has a name."""
        return sa.func.json_type(document, _path(name)).is_not(None)

    def streamed(self, connection: sa.Connection) -> Cursor:
        """Give a cursor: SQLite looks for each row when it is fetched."""
        return cursor_of(connection)

    def zero_deleted(self, cursor: Cursor, *, on: bool) -> None:
        """Overwrite what is deleted with zeros, or no longer."""
        cursor.execute(f"PRAGMA secure_delete = {'ON' if on else 'OFF'}")


def _path(name: str) -> str:
    return f'$."{name}"'
