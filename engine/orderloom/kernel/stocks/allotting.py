"""What of a stock is kept for whom: shares of what is there, in whole pieces; the rest is common.

There is what can be sold: goods that are available or reserved. What somebody has reserved counts
against their own share first, so that what is free for them is all that is available but what the
shares of the others still have coming.
"""

from decimal import ROUND_FLOOR, Decimal

from orderloom.definition.record import PROMISED, SHELF
from orderloom.definition.stock import AVAILABLE, RESERVED, Stock
from orderloom.flow.record import identity_key
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.stocks.amounts import ZERO, amounts_of, plain, total

_WHOLE = Decimal(1)


def free(work: Overlay, stock: Stock, item: str, share: str | None) -> Decimal:
    """Give how much of an item may be reserved for ``share``; None: from what is common only."""
    shelf = work.find(work.program.records[SHELF], identity_key((stock.id, item)))
    if shelf is None:
        return ZERO
    found = amounts_of(shelf.values)
    available = total(found, AVAILABLE)
    there = available + total(found, RESERVED)
    promised = _promised(shelf)
    kept = ZERO
    for name, part in (stock.shares or {}).items():
        if name != share:
            own = (there * part).quantize(_WHOLE, ROUND_FLOOR)
            kept += max(ZERO, own - promised.get(name, ZERO))
    return plain(max(ZERO, available - kept))


def promise(work: Overlay, shelf: Draft, share: str, more: Decimal) -> None:
    """Remember that so much more of an item, or less, is reserved for ``share``."""
    promised = _promised(shelf)
    promised[share] = plain(promised.get(share, ZERO) + more)
    entries = [
        {"share": name, "quantity": quantity}
        for name, quantity in sorted(promised.items())
        if quantity
    ]
    work.put(shelf, PROMISED, entries or None)


def _promised(shelf: Draft) -> dict[str, Decimal]:
    return {each["share"]: each["quantity"] for each in shelf.values.get(PROMISED) or ()}
