"""Rows of an Excel sheet (.xlsx), read by a child process with little memory and little time."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from orderloom.definition.mapping import Source
from orderloom.errors import MessageRejected
from orderloom.flow.message import Message
from orderloom.mapping.convert.words import suggestions
from orderloom.mapping.readers.columns import check_columns, named_columns
from orderloom.mapping.readers.encoding import check_bytes
from orderloom.mapping.readers.lines import Lines
from orderloom.mapping.readers.zip_limits import ZipLimits, open_zip
from orderloom.mapping.rows import Row

LIMITS = ZipLimits(members=2_000, total=256 * 1024 * 1024, ratio=200)
MEMORY = 768 * 1024 * 1024
SECONDS = 30
PATIENCE_SECONDS = 60
"""On the wall's clock, where ``SECONDS`` are the processor's."""

MAX_CELLS = 2_000_000
MAX_OUTPUT = 64 * 1024 * 1024
_CHILD = "excel_child.py"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How files of Excel 97 begin, and such as have a password."""


def read_excel(message: Message, source: Source, wanted: Collection[str]) -> "ExcelRows":
    """Read a sheet and its header.

    Args:
        message: Its body is the workbook.
        source: Which sheet, and where its header is.
        wanted: Columns that the mapping reads.

    Raises:
        MessageRejected: It is no workbook, beyond a limit, or its header does not fit.
    """
    _check_workbook(message.body)
    lines = Lines(_read(message.body, source.sheet), "utf-8")
    found = _found(lines, source.sheet)
    sheet, first = str(found["sheet"]), int(found["first"])
    cells, start = _header(lines, source, first)
    columns = named_columns(cells, wanted)
    # Whatever stands beside the table has no name there, and nobody can ask for it.
    check_columns([name for name in columns if name], source.header, wanted)
    return ExcelRows(lines, start, columns, sheet, first)


def _check_workbook(body: bytes) -> None:
    check_bytes(body)
    if body.startswith(_OLD_OR_LOCKED):
        raise MessageRejected("OL583")
    with open_zip(body, LIMITS) as opened:
        if "xl/workbook.xml" not in opened.namelist():
            raise MessageRejected("OL582")


def _read(body: bytes, sheet: str | None) -> bytes:
    """Let the child read; whatever stops it is its limits, or a fault in the library it uses."""
    asked = {
        "sheet": sheet, "memory": MEMORY, "seconds": SECONDS, "cells": MAX_CELLS,
        "bytes": MAX_OUTPUT,
    }  # fmt: skip
    child = str(Path(__file__).with_name(_CHILD))
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell, the name is an argument
            [sys.executable, "-I", child, msgspec.json.encode(asked).decode()],
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
            # It reads what strangers sent: it shall know no secret of ours.
            env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise _overtaxed() from None
    if done.returncode != 0 or not done.stdout.endswith(b"\n"):
        raise _overtaxed()
    return done.stdout


def _overtaxed() -> MessageRejected:
    megabytes = MEMORY // 1024 // 1024
    return MessageRejected("OL586", seconds=str(SECONDS), megabytes=str(megabytes))


def _found(lines: Lines, wanted: str | None) -> Mapping[str, Any]:
    """Give the child's first line, unless it says why there are no rows."""
    found: Mapping[str, Any] = msgspec.json.decode(next(lines.between(0, 1)))
    last: object = msgspec.json.decode(next(lines.between(len(lines) - 1)))
    match found:
        case {"sheet": _}:
            if isinstance(last, dict) and "limit" in last:
                raise MessageRejected("OL502", size=f"> {last['limit']}", limit=str(last["limit"]))
            return found
        case {"sheets": list(names)}:
            raise MessageRejected("OL584", sheet=wanted or "", **suggestions(wanted or "", names))
        case {"rows": rows, "columns": columns, "limit": limit}:
            raise MessageRejected("OL585", rows=str(rows), columns=str(columns), limit=str(limit))
        case _:
            raise MessageRejected("OL582")


def _header(lines: Lines, source: Source, first: int) -> tuple[Sequence[str], int]:
    """Give the column names, and the number of the line with the first row of data."""
    if source.header == 0:
        return source.columns, 1
    number = source.header - first + 1
    if not 1 <= number < len(lines):
        raise MessageRejected("OL521", row=str(source.header), rows=str(first + len(lines) - 2))
    cells = msgspec.json.decode(next(lines.between(number)))
    return [str(cell) for cell in cells], number + 1


class ExcelRows:
    """Rows of a sheet below its header; a mark is the number of the child's line."""

    def __init__(
        self, lines: Lines, start: int, columns: Sequence[str], sheet: str, first: int
    ) -> None:
        self._lines = lines
        self._start = start
        self._columns = columns
        self._sheet = sheet
        self._first = first
        self._decoder = msgspec.json.Decoder(list[Any], float_hook=Decimal)

    def __iter__(self) -> Iterator[Row]:
        """Give the rows that hold anything, in order."""
        rows = map(self.at, range(self._start, len(self._lines)))
        return (row for row in rows if row.raw)

    def at(self, mark: int) -> Row:
        """Read one row again."""
        cells = self._decoder.decode(next(self._lines.between(mark)))
        raw = {
            column: cell
            for column, cell in zip(self._columns, cells, strict=False)
            if column and not (isinstance(cell, str) and (not cell or cell.isspace()))
        }
        return Row(mark, f"{self._sheet} row {self.line(mark)}", raw)

    @property
    def columns(self) -> Sequence[str]:
        """Give the columns' names from left to right."""
        return self._columns

    def line(self, mark: int) -> int:
        """Give the number that the spreadsheet shows beside a row."""
        return mark - 1 + self._first
