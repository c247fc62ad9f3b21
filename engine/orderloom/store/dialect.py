"""What is said differently to each database: one class for each kind gives all of it."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol, cast

import sqlalchemy as sa


class Cursor(Protocol):
    """The part of a driver's cursor (PEP 249) that hot statements need."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102
    def execute(self, operation: str, parameters: Any = ..., /) -> Any: ...  # noqa: ANN401, D102
    def executemany(self, operation: str, rows: Any, /) -> Any: ...  # noqa: ANN401, D102
    def fetchone(self) -> Any: ...  # noqa: ANN401, D102
    def fetchmany(self, size: int, /) -> Any: ...  # noqa: ANN401, D102
    def fetchall(self) -> Any: ...  # noqa: ANN401, D102
    def close(self) -> None: ...  # noqa: D102


Row = tuple[object, ...]


class Rows(Protocol):
    """Writes the rows of one commit into one table."""

    def write(self, cursor: Cursor, rows: Sequence[Row], /) -> int:
        """Write rows in order; give how many were inserted, changed or deleted."""
        ...


class Dialect(Protocol):
    """Texts and ways of one kind of database.

    Attributes:
        core: Compiles statements to texts that take their values by place.
        each: A table ``wanted`` with one column ``value``: the texts of one parameter.
        among: What follows a column that is one of the texts of one parameter.
        pairs: A table ``wanted`` with the columns ``one`` and ``other``, of two parameters.
    """

    core: sa.Dialect
    each: str
    among: str
    pairs: str

    def text(self, statement: str) -> str:
        """Give a statement, its places marked by ``?``, as the driver takes it."""
        ...

    def listed(self, texts: Collection[str]) -> object:
        """Give the parameter of ``each`` and ``among``, and each of ``pairs``."""
        ...

    def insert(self, table: sa.Table, names: Sequence[str], end: str = "") -> Rows:
        """Insert rows of these columns; ``end`` says what happens to a row that is there."""
        ...

    def update(self, table: sa.Table, names: Sequence[str], where: Sequence[str]) -> Rows:
        """Set columns of the rows in which others, whose values follow, are as given."""
        ...

    def delete(self, table: sa.Table, where: Sequence[str]) -> Rows:
        """Delete the rows in which these columns are as given."""
        ...

    def unless_known(self, table: sa.Table) -> sa.Insert:
        """Insert a row unless it is there; the result's ``rowcount`` says whether."""
        ...

    def put(self, table: sa.Table, place: Sequence[str], changed: Sequence[str]) -> sa.Insert:
        """Insert a row, or change these columns of the one at its place."""
        ...

    def stored(self, document: sa.ColumnElement[str], name: str) -> sa.ColumnElement[str | None]:
        """Give the text that stands under a name of a document, null: none does."""
        ...

    def has(self, document: sa.ColumnElement[str], name: str) -> sa.ColumnElement[bool]:
        """Say whether a document has a name."""
        ...

    def streamed(self, connection: sa.Connection) -> Cursor:
        """Give a cursor whose rows come as they are fetched, not all at once."""
        ...

    def zero_deleted(self, cursor: Cursor, *, on: bool) -> None:
        """Let what is deleted from now on not live on in free pages, or let it again."""
        ...


def cursor_of(connection: sa.Connection) -> Cursor:
    """Give a cursor of the driver's own."""
    return cast("Cursor", connection.connection.cursor())
