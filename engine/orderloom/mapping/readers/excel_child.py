"""Reads one sheet of a workbook: a program of its own, run with little memory and little time.

It takes the workbook on standard input, and as its argument a JSON object with ``sheet`` (null for
the first) and the limits. It writes lines of JSON: what it found, then a list of cells for each
row. Only cached values are read; formulas are never evaluated. It imports nothing of ours, so that
it starts quickly.
"""

import json
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import python_calamine
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

if sys.platform != "win32":
    import resource

_EXACT = 1e18
_CHUNK = 1 << 18
_REACH = 512
"""Longer than a cell's tag, which may lie across two chunks."""
_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,4})([0-9]{1,8})["']""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]{0,200}\bt\s*=\s*["']e["'])[^>]{0,200}?"""
    rb"""\br\s*=\s*["']([A-Z]{1,4})([0-9]{1,8})["']"""
)
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def main() -> None:
    """Read the workbook from standard input."""
    asked = json.loads(sys.argv[1])
    _limit(asked["memory"], asked["seconds"])
    sys.stdout.buffer.writelines(_answer(sys.stdin.buffer.read(), asked))


def _limit(memory: int, seconds: int) -> None:
    """Bound memory and time where the system can; elsewhere the caller's clock has to do."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(body: bytes, asked: dict[str, Any]) -> Iterator[bytes]:
    try:
        with ZipFile(BytesIO(body)) as opened:
            sheets = _sheets(opened)
            name = asked["sheet"] or next(iter(sheets), "")
            if name not in sheets:
                yield _line({"sheets": list(sheets)})
                return
            with opened.open(sheets[name]) as part:
                extent = _Extent.of(part)
        if extent.rows * extent.columns > asked["cells"]:
            yield _line({"rows": extent.rows, "columns": extent.columns, "limit": asked["cells"]})
            return
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(body))
        sheet = book.get_sheet_by_name(name)
    except (python_calamine.CalamineError, BadZipFile, ParseError, DefusedXmlException,
            KeyError, OSError, ValueError):  # fmt: skip
        yield _line({"broken": "file"})
    else:
        yield from _rows(sheet, extent.errors, asked["bytes"])


def _sheets(opened: ZipFile) -> dict[str, str]:
    """Give each sheet with the member that holds its cells, in the order of their tabs."""
    links = fromstring(opened.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in links
        if link.get("Type", "").endswith("/worksheet")
    }
    book = fromstring(opened.read("xl/workbook.xml"), forbid_dtd=True)
    found: dict[str, str] = {}
    for sheet in book.iterfind(".//{*}sheet"):
        target = targets.get(sheet.get(f"{_LINKS}id"))
        if target:
            absolute = target.startswith("/")
            found[sheet.get("name", "")] = target[1:] if absolute else f"xl/{target}"
    return found


@dataclass(slots=True)
class _Extent:
    """How far a sheet's cells reach, and which of them hold errors (row and column from 0).

    The library makes a table of all between the outermost cells, and blanks out errors.
    """

    rows: int = 0
    columns: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, part: IO[bytes]) -> "_Extent":
        rows, columns, extent, kept = [math.inf, -1.0], [math.inf, -1.0], cls(), b""
        while chunk := part.read(_CHUNK):
            text = kept + chunk
            for letters, digits in _CELL.findall(text):
                _stretch(rows, int(digits) - 1)
                _stretch(columns, _column(letters))
            for letters, digits in _ERROR.findall(text):
                extent.errors.add((int(digits) - 1, _column(letters)))
            kept = text[-_REACH:]
        if rows[1] >= 0:
            extent.rows = int(rows[1] - rows[0]) + 1
            extent.columns = int(columns[1] - columns[0]) + 1
        return extent


def _stretch(span: list[float], to: int) -> None:
    span[0] = min(span[0], to)
    span[1] = max(span[1], to)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _rows(
    sheet: python_calamine.CalamineSheet, errors: set[tuple[int, int]], most: int
) -> Iterator[bytes]:
    first, left = sheet.start or (0, 0)
    yield _line({"sheet": sheet.name, "first": first + 1})
    written = 0
    for number, row in enumerate(sheet.iter_rows()):
        # Rows above the first cell are given too, columns left of it are not.
        if number < first:
            continue
        cells = [_value(cell) for cell in row]
        for column in range(len(cells)) if errors else ():
            if (number, column + left) in errors:
                cells[column] = "#ERROR!"
        line = _line(cells)
        written += len(line)
        if written > most:
            yield _line({"limit": most})
            return
        yield line


def _value(cell: object) -> object:
    """Give a cell as JSON: numbers with the 15 digits that a spreadsheet keeps."""
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return "#ERROR!"
        return int(cell) if cell.is_integer() and abs(cell) < _EXACT else float(f"{cell:.15g}")
    if isinstance(cell, datetime):
        # Spreadsheets count days in fractions, which misses whole seconds by a little.
        rounded = (cell + timedelta(microseconds=500)).replace(tzinfo=None)
        text = rounded.isoformat(sep=" ", timespec="milliseconds")
        return text.removesuffix(".000").removesuffix(" 00:00:00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return int(cell.total_seconds())
    return cell


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


if __name__ == "__main__":
    main()
