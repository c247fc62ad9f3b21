"""The table of all functions."""

from collections.abc import Mapping
from functools import cache

from orderloom.expression.functions import (
    calendars,
    lists,
    money,
    number,
    place,
    records,
    tables,
    text,
    time,
    wire,
)
from orderloom.expression.functions.model import Function


@cache
def functions() -> Mapping[str, Function]:
    """Give every function by name, in the order of the reference."""
    modules = (number, money, text, lists, time, place, records, tables, calendars, wire)
    return {entry.name: entry for module in modules for entry in module.FUNCTIONS}
