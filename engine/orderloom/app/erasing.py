"""Erasing a record's personal data by hand."""

from orderloom.app.acting import origin_of
from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.errors import OrderloomError, RevisionConflict
from orderloom.flow.command import Actor, Erase
from orderloom.flow.effect import FieldChanged
from orderloom.kernel.interpreter import decide
from orderloom.ports import Erased

MOST_TRIES = 5


def erase(app: Application, record: str, by: Actor) -> tuple[str, Erased]:
    """Destroy what is sensitive of a record; give its id, and what was taken.

    Raises:
        OrderloomError: There is no such record, or a message that holds it is not worked to the
            end.
        RevisionConflict: It changed at every try.
    """
    record_id = find_record(app, record).id
    origin = origin_of(app, by, "erase", record_id)
    for _ in range(MOST_TRIES - 1):
        try:
            return record_id, _erase(app, Erase(origin, app.clock.now(), record_id))
        except RevisionConflict:
            continue
    return record_id, _erase(app, Erase(origin, app.clock.now(), record_id))


def _erase(app: Application, command: Erase) -> Erased:
    with app.live_desk().picture() as picture:
        decision = decide(app.program, picture, command)
    if decision.outcome == "refused":
        raise OrderloomError("OL649", record=command.record_id)
    messages = app.stores.erase(decision)
    told = [each for each in decision.effects if isinstance(each, FieldChanged)]
    fields = tuple(each.field for each in told if each.record_id == command.record_id)
    return Erased(fields=fields, messages=tuple(messages))
