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

ASKED_LINES = "$lines"
"""Under this name a question remembers which goods it is about: no flow can name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRule:
    """Who may move goods from one kind to another.

    Attributes:
        by: A person who acts needs one of these roles; none: whoever may do the rest may do this.
        ask: Roles that must consent first, as in ``ask``.
    """

    name: str
    source: str
    target: str
    by: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A stock.

    Attributes:
        item: What is counted; lines name it so.
        places: Id of each place to its row of the table, in the table's order.
        safety: Below it, over all places, ``stock.X.low`` happens.
        shares: How much of what is there is kept for whom; None: all of it is anybody's.
        moves: What is said of some movements, by the kinds that they lead from and to.
    """

    id: str
    place: Place
    item: str
    places: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kinds: tuple[str, ...] = KINDS
    safety: Decimal | None = None
    shares: Mapping[str, Decimal] | None = None
    moves: Mapping[tuple[str, str], MoveRule] = field(default_factory=dict)
    title: Title | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What is counted and how much: a list that a value gives, or lines, each with its values.

    ``kept``: they are what they were when people were asked, under that name of the results.
    """

    place: Place
    listed: Value | None = None
    written: tuple[tuple[tuple[str, Value], ...], ...] = ()
    kept: str | None = None

    def of(self, s: Mapping[str, Any], e: Any) -> list[Any]:  # noqa: ANN401 - the surroundings
        """Give the lines as they stand, over a record's names and the surroundings."""
        if self.kept is not None:
            return list(e.results.get(self.kept) or ())
        if self.listed is not None:
            return list(self.listed.of(s, e) or ())
        return [{name: value.of(s, e) for name, value in line} for line in self.written]
