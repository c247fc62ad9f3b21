"""Goods that a test wants to be there."""

from orderloom.compiler.build.play_setting import PlaySetting
from orderloom.compiler.build.stock_verbs import PLACE, QUANTITY
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.stocks import kinds_of
from orderloom.definition.stock import AVAILABLE
from orderloom.definition.test import GivenStock


def build_given_stock(setting: PlaySetting, node: MapNode) -> GivenStock | None:
    """Build goods that are there; None, with findings, when it is not known of which stock."""
    draft = setting.draft
    named = reading.scalar(node, "stock")
    if named is None or not draft.one_of("stock", "OL734", named):
        return None
    stock = draft.outline.declarations["stock"][named.text]
    kind = reading.scalar(node, "kind")
    kinds = dict.fromkeys(kinds_of(stock.root), stock.place)
    if kind is not None and kind.text not in kinds:
        draft.unknown("OL735", kind, kinds, stock=stock.id)
    item = reading.text(stock.root, "item")
    if item not in node:
        draft.findings.error("OL738", node.place, name=item)
    known = dict.fromkeys(("stock", "kind", item, PLACE, QUANTITY), stock.place)
    for key, _ in reading.pairs(node):
        if key.text not in known:
            draft.findings.unknown("OL205", key.place, key.text, known, record=stock.id)
    values = [
        (name, build_value(draft, node.entries[name], setting.sight(), None))
        for name in (item, PLACE, QUANTITY)
        if name in node
    ]
    return GivenStock(
        place=node.place,
        stock=stock.id,
        kind=AVAILABLE if kind is None else kind.text,
        values=tuple((name, value) for name, value in values if value is not None),
    )
