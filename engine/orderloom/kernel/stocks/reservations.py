"""What a record has reserved: kept with the record itself, so that it is ended once.

Goods that are reserved are still counted by the stock, under the kind of that name.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from orderloom.definition.action import EndReserve, Reserve
from orderloom.definition.record import RESERVED as KEPT
from orderloom.definition.stock import AVAILABLE, RESERVED
from orderloom.flow.stock_effect import Step
from orderloom.kernel import timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.stocks.amounts import ZERO, plain
from orderloom.kernel.stocks.lines import Line
from orderloom.kernel.stocks.shelves import Movement, Mover, carry

Kept: TypeAlias = dict[str, Any]
"""One line as its record remembers it: ``name stock item place quantity``."""


def kept_of(draft: Draft, stock: str, name: str | None = None) -> list[Kept]:
    """Give what a record has reserved of a stock, of one reservation or of all."""
    return [
        each
        for each in draft.values.get(KEPT) or ()
        if each["stock"] == stock and name in (None, each["name"])
    ]


def keep(
    work: Overlay, draft: Draft, action: Reserve, chosen: Iterable[Line], until: datetime | None
) -> None:
    """Reserve what was found for a record, and remember it."""
    stock = work.program.flow.stocks[action.stock]
    mover = Mover(work, draft, stock, action.cause)
    news: list[Kept] = []
    for line in chosen:
        movement = Movement(line.item, line.place, line.quantity, AVAILABLE, RESERVED)
        carry(mover, movement, "reserved", until)
        news.append(
            {
                "name": action.name,
                "stock": stock.id,
                "item": line.item,
                "place": line.place,
                "quantity": line.quantity,
            }
        )
    work.put(draft, KEPT, [*(draft.values.get(KEPT) or ()), *news])


def end(work: Overlay, draft: Draft, action: EndReserve, lines: Sequence[Line] | None) -> Reasons:
    """Take or give back what a record has reserved: all of it, or as much as ``lines`` say.

    Returns:
        The reasons when it has reserved less than that.
    """
    held = kept_of(draft, action.stock, action.name)
    if lines is None:
        _end(work, draft, action, [(each, each["quantity"]) for each in held])
        return GRANTED
    parts: list[tuple[Kept, Decimal]] = []
    for line in lines:
        found, short = _parts(held, line)
        if short:
            has = plain(sum((quantity for _, quantity in found), start=ZERO))
            facts = {"item": line.item, "wanted": str(line.quantity), "found": str(has)}
            return (why("OL778", action.cause, **facts),)
        parts += found
    _end(work, draft, action, parts)
    return GRANTED


def _parts(held: Sequence[Kept], line: Line) -> tuple[list[tuple[Kept, Decimal]], bool]:
    """Give what of the entries makes up a line, and whether it is too little."""
    wanted = line.quantity
    found: list[tuple[Kept, Decimal]] = []
    for each in held:
        if each["item"] != line.item or line.place not in ("", each["place"]):
            continue
        take = min(wanted, each["quantity"])
        if take > 0:
            found.append((each, take))
            wanted -= take
    return found, wanted > 0


def _end(
    work: Overlay, draft: Draft, action: EndReserve, parts: Sequence[tuple[Kept, Decimal]]
) -> None:
    if not parts:
        return
    mover = Mover(work, draft, work.program.flow.stocks[action.stock], action.cause)
    ended = {id(each): quantity for each, quantity in parts}
    rest = [
        {**each, "quantity": plain(each["quantity"] - ended.get(id(each), ZERO))}
        for each in draft.values.get(KEPT) or ()
    ]
    rest = [each for each in rest if each["quantity"]]
    work.put(draft, KEPT, rest or None)
    for each, quantity in parts:
        target = AVAILABLE if action.how == "release" else None
        movement = Movement(each["item"], each["place"], plain(quantity), RESERVED, target)
        carry(mover, movement, _step(action))
    for name in {each["name"] for each, _ in parts} - {each["name"] for each in rest}:
        timers.stop(work, draft, name)


def _step(action: EndReserve) -> Step:
    if action.how == "deduct":
        return "deducted"
    return "released" if action.name is None else "expired"


def close(work: Overlay, draft: Draft, event: str) -> bool:
    """End what an event ends for a record; say whether there was anything."""
    closed = False
    for name, action in work.program.closing[event]:
        held = kept_of(draft, action.stock, name)
        if held:
            closed = True
            _end(work, draft, action, [(each, each["quantity"]) for each in held])
    return closed
