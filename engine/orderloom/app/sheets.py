"""Tables' files, read as a channel's files are: with the same bounds, by the same readers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from orderloom.compiler.sheets import SheetRow
from orderloom.definition.mapping import Source
from orderloom.diagnostics import Place
from orderloom.flow.message import Message, message_id
from orderloom.mapping.readers.csv_rows import CsvRows, read_csv
from orderloom.mapping.readers.excel_rows import ExcelRows, read_excel


def read_sheet(path: PurePosixPath, body: bytes, columns: tuple[str, ...]) -> Iterator[SheetRow]:
    """Read the rows of a CSV file, or of the first sheet of a workbook.

    Args:
        path: Its ending says which.
        body: The file's bytes.
        columns: Columns that must be there; others are left out.

    Raises:
        MessageRejected: The bytes cannot be read, or lack a column.
    """
    name = str(path)
    message = Message(
        id=message_id("", None, name, body),
        mapping="",
        name=name,
        body=body,
        received_at=datetime.fromtimestamp(0, UTC),
    )
    rows: CsvRows | ExcelRows
    if path.suffix == ".xlsx":
        rows = read_excel(message, Source(format="excel", place=Place(name, 1)), columns)
    else:
        rows = read_csv(message, Source(format="csv", place=Place(name, 1)), columns)
    numbers = {name: number for number, name in enumerate(rows.columns, 1)}
    for row in rows:
        cells = {each: _text(row.raw[each]) for each in columns if each in row.raw}
        fault = None if row.fault is None else (row.fault.code, row.fault.facts)
        yield SheetRow(line=rows.line(row.mark), cells=cells, columns=numbers, fault=fault)


def _text(cell: Any) -> str:  # noqa: ANN401 - what a sheet can hold
    """Give a cell as a person would type it into a definition."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell:f}" if hasattr(cell, "as_tuple") else str(cell)
