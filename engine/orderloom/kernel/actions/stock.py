"""``reserve``, ``release`` and ``deduct``: goods of a stock, all lines or none."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from orderloom.definition.action import EndReserve, Reserve
from orderloom.definition.common import Value
from orderloom.definition.stock import AVAILABLE, Stock
from orderloom.flow.effect import Why
from orderloom.flow.stock_effect import PlacesChosen
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.stocks import reservations
from orderloom.kernel.stocks.allotting import free
from orderloom.kernel.stocks.amounts import ZERO, plain, total
from orderloom.kernel.stocks.choosing import There, ranked, split
from orderloom.kernel.stocks.lines import Line, read_lines, shortage
from orderloom.kernel.stocks.shelves import Movement, amounts, payload_of
from orderloom.sight.masking import shown

PLACE = "place"


def reserve(
    work: Overlay, draft: Draft, action: Reserve, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Reserve all lines; done before with the same lines, it stays as it is."""
    stock = work.program.flow.stocks[action.stock]
    lines, reasons = read_lines(action.lines.of(scope, around), stock, action.cause)
    if reasons or not lines:
        return reasons
    held = reservations.kept_of(draft, stock.id, action.name)
    if held:
        reasons = GRANTED if _sums(held) == _wanted(lines) else (why("OL776", action.cause),)
        _give_result(work, action, around, stock, held)
        return reasons
    share = _share(stock, action, scope, around)
    has = {item: free(work, stock, item, share) for item in _wanted(lines)}
    chosen = None
    if all(has[item] >= wanted for item, wanted in _wanted(lines).items()):
        chosen = _choose(work, draft, action, lines, _Seen(scope, around))
    if chosen is None:
        return _short(work, draft, action, lines, has)
    later = action.later
    until = None if later is None or later.after is None else work.now + later.after
    reservations.keep(work, draft, action, chosen, reservations.Terms(until, share))
    if later is not None:
        timers.start(work, draft, action.name, (later,), around)
    _give_result(work, action, around, stock, reservations.kept_of(draft, stock.id, action.name))
    return GRANTED


