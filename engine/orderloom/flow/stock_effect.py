"""Effects on stocks: each is one movement of one item at one place."""

from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from orderloom.flow.effect_base import Effect

Step: TypeAlias = Literal["reserved", "released", "expired", "deducted", "moved", "given"]


class StockMoved(Effect, frozen=True, kw_only=True, tag="stock"):
    """Goods went from one kind to another: ``source`` None: they came in, ``target`` None: out.

    ``left`` and ``reached`` are what source and target have afterwards;
    ``available`` is what the item has at the place afterwards. ``until``: so long it is reserved.
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
