"""Rows of a CSV file (RFC 4180), read strictly."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TypeAlias
from unicodedata import normalize

from orderloom.definition.mapping import Source
from orderloom.errors import MessageRejected
from orderloom.expression.faults import shown
from orderloom.flow.message import ItemFault, Message
from orderloom.mapping.convert.words import suggestions
from orderloom.mapping.readers.encoding import decode
from orderloom.mapping.rows import Row

MAX_CELL = 131_072
"""Characters of a cell; the csv module's own limit, which others may have changed."""

Mark: TypeAlias = tuple[int, int, int]
"""Number of a row, from 1, and the first and the last line of the file that it takes, from 0."""


@dataclass(slots=True)
class Record:
    """Cells and the lines they take, from ``first`` to before ``after``, from 0.

    ``is_misquoted`` says that something other than a separator follows a closing quote; then
    the cells are a guess.
    """

    first: int
    after: int
    cells: list[str]
    is_misquoted: bool = False


def read_csv(message: Message, source: Source, wanted: Collection[str]) -> "CsvRows":
    """Read a file's header, and make sure that the borders of all its rows can be found.

    Args:
        message: Its body is the file.
        source: How it is written.
        wanted: Columns that the mapping reads.

    Raises:
        MessageRejected: It cannot be decoded, its header does not fit, or a quote is not closed.
    """
    text = decode(message.body, source.encoding)
    lines = list(StringIO(text, newline=""))
    cells, line = _header(lines, source)
    # A column is called as the mapping spells it, where only combining signs differ.
    spelt = {normalize("NFC", name): name for name in wanted}
    columns = [spelt.get(name, name) for name in (normalize("NFC", c.strip()) for c in cells)]
    _check_columns(columns, line, wanted)
    rows = CsvRows(lines, line, columns, source.separator, has_guards='="' in text)
    # A quote that is not closed shows at the end of the file only, after rows were given out.
    for _ in rows:
        pass
    return rows


def _header(lines: Sequence[str], source: Source) -> tuple[Sequence[str], int]:
    """Give the column names and the number of lines before the first row of data."""
    if source.header == 0:
        return source.columns, 0
    count = 0
    for record in records(lines, 0, source.separator):
        count += 1
        if count == source.header:
            return record.cells, record.after
    raise MessageRejected("OL521", row=str(source.header), rows=str(count))


def _check_columns(columns: Sequence[str], line: int, wanted: Iterable[str]) -> None:
    seen: set[str] = set()
    for number, column in enumerate(columns, 1):
        if not column:
            raise MessageRejected("OL522", column=str(number), line=str(line))
        if column in seen:
            raise MessageRejected("OL523", column=shown(column), line=str(line))
        seen.add(column)
    for column in wanted:
        if column not in seen:
            raise MessageRejected("OL524", column=column, **suggestions(column, columns))


def records(lines: Sequence[str], first: int, separator: str) -> Iterator[Record]:
    """Give the records from line ``first`` (from 0) on, blank lines as ones without cells.

    Raises:
        MessageRejected: A quote is never closed, or a cell is too long.
    """
    reader = csv.reader(_from(lines, first), delimiter=separator, strict=True)
    while True:
        start = first + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _misquoted(lines, start, first + reader.line_num, separator, error)
            continue
        if cells and max(map(len, cells)) > MAX_CELL:
            raise MessageRejected("OL526", line=str(start + 1), limit=str(MAX_CELL))
        yield Record(start, first + reader.line_num, cells)


def _from(lines: Sequence[str], first: int) -> Iterator[str]:
    return (lines[index] for index in range(first, len(lines)))


def _misquoted(
    lines: Sequence[str], first: int, after: int, separator: str, error: csv.Error
) -> Record:
    """Guess the cells of a row with a stray quote; reject what leaves no border to go on at."""
    # The csv module tells its errors apart by their text only.
    if "unexpected end" in str(error):
        raise MessageRejected("OL525", line=str(first + 1)) from None
    if "field limit" in str(error):
        raise MessageRejected("OL526", line=str(first + 1), limit=str(MAX_CELL)) from None
    guess = csv.reader(lines[first:after], delimiter=separator)
    try:
        cells = next(guess, [])
    except csv.Error:
        cells = []
    return Record(first, after, cells, is_misquoted=True)


class CsvRows:
    """Rows of a CSV file below its header; rows without any content are left out."""

    def __init__(
        self,
        lines: Sequence[str],
        start: int,
        columns: Sequence[str],
        separator: str,
        *,
        has_guards: bool,
    ) -> None:
        self._lines = lines
        self._start = start
        self._columns = columns
        self._separator = separator
        self._has_guards = has_guards

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        number = 0
        for record in records(self._lines, self._start, self._separator):
            if record.is_misquoted or any(map(str.strip, record.cells)):
                number += 1
                yield self._row(number, record)

    def at(self, mark: Mark) -> Row:
        """Read one row again."""
        number, first, after = mark
        record = next(records(self._lines[first:after], 0, self._separator))
        return self._row(number, Record(first, after, record.cells, record.is_misquoted))

    def _row(self, number: int, record: Record) -> Row:
        where = f"row {number} (line {record.first + 1})"
        cells = [_unguarded(cell) for cell in record.cells] if self._has_guards else record.cells
        # A blank cell is an absent one.
        raw = {
            column: cell
            for column, cell in zip(self._columns, cells, strict=False)
            if cell and not cell.isspace()
        }
        return Row((number, record.first, record.after), where, raw, self._fault(where, record))

    def _fault(self, where: str, record: Record) -> ItemFault | None:
        if record.is_misquoted:
            return ItemFault("OL532", where)
        found, expected = len(record.cells), len(self._columns)
        if found == expected:
            return None
        return ItemFault("OL531", where, facts={"found": str(found), "expected": str(expected)})


def _unguarded(cell: str) -> str:
    """Take off what keeps spreadsheets from taking an order number for a number: ``="017"``."""
    is_guarded = len(cell) >= 3 and cell.startswith('="') and cell.endswith('"')
    return cell[2:-1] if is_guarded else cell
