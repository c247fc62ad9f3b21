"""Rows of a fixed-width file: lines whose columns are where the definition says, and nowhere else.

Banks, warehouses and customs count such columns in bytes, where a Chinese character in GB18030
takes two or four; others count characters. Which it is, nobody can tell from a file.
"""

from collections.abc import Iterator, Sequence

from orderloom.definition.mapping import Source, Span
from orderloom.errors import MessageRejected
from orderloom.flow.message import ItemFault, Message
from orderloom.mapping.readers.encoding import encoding_of
from orderloom.mapping.readers.lines import MAX_LINES, Lines
from orderloom.mapping.rows import Row

_ENDS = "\r\n"


def read_fixed(message: Message, source: Source) -> "FixedRows":
    """Read a file whose lines are cut at fixed positions.

    Args:
        message: Its body is the file.
        source: How it is written; its ``spans`` are never empty.

    Raises:
        MessageRejected: It cannot be decoded, is too long, or is shorter than its head and tail.
    """
    body = message.body
    if body.count(b"\n") > MAX_LINES:
        raise MessageRejected("OL520", limit=str(MAX_LINES))
    codec = encoding_of(body, source.encoding)
    lines = Lines(body, codec)
    after = len(lines)
    while source.footer and after and not lines.line(after - 1).strip():
        after -= 1  # empty lines behind the tail are none of it
    first, last = source.header, after - source.footer
    if first > last:
        raise MessageRejected(
            "OL943", lines=str(after), head=str(source.header), tail=str(source.footer)
        )
    return FixedRows(lines, range(first, last), source.spans, codec if source.in_bytes else None)


class FixedRows:
    """Rows of a fixed-width file; empty lines are left out, a mark is the number of a line.

    Args:
        lines: All of the file.
        numbers: Which of them hold rows, from 0.
        spans: The columns.
        codec: The encoding whose bytes the columns count, None for characters.
    """

    def __init__(
        self, lines: Lines, numbers: range, spans: Sequence[Span], codec: str | None
    ) -> None:
        self._lines = lines
        self._numbers = numbers
        self._spans = spans
        self._codec = codec
        self._width = max(span.end for span in spans)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        row = 0
        for number in self._numbers:
            line = self._lines.line(number).rstrip(_ENDS)
            if line.strip():
                row += 1
                yield self._row(number, row, line)

    def at(self, mark: tuple[int, int]) -> Row:
        """Read one row again."""
        number, row = mark
        return self._row(number, row, self._lines.line(number).rstrip(_ENDS))

    def _row(self, number: int, row: int, line: str) -> Row:
        where = f"row {row} (line {number + 1})"
        cells, fault = self._cells(number, line)
        raw = {name: cell for name, text in cells.items() if (cell := text.strip())}
        return Row((number, row), where, raw, fault and ItemFault(fault[0], where, facts=fault[1]))

    def _cells(
        self, number: int, line: str
    ) -> tuple[dict[str, str], tuple[str, dict[str, str]] | None]:
        """Cut a line, and say what is wrong with it; then what was cut is a guess."""
        if self._codec is None or line.isascii():
            cells = {span.name: line[span.begin : span.end] for span in self._spans}
            return cells, self._misfit(number, len(line))
        borders = _borders(line, self._codec)
        width, cells = max(borders), {}
        for span in self._spans:
            begin, end = borders.get(span.begin), borders.get(span.end)
            if span.end <= width and (begin is None or end is None):
                return cells, _torn(number, span, borders)
            cells[span.name] = line[begin:end] if begin is not None else ""
        return cells, self._misfit(number, width)

    def _misfit(self, number: int, width: int) -> tuple[str, dict[str, str]] | None:
        """Say why a line is too short or too long, and from which column on."""
        at = {"line": str(number + 1), "column": str(min(width, self._width) + 1)}
        if width > self._width:
            return "OL945", {**at, "width": str(self._width), "found": str(width)}
        if width == self._width:
            return None
        lost = min((span for span in self._spans if span.end > width), key=lambda one: one.begin)
        first, last = str(lost.begin + 1), str(lost.end)
        return "OL944", {**at, "name": lost.name, "first": first, "last": last}


def _borders(line: str, codec: str) -> dict[int, int]:
    """Give the characters' borders: offset in bytes to offset in characters."""
    borders, offset = {0: 0}, 0
    for index, character in enumerate(line, 1):
        offset += len(character.encode(codec))
        borders[offset] = index
    return borders


def _torn(number: int, span: Span, borders: dict[int, int]) -> tuple[str, dict[str, str]]:
    """Name the border that would cut a character in two."""
    offset = span.begin if span.begin not in borders else span.end
    facts = {"line": str(number + 1), "column": str(offset + 1), "name": span.name}
    return "OL946", {**facts, "first": str(span.begin + 1), "last": str(span.end)}
