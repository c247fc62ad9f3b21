"""``move``: goods from one kind to another, all lines or none; some of it people are asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from orderloom.definition.action import AskedMove, Move
from orderloom.definition.common import title_text
from orderloom.definition.record import APPROVAL
from orderloom.definition.stock import ASKED_LINES, RESERVED, MoveRule, Stock
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import openers
from orderloom.kernel.actions.ask import ask_people
from orderloom.kernel.actions.open_case import is_open
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.stocks import reservations
from orderloom.kernel.stocks.amounts import total
from orderloom.kernel.stocks.lines import Line, read_lines, shortage
from orderloom.kernel.stocks.shelves import Movement, Mover, amounts, carry, is_there

_TOLD = 5
"""So many lines are told in the title of a question."""


def move(
    work: Overlay, draft: Draft, action: Move, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Move goods from one kind to another, into the stock or out of it.

    What is reserved is taken from what the record itself has reserved.
    """
    stock = work.program.flow.stocks[action.stock]
    lines, reasons = _wanted(work, action, around, scope)
    if reasons:
        return reasons
    if action.source == RESERVED:
        return reservations.move_out(work, draft, action, lines)
    for line in lines:
        carry(Mover(work, draft, stock, action.cause), _movement(line, action), "moved")
    return GRANTED


def ask_to_move(
    work: Overlay, draft: Draft, action: AskedMove, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Ask whether goods that are there may be moved; an open question is not asked again."""
    stock = work.program.flow.stocks[action.stock]
    lines, reasons = _wanted(work, action, around, scope)
    if reasons or not lines:
        return reasons
    asked = [
        {stock.item: line.item, "place": line.place, "quantity": line.quantity} for line in lines
    ]
    for approval in work.linked(APPROVAL, "record", draft):
        kept = openers.kept_by(approval, action.name) if is_open(approval) else None
        if kept is not None and kept.get(ASKED_LINES) != asked:
            return (why("OL787", action.cause, title=approval.values.get("title") or ""),)
    results = around.results
    around.results = {**results, ASKED_LINES: asked}
    reasons = ask_people(work, draft, action, around, _title(work, stock, action, lines))
    made, around.results = around.results, results
    if action.result is not None and not reasons:
        work.write(results, action.result, made[action.result])
    return reasons


def _wanted(
    work: Overlay, action: Move | AskedMove, around: Surroundings, scope: Mapping[str, Any]
) -> tuple[list[Line], Reasons]:
    """Give the lines, or why they may or can not be moved."""
    stock = work.program.flow.stocks[action.stock]
    rule = stock.moves.get((action.source or "", action.target or ""))
    if rule is not None and not (isinstance(action, Move) and action.consented):
        against = _not_by(work, action, rule)
        if against:
            return [], against
    listed = action.lines.of(scope, around)
    lines, reasons = read_lines(listed, stock, action.cause, placed=True)
    for line in lines:
        found = amounts(work, stock.id, line.item)
        if not is_there(found, _movement(line, action)):
            kind = action.source or ""
            has = total(found, kind, line.place)
            reasons += (shortage(stock, action.cause, line, kind, has),)
    return lines, reasons


def _not_by(work: Overlay, action: Move | AskedMove, rule: MoveRule) -> Reasons:
    """Give the reason that who acts may not; without a person it is the definition that acts."""
    if not rule.by or work.user is None or not set(rule.by).isdisjoint(work.user["roles"]):
        return GRANTED
    facts = {"what": rule.name, "roles": ", ".join(sorted(rule.by)), "user": work.user["id"]}
    return (why("OL721", action.cause, **facts),)


def _movement(line: Line, action: Move | AskedMove) -> Movement:
    return Movement(line.item, line.place, line.quantity, action.source, action.target)


def _title(work: Overlay, stock: Stock, action: AskedMove, lines: Sequence[Line]) -> str:
    """Say what is asked in no language: stock, name of the movement, goods."""
    language = work.program.flow.languages[0]
    name = title_text(stock.title, language) if stock.title else stock.id
    what = stock.moves[action.source, action.target].name
    goods = ", ".join(
        f"{each.item[:40]} × {each.quantity} ({each.place})" for each in lines[:_TOLD]
    )
    rest = f" … +{len(lines) - _TOLD}" if len(lines) > _TOLD else ""
    return f"{name} / {what}: {goods}{rest}"
