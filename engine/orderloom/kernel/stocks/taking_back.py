"""Taking back what was done to goods: as it was, as far as they are still there.

What was reserved is released, what was moved moves back, what was deducted comes in as a return.
What was released is reserved again while it is still there; its time begins anew.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from orderloom.definition.action import Reserve
from orderloom.definition.stock import AVAILABLE, RESERVED, Stock
from orderloom.diagnostics import Cause
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.stocks import reservations
from orderloom.kernel.stocks.allotting import free
from orderloom.kernel.stocks.lines import Line
from orderloom.kernel.stocks.shelves import Movement, Mover, amounts, carry, is_there

Told = Mapping[str, Any]
"""A movement as the journal has it; ``taken_back``: somebody did that before."""


def against(work: Overlay, draft: Draft, told: Told) -> Reasons:
    """Give the reasons why a movement cannot be taken back."""
    stock = work.program.flow.stocks.get(told["stock"])
    if stock is None or told["step"] not in ("reserved", "moved", "deducted", "released"):
        return (why("OL932", effect="stock", what=told["item"]),)
    if told["step"] == "released" and _reserve(work, told) is None:
        return (why("OL932", effect="stock", what=told["item"]),)
    if told["step"] == "moved" and told["source"] == RESERVED:
        return (why("OL932", effect="stock", what=told["item"]),)
    changed = (why("OL933", effect="stock", what=told["item"]),)
    if told.get("taken_back"):
        return changed
    if told["step"] == "reserved":
        held = reservations.kept_of(draft, stock.id)
        _, short = reservations.parts_of(held, [_line(told)], _cause(stock))
        return changed if short else GRANTED
    there = is_there(amounts(work, stock.id, told["item"]), _opposite(told))
    if told["step"] == "released":
        has = free(work, stock, told["item"], told.get("share"))
        there = there and has >= Decimal(told["quantity"])
    return GRANTED if there else changed


def take_back(work: Overlay, draft: Draft, told: Told) -> Reasons:
    """Do the opposite of a movement; with others taken back before it may be impossible by now."""
    failed = against(work, draft, told)
    if failed:
        return failed
    stock = work.program.flow.stocks[told["stock"]]
    if told["step"] == "reserved":
        return reservations.give_back(work, draft, stock.id, [_line(told)], _cause(stock))
    if told["step"] == "released":
        action = _reserve(work, told)
        assert action is not None  # noqa: S101 - else it could not be taken back
        reservations.keep_again(work, draft, action, [_line(told)], told.get("share"))
        return GRANTED
    carry(Mover(work, draft, stock, _cause(stock)), _opposite(told), "moved")
    return GRANTED


def _reserve(work: Overlay, told: Told) -> Reserve | None:
    """Give the action by which what was released had been reserved, if there is such a one yet."""
    found = work.program.flow.reserves.get(told.get("reservation") or "")
    return found if found is not None and found.stock == told["stock"] else None


def _line(told: Told) -> Line:
    return Line(told["item"], Decimal(told["quantity"]), told["place"])


def _opposite(told: Told) -> Movement:
    target = AVAILABLE if told["step"] == "deducted" else told["source"]
    return Movement(told["item"], told["place"], Decimal(told["quantity"]), told["target"], target)


def _cause(stock: Stock) -> Cause:
    return Cause(definition=f"stock/{stock.id}", path="", place=stock.place)
