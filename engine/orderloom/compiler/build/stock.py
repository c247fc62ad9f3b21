"""Stocks: where their goods lie, and what these may be there."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.stocks import kinds_of
from orderloom.definition.stock import Stock
from orderloom.definition.table import Table

PLACE_ID = "id"
"""The column that names a place."""


def build_stock(draft: Draft, declaration: Declaration) -> Stock | None:
    """Build a stock; None when it is not known where its goods lie."""
    root = declaration.root
    places = _places(draft, root)
    if places is None:
        return None
    safety = reading.optional_text(root, "safety")
    return Stock(
        id=declaration.id,
        place=declaration.place,
        item=reading.text(root, "item"),
        places=MappingProxyType(places),
        kinds=kinds_of(root),
        safety=None if safety is None else Decimal(safety),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def table_of(draft: Draft, root: MapNode) -> Table | None:
    """Give the table of a stock's places, when there is one without findings."""
    return draft.outline.tables.tables.get(reading.text(root, "places"))


def _places(draft: Draft, root: MapNode) -> dict[str, Mapping[str, Any]] | None:
    named = reading.scalar(root, "places")
    if named is None or not draft.one_of("table", "OL779", named):
        return None
    table = table_of(draft, root)
    if table is None:
        return None
    column = table.columns.get(PLACE_ID)
    ids = [str(row.cells.get(PLACE_ID, "")) for row in table.rows]
    if column is None or column.match is not None or "" in ids or len(set(ids)) < len(ids):
        draft.findings.error("OL736", named.place, related=table.place, table=table.id)
        return None
    return dict(zip(ids, (row.cells for row in table.rows), strict=True))
