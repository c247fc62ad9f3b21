"""Effects on stocks: movements, each of one item at one place, and the choice of places."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from orderloom.flow.effect_base import Effect

Step: TypeAlias = Literal["reserved", "released", "expired", "deducted", "moved", "given"]

Choice: TypeAlias = Literal["whole", "few", "turn"]
"""One place has all; none has, and these are the fewest; each gave what it had in turn."""


class PlacesChosen(Effect, frozen=True, kw_only=True, tag="placed"):
    """Among several places that have goods these were chosen.

    ``values`` is what each place that has any is worth, as it was ranked, the first first; it is
    empty when nothing ranks them.
    """

    stock: str
    places: tuple[str, ...]
    choice: Choice
    values: dict[str, Any]


class StockMoved(Effect, frozen=True, kw_only=True, tag="stock"):
    """Goods went from one kind to another: ``source`` None: they came in, ``target`` None: out.

    ``left`` and ``reached`` are what source and target have afterwards;
    ``available`` is what the item has at the place afterwards. ``until``: so long it is reserved.
    ``reservation`` is the one that it goes into or comes out of, by the name of its action.
    ``share``: for whom it is or was reserved, where the stock is allotted.
    """

    stock: str
    item: str
    place: str
    quantity: Decimal
    step: Step
    source: str | None
    target: str | None
    left: Decimal | None
    reached: Decimal | None
    available: Decimal
    until: datetime | None = None
    reservation: str = ""
    share: str | None = None
