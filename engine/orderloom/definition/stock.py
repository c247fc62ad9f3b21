"""Stock: goods counted by item, place and kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from orderloom.definition.common import Title, Value
from orderloom.diagnostics import Place

AVAILABLE = "available"
RESERVED = "reserved"
KINDS = (AVAILABLE, RESERVED, "in_transit", "frozen")
"""What goods may be at a place unless a stock says otherwise; the first two always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A stock.

    Attributes:
        item: What is counted; lines name it so.
        places: Id of each place to its row of the table, in the table's order.
        safety: Below it, over all places, ``stock.X.low`` happens.
    """

    id: str
    place: Place
    item: str
    places: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kinds: tuple[str, ...] = KINDS
    safety: Decimal | None = None
    title: Title | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What is counted and how much: a list that a value gives, or lines, each with its values."""

    place: Place
    listed: Value | None = None
    written: tuple[tuple[tuple[str, Value], ...], ...] = ()

    def of(self, s: Mapping[str, Any], e: object) -> list[Any]:
        """Give the lines as they stand, over a record's names and the surroundings."""
        if self.listed is not None:
            return list(self.listed.of(s, e) or ())
        return [{name: value.of(s, e) for name, value in line} for line in self.written]
