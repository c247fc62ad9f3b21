"""Which rows of a table can fit together: exactly, over all columns at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from operator import or_
from typing import Any, TypeAlias

from orderloom.definition.table import Table
from orderloom.expression.conditions import Band, Condition, OneOf
from orderloom.expression.matching import Cells, currency_of, ends_of

Meeting: TypeAlias = Callable[[Condition], int]
"""Gives the rows (row n is bit n) of a column that some value can fit besides a condition."""


def overlaps(table: Table) -> Iterator[tuple[int, int]]:
    """Give each row, from 0, that can fit together with one before it, and the first such."""
    asked = [name for name, column in table.columns.items() if column.match is not None]
    columns = [[row.cells.get(name) for row in table.rows] for name in asked]
    meetings = [_meeting(cells) for cells in columns]
    for place in range(1, len(table.rows)) if asked else ():
        before = (1 << place) - 1
        for cells, meeting in zip(columns, meetings, strict=True):
            cell = cells[place]
            before &= -1 if cell is None else meeting(cell)
            if not before:
                break
        if before:
            yield place, (before & -before).bit_length() - 1


def _meeting(cells: Cells) -> Meeting:
    nothing = _bits(row for row, cell in enumerate(cells) if cell is None)
    if any(isinstance(cell, Band) for cell in cells):
        return _bands(cells, nothing)
    if any(isinstance(cell, OneOf) for cell in cells):
        return _values(cells, nothing)
    return lambda _: -1  # a text can contain any two parts


def _bits(rows: Iterator[int]) -> int:
    bits = 0
    for row in rows:
        bits |= 1 << row
    return bits


def _values(cells: Cells, nothing: int) -> Meeting:
    rows: dict[Any, int] = {}
    for row, cell in enumerate(cells):
        for value in cell.values if isinstance(cell, OneOf) else ():
            rows[value] = rows.get(value, nothing) | 1 << row

    def meeting(cell: Condition) -> int:
        found = nothing
        for value in cell.values if isinstance(cell, OneOf) else ():
            found |= rows[value]
        return found

    return meeting


def _bands(cells: Cells, nothing: int) -> Meeting:
    """Two bands meet when each begins before the other ends."""
    bands = [(row, cell) for row, cell in enumerate(cells) if isinstance(cell, Band)]
    by_currency = {
        currency: _ends([(row, band) for row, band in bands if currency_of(band) == currency])
        for currency in {currency_of(band) for _, band in bands}
    }

    def meeting(cell: Condition) -> int:
        assert isinstance(cell, Band)  # noqa: S101 - a column's conditions are of one kind
        begin, end = by_currency[currency_of(cell)]
        low, high = ends_of(cell)
        beginning = begin[1][-1 if high is None else bisect_left(begin[0], high)]
        ended = 0 if low is None else end[1][bisect_right(end[0], low)]
        return beginning & ~ended | nothing

    return meeting


_Sums: TypeAlias = tuple[list[Any], list[int]]


def _ends(bands: Sequence[tuple[int, Band]]) -> tuple[_Sums, _Sums]:
    """Give lower ends with the rows that begin before each, upper ones with those that ended."""
    always = _bits(row for row, band in bands if band.low is None)
    lows = sorted((ends_of(b)[0], row) for row, b in bands if b.low is not None)
    highs = sorted((ends_of(b)[1], row) for row, b in bands if b.high is not None)
    return _summed(lows, always), _summed(highs, 0)


def _summed(ends: Sequence[tuple[Any, int]], first: int) -> _Sums:
    sums = accumulate((1 << row for _, row in ends), or_, initial=first)
    return [end for end, _ in ends], list(sums)
