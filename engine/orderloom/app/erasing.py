"""Erasing a record's personal data by hand."""

from orderloom.app.acting import origin_of
from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.errors import RevisionConflict
from orderloom.flow.command import Actor
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
            return record_id, app.stores.erase(record_id, origin, app.clock.now())
        except RevisionConflict:
            continue
    return record_id, app.stores.erase(record_id, origin, app.clock.now())
