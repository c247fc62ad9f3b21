"""Which rows a value fits in one column of a table: sets of rows as the bits of a number."""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import xor
from typing import Any, TypeAlias

from orderloom.expression.conditions import Band, Condition, Containing, OneOf
from orderloom.expression.functions.text import normal
from orderloom.expression.values import Money

Cells: TypeAlias = Sequence[Condition | None]
"""One column from the first row to the last; None asks nothing."""

_Bounds: TypeAlias = tuple[list[Any], list[int]]


class Matching(ABC):
    """One column's conditions; row n is bit n, so that columns are joined by one ``and``.

    Attributes:
        asking_nothing: The rows that fit whatever the value is, also when it is missing.
    """

    def __init__(self, cells: Cells) -> None:
        self.asking_nothing = _bits(row for row, cell in enumerate(cells) if cell is None)

    def fitting(self, value: Any) -> int:  # noqa: ANN401 - any value of the language
        """Give the rows that ``value`` fits; a missing one makes each condition unknown: no fit."""
        if value is None or value == "":
            return self.asking_nothing
        return self._conditions_met(value) | self.asking_nothing

    def named(self) -> Iterable[Any]:
        """Give the values that some row names."""
        return ()

    @abstractmethod
    def _conditions_met(self, value: Any) -> int:  # noqa: ANN401 - any value of the language
        """Give the rows whose condition a present ``value`` meets."""


def matching(cells: Cells) -> Matching:
    """Index the cells of one column, which all have conditions of one kind."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if Band in kinds:
        return Bands(cells)
    return _Parts(cells) if Containing in kinds else _Values(cells)


def _bits(rows: Iterable[int]) -> int:
    bits = 0
    for row in rows:
        bits |= 1 << row
    return bits


class _Values(Matching):
    """``equal`` and ``any_of``: found by the value."""

    def __init__(self, cells: Cells) -> None:
        super().__init__(cells)
        self._rows: dict[Any, int] = {}
        for row, cell in enumerate(cells):
            for value in cell.values if isinstance(cell, OneOf) else ():
                self._rows[value] = self._rows.get(value, 0) | 1 << row

    def named(self) -> Iterable[Any]:
        """Give the values that some row names."""
        return self._rows

    def _conditions_met(self, value: Any) -> int:  # noqa: ANN401 - any value of the language
        return self._rows.get(value, 0)


class _Parts(Matching):
    """``contains``: each part is sought in the text."""

    def __init__(self, cells: Cells) -> None:
        super().__init__(cells)
        self._rows: dict[str, int] = {}
        for row, cell in enumerate(cells):
            part = normal(cell.part) if isinstance(cell, Containing) else None
            if part is not None:
                self._rows[part] = self._rows.get(part, 0) | 1 << row

    def named(self) -> Iterable[Any]:
        """Give the parts, each a text that contains itself."""
        return self._rows

    def _conditions_met(self, value: Any) -> int:  # noqa: ANN401 - any value of the language
        text = normal(value) or ""
        fitting = 0
        for part, rows in self._rows.items():
            if part in text:
                fitting |= rows
        return fitting


class Bands(Matching):
    """``band``: between two neighbouring ends the same rows fit.

    Attributes:
        by_currency: Of each currency (None: what is not money) all ends ascending, and the rows
            with a band that fit before the first and after each.
    """

    def __init__(self, cells: Cells) -> None:
        super().__init__(cells)
        bands = [(row, cell) for row, cell in enumerate(cells) if isinstance(cell, Band)]
        currencies = {currency_of(cell) for _, cell in bands}
        self.by_currency: Mapping[str | None, _Bounds] = {
            currency: _bounds([each for each in bands if currency_of(each[1]) == currency])
            for currency in currencies
        }

    def _conditions_met(self, value: Any) -> int:  # noqa: ANN401 - any value of the language
        currency, plain = (value[1], value[0]) if isinstance(value, Money) else (None, value)
        found = self.by_currency.get(currency)
        return 0 if found is None else found[1][bisect_right(found[0], plain)]


def currency_of(band: Band) -> str | None:
    """Give the currency of a band of money, None for others."""
    ends = (end for end in (band.low, band.high) if isinstance(end, Money))
    return next((end.currency for end in ends), None)


def ends_of(band: Band) -> tuple[Any, Any]:
    """Give the lower and the upper end, of money the amounts; None is open."""
    low, high = (
        end.amount if isinstance(end, Money) else end for end in (band.low, band.high)
    )  # fmt: skip
    return low, high


def _bounds(bands: Sequence[tuple[int, Band]]) -> _Bounds:
    """Give all ends ascending, and the rows that fit before the first and after each."""
    turning: dict[Any, int] = {}
    before = 0
    for row, band in bands:
        low, high = ends_of(band)
        before |= 1 << row if low is None else 0
        for end in (low, high):
            if end is not None:
                turning[end] = turning.get(end, 0) ^ 1 << row
    ends = sorted(turning)
    return ends, list(accumulate((turning[end] for end in ends), xor, initial=before))
