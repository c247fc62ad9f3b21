"""Lines of an action on a stock, as what is counted and how much of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from orderloom.definition.stock import Stock
from orderloom.diagnostics import Cause
from orderloom.expression.literals import parse_decimal
from orderloom.flow.effect import Why
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.stocks.amounts import ZERO, plain

MOST = 1_000
"""So many lines are worked in one decision; more are refused, never cut."""
_TOO_MUCH = Decimal(10**15)
_FINEST = Decimal(10) ** -9
"""Within these a quantity has 24 digits, so that sums stay exact in the 28 that are kept."""


class Line(NamedTuple):
    """How much of an item; ``place`` "": none is meant."""

    item: str
    quantity: Decimal
    place: str = ""


def read_lines(
    listed: Sequence[Any], stock: Stock, cause: Cause, *, placed: bool = False
) -> tuple[list[Line], Reasons]:
    """Give lines, those of one item and place added up, or a reason for each that is none.

    Args:
        listed: The parts: maps with the stock's item, ``quantity`` and maybe ``place``.
        stock: Whose item they name.
        cause: The action.
        placed: Whether each must say where.
    """
    if len(listed) > MOST:
        return [], (why("OL743", cause, number=str(len(listed)), most=str(MOST)),)
    reasons: Reasons = GRANTED
    found: dict[tuple[str, str], Decimal] = {}
    for number, part in enumerate(listed, start=1):
        line, against = _line(part if isinstance(part, Mapping) else {}, stock, cause, number)
        if line is not None and placed and not line.place:
            against = (why("OL773", cause, number=str(number), name="place"),)
        reasons += against
        if line is not None and not against:
            where = (line.item, line.place)
            found[where] = found.get(where, ZERO) + line.quantity
    lines = [Line(item, plain(quantity), place) for (item, place), quantity in found.items()]
    return lines, reasons


def _line(
    part: Mapping[str, Any], stock: Stock, cause: Cause, number: int
) -> tuple[Line | None, Reasons]:
    item, place = _text(part.get(stock.item)), _text(part.get("place"))
    if not item:
        return None, (why("OL773", cause, number=str(number), name=stock.item),)
    if place and place not in stock.places:
        return None, (why("OL774", cause, stock=stock.id, found=place[:200]),)
    quantity = quantity_of(part.get("quantity"))
    if quantity is None:
        found = str(part.get("quantity") or "–")[:200]
        return None, (why("OL772", cause, number=str(number), found=found),)
    return Line(item, quantity, place), GRANTED


def shortage(stock: Stock, cause: Cause, line: Line, kind: str, has: Decimal) -> Why:
    """Give the reason that a stock has too little of a line."""
    facts = {"item": line.item[:200], "wanted": str(line.quantity), "found": str(has)}
    return why("OL775", cause, stock=stock.id, kind=kind, **facts)


def quantity_of(value: object) -> Decimal | None:
    """Give a quantity more than 0 that sums exactly; None for anything else."""
    if isinstance(value, str):
        value = parse_decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    quantity = Decimal(value)
    if not quantity.is_finite() or not 0 < quantity < _TOO_MUCH or quantity % _FINEST:
        return None
    return plain(quantity)


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return str(plain(value)) if isinstance(value, Decimal) else str(value).strip()
