"""PostgreSQL's own texts: rows as one array for each column, so that a statement is one text."""

from collections.abc import Collection, Sequence
from itertools import count
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import psycopg as core
from sqlalchemy.types import TypeEngine

from orderloom.store.dialect import Cursor, Row, Rows

_TEXT = cast("TypeEngine[str | None]", sa.Text())


class Columns:
    """Writes rows by a statement that takes them column by column.

    The database plans it once, whatever the number of rows, and takes each in turn.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def write(self, cursor: Cursor, rows: Sequence[Row]) -> int:
        """Write rows in order; give how many were inserted, changed or deleted."""
        if not rows:
            return 0
        cursor.execute(self.text, [list(column) for column in zip(*rows, strict=True)])
        return cursor.rowcount


class PostgresDialect:
    """The ``Dialect`` of PostgreSQL."""

    each = "unnest(?::text[]) AS wanted(value)"
    among = "= ANY(?::text[])"
    pairs = "unnest(?::text[], ?::text[]) AS wanted(one, other)"

    def __init__(self) -> None:
        self.core: sa.Dialect = core.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
        self._names = count()

    def text(self, statement: str) -> str:
        """Give a statement with the driver's marks."""
        return statement.replace("%", "%%").replace("?", "%s")

    def listed(self, texts: Collection[str]) -> list[str]:
        """Give texts as an array."""
        return list(texts)

    def insert(self, table: sa.Table, names: Sequence[str], end: str = "") -> Rows:
        """Insert rows from arrays, in their order: numbered columns count it."""
        columns = ", ".join(self._quoted(table.c[name]) for name in names)
        rows = f"unnest({self._arrays(table, names)}) WITH ORDINALITY AS new({columns}, nth)"
        chosen = f"SELECT {columns} FROM {rows} ORDER BY nth"  # noqa: S608 - our own tables
        return Columns(f"INSERT INTO {table.name} ({columns}) {chosen}{end}")

    def update(self, table: sa.Table, names: Sequence[str], where: Sequence[str]) -> Rows:
        """Change the rows that match those of arrays."""
        taken = (*(f"new_{name}" for name in names), *(f"old_{name}" for name in where))
        rows = f"unnest({self._arrays(table, (*names, *where))}) AS given({', '.join(taken)})"
        changed = ", ".join(f"{self._quoted(table.c[name])} = given.new_{name}" for name in names)
        matches = self._matches(table, where)
        return Columns(f"UPDATE {table.name} SET {changed} FROM {rows} WHERE {matches}")  # noqa: S608

    def delete(self, table: sa.Table, where: Sequence[str]) -> Rows:
        """Delete the rows that match those of arrays."""
        taken = ", ".join(f"old_{name}" for name in where)
        rows = f"unnest({self._arrays(table, where)}) AS given({taken})"
        matches = self._matches(table, where)
        return Columns(f"DELETE FROM {table.name} USING {rows} WHERE {matches}")  # noqa: S608

    def unless_known(self, table: sa.Table) -> sa.Insert:
        """Insert a row unless it is there."""
        new = postgresql.insert(table).on_conflict_do_nothing()
        return new.execution_options(preserve_rowcount=True)

    def put(self, table: sa.Table, place: Sequence[str], changed: Sequence[str]) -> sa.Insert:
        """Insert a row, or change the one that is there."""
        new = postgresql.insert(table)
        values = {name: new.excluded[name] for name in changed}
        return new.on_conflict_do_update(index_elements=list(place), set_=values)

    def stored(self, document: sa.ColumnElement[str], name: str) -> sa.ColumnElement[str | None]:
        """Give what stands under a name, as text."""
        return _json(document).op("->>", return_type=_TEXT)(sa.literal(name, sa.Text()))

    def has(self, document: sa.ColumnElement[str], name: str) -> sa.ColumnElement[bool]:
        """Say whether a document has a name."""
        return _json(document).op("->")(sa.literal(name, sa.Text())).is_not(None)

    def streamed(self, connection: sa.Connection) -> Cursor:
        """Give a cursor of the server's: the driver's would take all rows at once."""
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - a checked-out connection has one
        cursor: Cursor = driver.cursor(name=f"streamed_{next(self._names)}")
        return cursor

    def zero_deleted(self, cursor: Cursor, *, on: bool) -> None:
        """Do nothing: what is freed is the server's, and the key of what was sealed is wrapped."""

    def _arrays(self, table: sa.Table, names: Sequence[str]) -> str:
        kinds = (table.c[name].type.compile(dialect=self.core) for name in names)
        return ", ".join(f"%s::{kind}[]" for kind in kinds)

    def _matches(self, table: sa.Table, where: Sequence[str]) -> str:
        columns = ((self._quoted(table.c[name]), name) for name in where)
        return " AND ".join(f"{table.name}.{column} = given.old_{name}" for column, name in columns)

    def _quoted(self, column: sa.Column[object]) -> str:
        return self.core.identifier_preparer.format_column(column)


def _json(document: sa.ColumnElement[str]) -> sa.ColumnElement[object]:
    # It can make no text of the escape, and refuses the whole document for it.
    harmless = sa.func.replace(document, r"\u0000", r"\u0001")
    return sa.cast(harmless, sa.Text()).op("::")(sa.text("json"))
