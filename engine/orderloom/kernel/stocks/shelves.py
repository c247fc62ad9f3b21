"""What a stock has of an item, by place and kind: one record of the engine's own for each item.

So of two decisions on one item one sees the other, a dry run sees its own movements, and all of
it is committed with the decision or not.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from orderloom.definition.record import AMOUNTS, SHELF
from orderloom.definition.stock import AVAILABLE, RESERVED, Stock
from orderloom.diagnostics import Cause
from orderloom.flow.record import identity_key
from orderloom.flow.stock_effect import Step, StockMoved
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.stocks.allotting import promise
from orderloom.kernel.stocks.amounts import ZERO, Amounts, amounts_of, plain, total


class Movement(NamedTuple):
    """How much of an item goes at a place from one kind to another; None: in or out.

    ``share``: for whom goods of an allotted stock are or were reserved.
    """

    item: str
    place: str
    quantity: Decimal
    source: str | None
    target: str | None
    share: str | None = None


def amounts(work: Overlay, stock: str, item: str) -> Amounts:
    """Give what a stock has of an item."""
    found = work.find(work.program.records[SHELF], identity_key((stock, item)))
    return {} if found is None else amounts_of(found.values)


def is_there(found: Amounts, movement: Movement) -> bool:
    """Say whether what a movement takes is there."""
    if movement.source is None:
        return True
    return found.get((movement.place, movement.source), ZERO) >= movement.quantity


class Mover(NamedTuple):
    """Who moves goods of which stock: a record, for what a definition says."""

    work: Overlay
    draft: Draft
    stock: Stock
    cause: Cause


def carry(
    mover: Mover,
    movement: Movement,
    step: Step,
    until: datetime | None = None,
    reservation: str = "",
) -> None:
    """Write a movement, for which there is enough, and let it be known."""
    work, draft, stock, cause = mover
    found = amounts(work, stock.id, movement.item)
    before = total(found, AVAILABLE)
    place = movement.place
    left = reached = None
    if movement.source is not None:
        left = _add(found, (place, movement.source), -movement.quantity)
    if movement.target is not None:
        reached = _add(found, (place, movement.target), movement.quantity)
    shelf = _shelf(work, stock.id, movement.item)
    _write(work, shelf, found)
    if movement.share is not None:
        promise(work, shelf, movement.share, _reserved_by(movement))
    available = total(found, AVAILABLE, place)
    work.effects.append(
        StockMoved(
            record=draft.program.id,
            record_id=draft.ref,
            cause=cause,
            stock=stock.id,
            item=movement.item,
            place=place,
            quantity=movement.quantity,
            step=step,
            source=movement.source,
            target=movement.target,
            left=left,
            reached=reached,
            available=available,
            until=until,
            reservation=reservation,
            share=movement.share,
        )
    )
    _tell(mover, step, movement, available)
    after = total(found, AVAILABLE)
    if stock.safety is not None and after < stock.safety <= before:
        _tell(mover, "low", movement, after)


def _tell(mover: Mover, kind: str, movement: Movement, available: Decimal) -> None:
    payload = payload_of(mover.draft, movement, available)
    mover.work.emit(f"stock.{mover.stock.id}.{kind}", None, payload)


def payload_of(draft: Draft, movement: Movement, available: Decimal) -> dict[str, Any]:
    """Give what an event of a stock brings; ``record`` is who moved it."""
    payload: dict[str, Any] = {
        "item": movement.item,
        "place": movement.place or None,
        "quantity": movement.quantity,
        "available": available,
        "record": draft.ref,
    }
    return {name: value for name, value in payload.items() if value is not None}


def _add(found: Amounts, where: tuple[str, str], quantity: Decimal) -> Decimal:
    found[where] = plain(found.get(where, ZERO) + quantity)
    return found[where]


def _reserved_by(movement: Movement) -> Decimal:
    """Give how much more is reserved after a movement, below 0 for less."""
    gained = movement.quantity if movement.target == RESERVED else ZERO
    return gained - (movement.quantity if movement.source == RESERVED else ZERO)


def _shelf(work: Overlay, stock: str, item: str) -> Draft:
    record = work.program.records[SHELF]
    parts = (stock, item)
    shelf = work.find(record, identity_key(parts))
    if shelf is None:
        shelf = work.add(record, identity_key(parts))
        shelf.values |= zip(record.identity, parts, strict=True)
    return shelf


def _write(work: Overlay, shelf: Draft, found: Amounts) -> None:
    entries = [
        {"place": place, "kind": kind, "quantity": quantity}
        for (place, kind), quantity in sorted(found.items())
        if quantity
    ]
    work.put(shelf, AMOUNTS, entries or None)
