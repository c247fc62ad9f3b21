"""Do the rows of a table fit together: none twice where one is wanted, and none missing?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from orderloom.compiler.checks.table_gaps import gaps
from orderloom.compiler.checks.table_overlaps import overlaps
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow
from orderloom.definition.table import Row, Table
from orderloom.expression.conditions import Band, Condition, OneOf
from orderloom.expression.literals import format_duration, format_time

_MOST_OVERLAPS = 20
_MOST_GAPS = 3


def check_tables(draft: Draft, flow: Flow) -> None:
    """Refuse rows of ``unique`` tables that can fit together, and warn of values that none fits."""
    for table in flow.tables.values():
        if table.hit == "unique":
            _check_overlaps(draft, table)
        if table.hit != "all" and table.otherwise is None:
            _check_gaps(draft, table)


def _check_overlaps(draft: Draft, table: Table) -> None:
    for place, before in islice(overlaps(table), _MOST_OVERLAPS):
        row, other = table.rows[place], table.rows[before]
        facts = {"row": str(before + 1), "example": _said(_shared(table, row, other))}
        draft.findings.error("OL295", row.place, related=other.place, **facts)


def _check_gaps(draft: Draft, table: Table) -> None:
    for spot in islice(gaps(table), _MOST_GAPS):
        draft.findings.warn("OL294", table.place, example=_said(spot))


def _shared(table: Table, row: Row, other: Row) -> Mapping[str, Condition]:
    """Give what fits both rows, column by column; what neither asks for is left out."""
    found: dict[str, Condition] = {}
    for name, column in table.columns.items():
        asked = [each.cells[name] for each in (row, other) if name in each.cells]
        if column.match is not None and asked:
            found[name] = _both(asked[0], asked[-1])
    return found


def _both(one: Condition, two: Condition) -> Condition:
    if isinstance(one, Band) and isinstance(two, Band):
        lows = [each.low for each in (one, two) if each.low is not None]
        highs = [each.high for each in (one, two) if each.high is not None]
        return Band(max(lows, default=None), min(highs, default=None))
    if isinstance(one, OneOf) and isinstance(two, OneOf):
        return OneOf(tuple(each for each in one.values if each in two.values))
    return one


def _said(spot: Mapping[str, Condition]) -> str:
    """Write a combination of conditions as cells are written; of no conditions, ``-``."""
    return ", ".join(f"{name} {_cell(each)}" for name, each in spot.items()) or "-"


def _cell(condition: Condition) -> str:
    match condition:
        case Band(low=low, high=high):
            return f"{'' if low is None else _text(low)}..{'' if high is None else _text(high)}"
        case OneOf(values=values):
            return " | ".join(_text(each) for each in values[:3])
        case part:
            return f"'{part.part}'"


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return format_time(value)
        case timedelta():
            return format_duration(value)
        case _:
            return str(value)
