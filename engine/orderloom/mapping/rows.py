"""A channel's own rows, before a mapping understands them; and rows joined to one item."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from orderloom.flow.message import ItemFault
from orderloom.mapping.convert.words import word_of
from orderloom.mapping.elements import text_of
from orderloom.mapping.unfit import Unfit


@dataclass(slots=True)
class Row:
    """One row of a message, or several joined to one item.

    Attributes:
        mark: What ``Rows.at`` needs to read it again.
        where: As a person would say it: ``row 17 (line 18)``, ``order_list[3]``.
        raw: The row as the channel wrote it; what could be read of it when there is a fault.
        fault: Why it cannot be mapped.
        wheres: Where the rows stand that were joined, in the order of ``raw["rows"]``.
    """

    mark: Any
    where: str
    raw: dict[str, Any]
    fault: ItemFault | None = None
    wheres: tuple[str, ...] | None = None

    def within(self, file: str) -> "Row":
        """Give the row as one of a file in an archive: it says so wherever it says a place."""
        where = f"{file}: {self.where}"
        fault = self.fault and msgspec.structs.replace(self.fault, where=where)
        wheres = self.wheres and tuple(f"{file}: {each}" for each in self.wheres)
        return Row(self.mark, where, self.raw, fault, wheres)


class Rows(Protocol):
    """The rows of one message, known to be readable as far as their borders go."""

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order; each is parsed when it is asked for."""
        ...

    def at(self, mark: Any) -> Row:  # noqa: ANN401 - its own business
        """Read one row again."""
        ...


def joined(
    rows: Rows, columns: tuple[str, ...], sift: Callable[[Row], Row | None]
) -> Iterator[Row]:
    """Join rows with the same values of ``columns``, wherever they stand.

    Items come in the order in which their first row appears. Only where rows stand is kept in
    mind, so that a big file does not have to fit into memory twice. Rows without any of these
    values stand alone.

    Args:
        rows: All rows of a message.
        columns: Names, for JSON with points between.
        sift: Gives the row, maybe with a fault, or None to leave it out.
    """
    groups: dict[object, list[Any]] = {}
    for row in rows:
        if sift(row) is not None:
            groups.setdefault(_group_of(row, columns), []).append(row.mark)
    for marks in groups.values():
        yield _join([sift(rows.at(mark)) for mark in marks])


def _group_of(row: Row, columns: tuple[str, ...]) -> object:
    found = tuple(_word_at(row.raw, column) for column in columns)
    # A row by itself has an identity that no tuple of words can have.
    return found if any(found) else row.where


def _word_at(raw: Any, path: str) -> str | None:  # noqa: ANN401 - a channel's object
    if path in raw:
        found = raw[path]
    else:
        found = raw
        for key in path.split("."):
            found = found.get(key) if isinstance(found, dict) else None
    try:
        return word_of(text_of(found))
    except Unfit:
        return None


def _join(rows: list[Row | None]) -> Row:
    """Make one row of several: the first's columns, and all under ``rows``."""
    members = [row for row in rows if row is not None]
    first = members[0]
    return Row(
        mark=first.mark,
        where=first.where,
        raw={**first.raw, "rows": [row.raw for row in members]},
        fault=next((row.fault for row in members if row.fault is not None), None),
        wheres=tuple(row.where for row in members),
    )
