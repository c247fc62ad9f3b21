"""Rows as CSV that no spreadsheet takes for formulas, and back.

A text that a spreadsheet could calculate or rewrite gets an apostrophe before it: what begins, past
blanks and signs without width, with ``= + - @`` (also in full width), and what looks like a number
or a date (an order number's leading zeros, a phone's plus). So does a text that begins with an
apostrophe itself, which makes reading back exact. Numbers, dates and times are written bare: their
columns stay numeric. Every cell is quoted, whatever the separator of who opens it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from unicodedata import category, normalize

GUARD = "'"
_BEGINS = ("=", "+", "-", "@", "|", "%")
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs"))
_REWRITTEN = re.compile(r"[+-]?[\d.,/: -]+(?:[eE][+-]?\d+)?%?", re.ASCII)


def written_cell(value: object) -> str:
    """Give a value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = str(value)
    return GUARD + text if _needs_guard(text) else text


def read_cell(text: str) -> str:
    """Give the text that a written cell stands for."""
    return text.removeprefix(GUARD)


def _needs_guard(text: str) -> bool:
    if text.startswith(GUARD):
        return True
    seen = normalize("NFKC", text)
    begin = next((each for each in seen if not _is_passed_over(each)), "")
    return begin in _BEGINS or _REWRITTEN.fullmatch(seen) is not None


def _is_passed_over(character: str) -> bool:
    return character in "\"'" or category(character) in _UNSEEN


def write_rows(rows: Sequence[Mapping[str, object]]) -> str:
    """Give rows as CSV with a header, which has every name once, in the order of appearance."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([written_cell(name) for name in names])
    writer.writerows([written_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def read_rows(text: str) -> Iterator[Mapping[str, str]]:
    """Give the rows that were written, every value as text."""
    lines: Iterable[list[str]] = csv.reader(io.StringIO(text, newline=""))
    names: list[str] | None = None
    for line in lines:
        cells = [read_cell(each) for each in line]
        if names is None:
            names = cells
        else:
            yield dict(zip(names, cells, strict=True))
