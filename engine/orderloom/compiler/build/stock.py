"""Stocks: where their goods lie, and what these may be there."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.stocks import kinds_of
from orderloom.definition.stock import RESERVED, MoveRule, Stock
from orderloom.definition.table import Table
from orderloom.expression.literals import parse_percent

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
        shares=_shares(draft, root),
        moves=MappingProxyType(dict(_moves(draft, root))),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _shares(draft: Draft, root: MapNode) -> Mapping[str, Decimal] | None:
    allot = reading.submap(root, "allot")
    if allot is None:
        return None
    found: dict[str, Decimal] = {}
    for name, said in reading.entries(allot, "shares"):
        share = parse_percent(said.text) if isinstance(said, ScalarNode) else None
        if share is not None:
            found[name.text] = share
    together = sum(found.values(), start=Decimal(0))
    if together > 1:
        shares = allot.keys["shares"]
        draft.findings.error("OL789", shares.place, found=f"{(together * 100).normalize():f}%")
    return MappingProxyType(found)


def check_kinds(draft: Draft, stock: MapNode, node: MapNode) -> None:
    """Report kinds that a movement leads from or to and cannot."""
    places = dict.fromkeys(kinds_of(stock), stock.place)
    for key in ("from", "to"):
        kind = reading.scalar(node, key)
        if kind is None:
            continue
        if kind.text not in places:
            draft.unknown("OL735", kind, places, stock=reading.text(stock, "id"))
        if key == "to" and kind.text == RESERVED:
            draft.findings.error("OL748", kind.place)


def _moves(draft: Draft, root: MapNode) -> Iterator[tuple[tuple[str, str], MoveRule]]:
    seen: dict[tuple[str, str], ScalarNode] = {}
    for name, said in reading.entries(root, "moves"):
        if not isinstance(said, MapNode):
            continue
        check_kinds(draft, root, said)
        between = (reading.text(said, "from"), reading.text(said, "to"))
        other = seen.setdefault(between, name)
        if other is not name:
            facts = {"name": name.text, "other": other.text}
            draft.findings.error("OL749", name.place, related=other.place, **facts)
        by, ask = (draft.roles(reading.words(said, key)) for key in ("by", "ask"))
        rule = MoveRule(name=name.text, source=between[0], target=between[1], by=by, ask=ask)
        yield between, rule


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