def end_reserve(
    work: Overlay, draft: Draft, action: EndReserve, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Release or deduct what the record has reserved; without anything nothing happens."""
    lines = None
    if action.lines is not None:
        stock = work.program.flow.stocks[action.stock]
        lines, reasons = read_lines(action.lines.of(scope, around), stock, action.cause)
        if reasons:
            return reasons
    return reservations.end(work, draft, action, lines)


class _Seen(NamedTuple):
    """What the values of an action see: the names of a record, and what is around them."""

    scope: Mapping[str, Any]
    around: Surroundings


class _Ranking(NamedTuple):
    """What there is at the places, as they are ranked, and what each is worth."""

    there: There
    worth: Mapping[str, Any]


def _choose(
    work: Overlay, draft: Draft, action: Reserve, lines: Sequence[Line], seen: _Seen
) -> list[Line] | None:
    """Give what to take where, None when there is too little; a choice is told."""
    stock = work.program.flow.stocks[action.stock]
    ranking = _rank(work, stock, action, lines, seen)
    fewest = None in action.prefer
    found = split(lines, ranking.there, fewest=fewest)
    if found is None:
        return None
    if len(ranking.there) > 1:
        work.effects.append(
            PlacesChosen(
                record=draft.program.id,
                record_id=draft.ref,
                cause=action.cause,
                stock=stock.id,
                places=tuple(found),
                choice="whole" if len(found) == 1 else "few" if fewest else "turn",
                values=_told(work, action, ranking.worth, seen.around.event),
            )
        )
    return [line for each in found.values() for line in each]


def _told(
    work: Overlay, action: Reserve, worth: Mapping[str, Any], event: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what places are worth as traces hold it: what is sensitive does not show."""
    compiled = [each.compiled for each in action.prefer if each is not None]
    hidden = any(
        any(work.program.discretion.hidden(each, event)) for each in compiled if each is not None
    )
    return {name: shown(value, hidden=hidden) for name, value in worth.items()}


def _rank(
    work: Overlay, stock: Stock, action: Reserve, lines: Sequence[Line], seen: _Seen
) -> _Ranking:
    known = {line.item: amounts(work, stock.id, line.item) for line in lines}
    names = [
        name
        for name in stock.places
        if any(total(found, AVAILABLE, name) for found in known.values())
    ]
    values = [value for value in action.prefer if value is not None]
    ranks = [[_worth(value, stock.places[name], seen) for name in names] for value in values]
    there = {
        name: {item: total(found, AVAILABLE, name) for item, found in known.items()}
        for name in ranked(names, ranks)
    }
    worths: dict[str, Any] = {}
    for name in there if ranks else ():
        own = [rank[names.index(name)] for rank in ranks]
        worths[name] = own[0] if len(own) == 1 else own
    return _Ranking(there, worths)


def _worth(value: Value, row: Mapping[str, Any], seen: _Seen) -> Any:  # noqa: ANN401 - a flow's
    """Give what a value says of a place; the row is seen as ``place`` for so long."""
    around, results = seen.around, seen.around.results
    around.results = {**results, PLACE: row}
    try:
        return value.of(seen.scope, around)
    finally:
        around.results = results


def _share(
    stock: Stock, action: Reserve, scope: Mapping[str, Any], around: Surroundings
) -> str | None:
    """Name the share that goods are taken from first; None: they are nobody's yet."""
    if stock.shares is None or action.share is None:
        return None
    found = action.share.of(scope, around)
    return None if found is None or str(found) not in stock.shares else str(found)


def _short(
    work: Overlay,
    draft: Draft,
    action: Reserve,
    lines: Sequence[Line],
    free_of: Mapping[str, Decimal],
) -> Reasons:
    """Refuse for want of goods; the event of each line that is short happens all the same."""
    stock = work.program.flow.stocks[action.stock]
    reasons: Reasons = GRANTED
    for line in (*(each for each in lines if each.place), *_by_item(lines)):
        there = total(amounts(work, stock.id, line.item), AVAILABLE, line.place or None)
        has = there if line.place else free_of[line.item]
        if has < line.quantity:
            reasons += (_lack(stock, action, line, there, has),)
            movement = Movement(line.item, line.place, line.quantity, AVAILABLE, None)
            payload = payload_of(draft, movement, has)
            work.refusals.append((None, f"stock.{stock.id}.refused", payload))
    return reasons


def _lack(stock: Stock, action: Reserve, line: Line, there: Decimal, has: Decimal) -> Why:
    if has == there:
        return shortage(stock, action.cause, line, AVAILABLE, has)
    facts = {"item": line.item[:200], "wanted": str(line.quantity), "found": str(has)}
    kept = str(plain(there - has))
    return why("OL788", action.cause, stock=stock.id, kept=kept, **facts)


def _by_item(lines: Sequence[Line]) -> list[Line]:
    """Give what is wanted of each item, wherever."""
    return [Line(item, quantity) for item, quantity in _wanted(lines).items()]


def _wanted(lines: Sequence[Line]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in lines:
        found[line.item] = found.get(line.item, ZERO) + line.quantity
    return found


def _sums(held: Sequence[reservations.Kept]) -> dict[str, Decimal]:
    return _wanted([Line(each["item"], each["quantity"]) for each in held])


def _give_result(
    work: Overlay,
    action: Reserve,
    around: Surroundings,
    stock: Stock,
    held: Sequence[reservations.Kept],
) -> None:
    """Let later actions read what was reserved where, a part for each place."""
    if action.result is None:
        return
    found: dict[str, list[dict[str, Any]]] = {}
    for each in held:
        line = {stock.item: each["item"], "quantity": each["quantity"]}
        found.setdefault(each["place"], []).append(line)
    result = [{"place": place, "lines": lines} for place, lines in found.items()]
    work.write(around.results, action.result, result)
