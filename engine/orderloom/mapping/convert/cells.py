"""Cells of a spreadsheet, which holds numbers and dates as such whatever its columns mean.

The reader gives whole numbers as int, other numbers as Decimal, dates as the text ``yyyy-MM-dd``
with ``HH:mm:ss`` after it where there is a time.
"""

import re
from decimal import Decimal

from orderloom.definition.mapping import Item
from orderloom.mapping.convert.words import Convert
from orderloom.mapping.unfit import Unfit

MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; further ones are lost before we see it."""

ERROR = "#ERROR!"
"""What the reader gives for a cell that shows an error, whichever it is."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)?")
_DAY = len("yyyy-MM-dd")


def as_it_is(value: object) -> object:
    """Convert nothing: for what only needs a cell's own checks."""
    return value


def of_cell(item: Item, convert: Convert, dated: Convert) -> Convert:
    """Give the conversion of a cell's value.

    Args:
        item: What the cell is for.
        convert: Takes what people typed.
        dated: The same without the item's format: takes what the spreadsheet holds as a date,
            which does not look as its people see it.
    """
    is_time, is_day = item.kind == "time", item.kind == "date"

    def read_cell(value: object) -> object:
        if isinstance(value, int | Decimal) and abs(value) >= 10**MOST_DIGITS:
            raise Unfit("OL562", digits=str(MOST_DIGITS))
        if type(value) is not str:
            return convert(value)
        if value == ERROR:
            raise Unfit("OL563")
        if (is_time or is_day) and _DATE.fullmatch(value):
            return dated(value[:_DAY] if is_day else f"{value} 00:00:00"[: max(len(value), 19)])
        return convert(value)

    return read_cell
