"""Finding a record by what a person types."""

from collections.abc import Iterator
from itertools import filterfalse

from orderloom.app.application import Application
from orderloom.app.viewing import Eyes, looking_on
from orderloom.definition.record import is_own
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor
from orderloom.flow.record import Record


def find_record(app: Application, text: str, by: Actor | None = None) -> Record:
    """Find a record by its id, by ``type/identity``, its identity alone, or a unique field.

    So the number that any system gave it leads to it, wherever such a number is kept.

    Args:
        app: The flow and its store.
        text: What was typed.
        by: Who looks: what they do not see is not there. None: whoever runs the flow.

    Raises:
        OrderloomError: Nothing or more than one record goes by that text.
    """
    with looking_on(app, by) as eyes:
        record = eyes.view.get(text)
        if record is not None and eyes.glimpse(record) is not None:
            return record
        found = {each.id: each for each in _by_identity(app, eyes, text)}
        found = found or {each.id: each for each in _by_number(app, eyes, text)}
        if len(found) == 1:
            return found.popitem()[1]
        if not found:
            raise OrderloomError("OL649", record=text)
        names = ", ".join(sorted(eyes.name(record) for record in found.values()))
        raise OrderloomError("OL650", record=text, names=names)


def _by_identity(app: Application, eyes: Eyes, text: str) -> Iterator[Record]:
    for record_type in filterfalse(is_own, app.flow.records):
        for key in dict.fromkeys((text, text.removeprefix(f"{record_type}/"))):
            record = eyes.view.find(record_type, key)
            if record is not None and eyes.sees(record, app.flow.records[record_type].identity):
                yield record


def _by_number(app: Application, eyes: Eyes, text: str) -> Iterator[Record]:
    for shape in app.flow.records.values():
        key = text.removeprefix(f"{shape.id}/")
        for name in shape.unique:
            linked = eyes.view.linked(shape.id, name, key)
            yield from (each for each in linked if eyes.sees(each, (name,)))
