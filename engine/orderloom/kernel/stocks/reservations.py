"""What a record has reserved: kept with the record itself, so that it is ended once.

Goods that are reserved are still counted by the stock, under the kind of that name.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from orderloom.definition.action import EndReserve, Move, Reserve
from orderloom.definition.record import RESERVED as KEPT
from orderloom.definition.stock import AVAILABLE, RESERVED
from orderloom.diagnostics import Cause
from orderloom.flow.stock_effect import Step
from orderloom.kernel import timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.stocks.amounts import ZERO, plain
from orderloom.kernel.stocks.lines import Line
from orderloom.kernel.stocks.shelves import Movement, Mover, carry

Kept: TypeAlias = dict[str, Any]
"""One line as its record remembers it: ``name stock item place quantity``, maybe ``share``."""


def kept_of(draft: Draft, stock: str, name: str | None = None) -> list[Kept]:
    """Give what a record has reserved of a stock, of one reservation or of all."""
    return [
        each
        for each in draft.values.get(KEPT) or ()
        if each["stock"] == stock and name in (None, each["name"])
    ]


class Terms(NamedTuple):
    """How long goods are reserved, and whose share of the stock they count against."""

    until: datetime | None
    share: str | None


def keep(
    work: Overlay, draft: Draft, action: Reserve, chosen: Iterable[Line], terms: Terms
) -> None:
    """Reserve what was found for a record, and remember it."""
    stock = work.program.flow.stocks[action.stock]
    mover = Mover(work, draft, stock, action.cause)
    news: list[Kept] = []
    for line in chosen:
        goods = (line.item, line.place, line.quantity)
        carry(
            mover,
            Movement(*goods, AVAILABLE, RESERVED, terms.share),
            "reserved",
            terms.until,
            action.name,
        )
        kept = dict(zip(("item", "place", "quantity"), goods, strict=True))
        kept |= {"name": action.name, "stock": stock.id}
        news.append(kept if terms.share is None else kept | {"share": terms.share})
    work.put(draft, KEPT, [*(draft.values.get(KEPT) or ()), *news])


def keep_again(
    work: Overlay, draft: Draft, action: Reserve, lines: Iterable[Line], share: str | None
) -> None:
    """Reserve lines that were released; without others of its name left, its time begins anew."""
    later = action.later
    is_first = not kept_of(draft, action.stock, action.name)
    until = None if later is None or later.after is None else work.now + later.after
    keep(work, draft, action, lines, Terms(until, share))
    if later is not None and is_first:
        timers.start(work, draft, action.name, (later,), work.surroundings(draft, {}))


def end(work: Overlay, draft: Draft, action: EndReserve, lines: Sequence[Line] | None) -> Reasons:
    """Take or give back what a record has reserved: all of it, or as much as ``lines`` say.

    Returns:
        The reasons when it has reserved less than that.
    """
    held = kept_of(draft, action.stock, action.name)
    if lines is None:
        _end(work, draft, action, [(each, each["quantity"]) for each in held])
        return GRANTED
    parts, reasons = parts_of(held, lines, action.cause)
    if not reasons:
        _end(work, draft, action, parts)
    return reasons


def give_back(
    work: Overlay, draft: Draft, stock: str, lines: Sequence[Line], cause: Cause
) -> Reasons:
    """Release as much as ``lines`` say, for nobody's action.

    Returns:
        The reasons when the record has reserved less than that.
    """
    return end(work, draft, EndReserve(cause=cause, stock=stock, how="release"), lines)


def move_out(work: Overlay, draft: Draft, action: Move, lines: Sequence[Line]) -> Reasons:
    """Make something else of what a record has reserved.

    Returns:
        The reasons when it has reserved less than ``lines`` say.
    """
    parts, reasons = parts_of(kept_of(draft, action.stock), lines, action.cause)
    if not reasons:
        _take(work, draft, action, parts, _Way(action.target, "moved"))
    return reasons


_Parts: TypeAlias = Sequence[tuple[Kept, Decimal]]
"""Entries of a record, each once, and how much of it is meant."""


class _Way(NamedTuple):
    """What becomes of goods that were reserved; ``target`` None: they leave."""

    target: str | None
    step: Step


def parts_of(held: Sequence[Kept], lines: Sequence[Line], cause: Cause) -> tuple[_Parts, Reasons]:
    """Give what of the entries makes up the lines, or why it is too little."""
    left = [each["quantity"] for each in held]
    for line in sorted(lines, key=lambda line: not line.place):  # those of one place only first
        wanted = line.quantity
        for number, each in enumerate(held):
            if each["item"] == line.item and line.place in ("", each["place"]):
                take = min(wanted, left[number])
                left[number] -= take
                wanted -= take
        if wanted > 0:
            has = plain(line.quantity - wanted)
            facts = {"item": line.item, "wanted": str(line.quantity), "found": str(has)}
            return (), (why("OL778", cause, **facts),)
    taken = [(each, each["quantity"] - rest) for each, rest in zip(held, left, strict=True)]
    return [(each, plain(quantity)) for each, quantity in taken if quantity], GRANTED


def _end(work: Overlay, draft: Draft, action: EndReserve, parts: _Parts) -> None:
    target = AVAILABLE if action.how == "release" else None
    _take(work, draft, action, parts, _Way(target, _step(action)))


def _take(work: Overlay, draft: Draft, action: EndReserve | Move, parts: _Parts, way: _Way) -> None:
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
        goods = (each["item"], each["place"], plain(quantity))
        carry(
            mover,
            Movement(*goods, RESERVED, way.target, each.get("share")),
            way.step,
            reservation=each["name"],
        )
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
