"""Rows of a CSV file (RFC 4180), read strictly and never held in memory together."""

import csv
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from orderloom.definition.mapping import Source
from orderloom.errors import MessageRejected
from orderloom.flow.message import ItemFault, Message
from orderloom.mapping.readers.columns import check_columns, named_columns
from orderloom.mapping.readers.encoding import encoding_of
from orderloom.mapping.readers.lines import MAX_LINES, Lines
from orderloom.mapping.rows import Row

MAX_CELL = 131_072
"""Characters of a cell; the csv module's own limit, which others may have changed."""


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
        MessageRejected: It cannot be decoded, is too long, its header does not fit, or a quote is
            not closed.
    """
    body = message.body
    if body.count(b"\n") > MAX_LINES:
        raise MessageRejected("OL520", limit=str(MAX_LINES))
    lines = Lines(body, encoding_of(body, source.encoding))
    cells, line = _header(lines, source)
    columns = named_columns(cells, wanted)
    check_columns(columns, line, wanted)
    return CsvRows(lines, line, columns, source.separator, has_guards=b'="' in body)


def _header(lines: Lines, source: Source) -> tuple[Sequence[str], int]:
    """Give the column names and the number of lines before the first row of data."""
    if source.header == 0:
        return source.columns, 0
    count = 0
    for record in records(lines, 0, source.separator):
        count += 1
        if count == source.header:
            return record.cells, record.after
    raise MessageRejected("OL521", row=str(source.header), rows=str(count))


def records(lines: Lines, first: int, separator: str, after: int | None = None) -> Iterator[Record]:
    """Give the records from line ``first`` (from 0) on, blank lines as ones without cells.

    Raises:
        MessageRejected: A quote is never closed, or a cell is too long.
    """
    reader = csv.reader(lines.between(first, after), delimiter=separator, strict=True)
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


def _misquoted(lines: Lines, first: int, after: int, separator: str, error: csv.Error) -> Record:
    """Guess the cells of a row with a stray quote; reject what leaves no border to go on at."""
    # The csv module tells its errors apart by their text only.
    if "unexpected end" in str(error):
        raise MessageRejected("OL525", line=str(first + 1)) from None
    if "field limit" in str(error):
        raise MessageRejected("OL526", line=str(first + 1), limit=str(MAX_CELL)) from None
    guess = csv.reader(lines.between(first, after), delimiter=separator)
    try:
        cells = next(guess, [])
    except csv.Error:
        cells = []
    return Record(first, after, cells, is_misquoted=True)


class CsvRows:
    """Rows of a CSV file below its header; rows without any content are left out.

    A mark is a row's ordinal. Where each row begins and ends is found at once: a quote that is
    not closed shows at the end of the file only, after rows would have been given out.
    """

    def __init__(
        self, lines: Lines, start: int, columns: Sequence[str], separator: str, *, has_guards: bool
    ) -> None:
        self._lines = lines
        self._columns = columns
        self._separator = separator
        self._has_guards = has_guards
        self._firsts = array("I")
        self._afters = array("I")
        for record in records(lines, start, separator):
            if record.is_misquoted or any(map(str.strip, record.cells)):
                self._firsts.append(record.first)
                self._afters.append(record.after)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        if not self._firsts:
            return
        mark = 0
        for record in records(self._lines, self._firsts[0], self._separator):
            if mark < len(self._firsts) and record.first == self._firsts[mark]:
                yield self._row(mark, record)
                mark += 1

    def at(self, mark: int) -> Row:
        """Read one row again."""
        first, after = self._firsts[mark], self._afters[mark]
        return self._row(mark, next(records(self._lines, first, self._separator, after)))

    @property
    def columns(self) -> Sequence[str]:
        """Give the columns' names from left to right."""
        return self._columns

    def line(self, mark: int) -> int:
        """Give the line, from 1, on which a row begins."""
        return self._firsts[mark] + 1

    def _row(self, mark: int, record: Record) -> Row:
        where = f"row {mark + 1} (line {record.first + 1})"
        cells = [_unguarded(cell) for cell in record.cells] if self._has_guards else record.cells
        # A blank cell is an absent one.
        raw = {
            column: cell
            for column, cell in zip(self._columns, cells, strict=False)
            if cell and not cell.isspace()
        }
        return Row(mark, where, raw, self._fault(where, record))

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
