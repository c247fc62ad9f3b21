"""Putting goods where a test wants them: no event happens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from orderloom.diagnostics import Cause
from orderloom.flow.command import Announce, Origin
from orderloom.flow.decision import Decision
from orderloom.flow.record import identity_key
from orderloom.kernel.actions.table import act
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import Program
from orderloom.kernel.stocks.lines import read_lines
from orderloom.kernel.stocks.shelves import Movement, Mover, carry
from orderloom.names import RecordId
from orderloom.ports import View

COMMAND = "given"


class Goods(NamedTuple):
    """What is to be there: ``line`` as an action would have it."""

    stock: str
    kind: str
    line: Mapping[str, Any]


def store(program: Program, view: View, now: datetime, goods: Goods) -> Decision:
    """Decide to put goods there.

    Returns:
        The decision; refused when the line makes no sense.
    """
    stock = program.flow.stocks[goods.stock]
    cause = Cause(definition=f"stock/{stock.id}", path="", place=stock.place)
    lines, reasons = read_lines([goods.line], stock, cause, placed=True)
    origin = Origin(identity_key(("given", stock.id, *(line.item for line in lines))))
    work = Overlay(program, view, Announce(origin, now, COMMAND, {}), COMMAND, act)
    nobody = Draft(program.no_record, RecordId(""), "", None)
    mover = Mover(work, nobody, stock, cause)
    for line in lines:
        movement = Movement(line.item, line.place, line.quantity, None, goods.kind)
        carry(mover, movement, "given")
    return Decision(
        command=COMMAND,
        origin=origin,
        now=now,
        outcome="refused" if reasons else "applied",
        record="",
        reasons=reasons,
        changes=[] if reasons else work.changes(),
        effects=[] if reasons else work.effects,
    )
