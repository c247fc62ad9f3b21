"""Records of a type as somebody sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderloom.app.application import Application
from orderloom.app.portrait import Portrait, portrait
from orderloom.app.viewing import looking_on
from orderloom.definition.select import Select
from orderloom.errors import OrderloomError
from orderloom.expression.trouble import TROUBLE, fault_of
from orderloom.flow.command import Actor
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.looking import looking
from orderloom.kernel.selection import choose

LISTED = 100
"""So many are listed unless a number is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Records in the order that was asked for; ``number`` are all that fit."""

    records: Sequence[Portrait]
    number: int


def listing(app: Application, select: Select, by: Actor | None) -> Listing:
    """List the records that somebody sees.

    What is asked for is held against what they see in the clear; anything else is missing.

    Args:
        app: The flow and its store.
        select: Which, in which order, how many at most.
        by: Who looks; None: whoever runs the flow.

    Raises:
        OrderloomError: They see none of the type, or the condition cannot be judged.
    """
    with looking_on(app, by) as eyes:
        if not eyes.sight.sees(select.record):
            raise OrderloomError("OL990", record=select.record)
        work = looking(app.program, eyes.view, app.clock.now())
        around = Surroundings(work.now, user=eyes.around.user)
        sight = None if by is None else eyes.sight
        try:
            ids = choose(work, select, None, around, "", sight=sight)
        except TROUBLE as trouble:
            fault = fault_of(trouble)
            raise OrderloomError(fault.code, **fault.facts) from trouble
        chosen = ids[: LISTED if select.take is None else select.take]
        found = (eyes.view.get(each) for each in chosen)
        records = [portrait(eyes, each) for each in found if each is not None]
    return Listing(records=records, number=len(ids))
