"""The ledger of stocks: a line for each kind that a movement took from or put to.

It is only ever added to. What a stock has stands in its records (``kernel.stocks.shelves``), whose
revisions keep two commits from taking the same goods; the balance here, never below 0, holds the
database itself to that.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from orderloom.flow.decision import Decision
from orderloom.flow.stock_effect import StockMoved
from orderloom.store.instants import micros


class LedgerRow(NamedTuple):
    """A row of ``stock_lines`` without its ``seq``, in the order of the table."""

    at: int
    stock: str
    item: str
    place: str
    kind: str
    change: str
    balance: str
    step: str
    record_id: str | None


def ledger_rows(decision: Decision) -> Iterator[LedgerRow]:
    """Give the lines that a decision adds."""
    for effect in decision.effects:
        if isinstance(effect, StockMoved):
            if effect.source is not None and effect.left is not None:
                yield _row(decision, effect, effect.source, -effect.quantity, effect.left)
            if effect.target is not None and effect.reached is not None:
                yield _row(decision, effect, effect.target, effect.quantity, effect.reached)


def _row(
    decision: Decision, effect: StockMoved, kind: str, change: Decimal, balance: Decimal
) -> LedgerRow:
    return LedgerRow(
        micros(decision.now),
        effect.stock,
        effect.item,
        effect.place,
        kind,
        f"{change:f}",
        f"{balance:f}",
        effect.step,
        effect.record_id,
    )
