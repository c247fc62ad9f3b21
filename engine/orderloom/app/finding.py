"""Finding a record by what a person types."""

from itertools import filterfalse

from orderloom.app.application import Application
from orderloom.definition.record import is_own
from orderloom.errors import OrderloomError
from orderloom.flow.record import Record


def find_record(app: Application, text: str) -> Record:
    """Find a record by its id, by ``type/identity``, its identity alone, or a unique field.

    So the number that any system gave it leads to it, wherever such a number is kept.

    Raises:
        OrderloomError: Nothing or more than one record goes by that text.
    """
    with app.stores.reader() as reader:
        if (record := reader.get(text)) is not None:
            return record
        found: dict[str, Record] = {}
        for record_type in filterfalse(is_own, app.flow.records):
            for key in (text, text.removeprefix(f"{record_type}/")):
                if (record := reader.find(record_type, key)) is not None:
                    found[record.id] = record
        for shape in app.flow.records.values() if not found else ():
            key = text.removeprefix(f"{shape.id}/")
            for name in shape.unique:
                found |= {each.id: each for each in reader.linked(shape.id, name, key)}
        if len(found) == 1:
            return found.popitem()[1]
        if not found:
            raise OrderloomError("OL649", record=text)
        names = ", ".join(sorted(f"{record.type}/{record.key}" for record in found.values()))
        raise OrderloomError("OL650", record=text, names=names)
