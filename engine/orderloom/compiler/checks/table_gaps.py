"""For which values no row of a table fits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orderloom.definition.table import Column, Table
from orderloom.expression.conditions import Band, Condition, OneOf
from orderloom.expression.matching import Bands, Matching, matching
from orderloom.expression.types import BOOLEAN, ChoiceType
from orderloom.expression.values import Money

MOST_REGIONS = 20_000
"""How many combinations are looked at; of what lies beyond, at worst a warning is lacking."""


def gaps(table: Table) -> Iterator[Mapping[str, Condition]]:
    """Give combinations of conditions that no row fits, by column.

    Bands are looked at from end to end, choices and booleans at each of their values; of other
    texts and numbers only values that some row names, since nobody could name all.
    """
    columns = tuple(each for each in table.columns.values() if each.match is not None)
    seeking = _Seeking(
        columns,
        [matching([row.cells.get(each.name) for row in table.rows]) for each in columns],
    )
    if columns:
        yield from seeking.below(0, (1 << len(table.rows)) - 1)


@dataclass(slots=True)
class _Seeking:
    columns: Sequence[Column]
    matchings: Sequence[Matching]
    spot: dict[str, Condition] = field(default_factory=dict)
    seen: int = 0

    def below(self, place: int, fitting: int) -> Iterator[Mapping[str, Condition]]:
        """Go through the regions of the columns from ``place`` on, where ``fitting`` rows fit."""
        if not fitting:
            yield dict(self.spot)
            return
        if place == len(self.columns) or self._is_settled(place, fitting):
            return
        for region, rows in self._regions(place):
            self.seen += 1
            if self.seen > MOST_REGIONS:
                return
            self.spot[self.columns[place].name] = region
            yield from self.below(place + 1, fitting & rows)
            del self.spot[self.columns[place].name]

    def _is_settled(self, place: int, fitting: int) -> bool:
        """Say whether one of the rows asks nothing more."""
        for each in self.matchings[place:]:
            fitting &= each.asking_nothing
        return fitting != 0

    def _regions(self, place: int) -> Iterator[tuple[Condition, int]]:
        matching_, column = self.matchings[place], self.columns[place]
        if isinstance(matching_, Bands):
            yield from _segments(matching_)
            return
        known = tuple(matching_.named())
        yield from ((OneOf((value,)), matching_.fitting(value)) for value in known)
        for value in _all_of(column):
            if value not in known:
                yield OneOf((value,)), matching_.asking_nothing


def _all_of(column: Column) -> tuple[object, ...]:
    if column.type == BOOLEAN:
        return (True, False)
    return column.type.of if isinstance(column.type, ChoiceType) else ()


def _segments(bands: Bands) -> Iterator[tuple[Condition, int]]:
    """Give the spaces between neighbouring ends, and those before the first and after the last."""
    for currency, (ends, rows) in bands.by_currency.items():
        borders = [None, *(Money(e, currency) if currency else e for e in ends), None]
        for (low, high), fitting in zip(pairwise(borders), rows, strict=True):
            yield Band(low, high), fitting | bands.asking_nothing
