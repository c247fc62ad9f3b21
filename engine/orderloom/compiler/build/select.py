"""Selections: which records, seen from where."""

from dataclasses import replace

from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.keeping import THIS, event_of, results_seen
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import Sight, record_sight, record_type
from orderloom.definition.select import Order, Select
from orderloom.expression.scope import Name
from orderloom.expression.types import (
    ChildrenType,
    ListType,
    ObjectType,
    ReferenceType,
    Type,
)


def build_select(
    draft: Draft,
    node: Node | None,
    outside: Setting | None = None,
    *,
    around: Sight | None = None,
) -> Select | None:
    """Build a selection; None, with findings, when it is not known what is selected.

    Args:
        draft: Takes the findings.
        node: What was written.
        outside: Where the selection stands, so that its condition sees ``this`` and ``event``;
            None: there is no record outside.
        around: What is seen where a test asks, by names of its own; None: nothing.
    """
    if not isinstance(node, MapNode):
        return None
    record = draft.record(reading.scalar(node, "record"))
    if record is None:
        return None
    sight = examined_sight(draft, record, outside)
    if around is not None:
        own = sight.scope.names
        sight = sight.adding({n: s for n, s in around.scope.names.items() if n not in own})
    seed = node.get("seed")
    seen = Sight(scope=sight.scope) if outside is None else outside.sight
    return Select(
        place=node.place,
        record=record.id,
        where=condition(draft, node.get("where"), without_old(sight)),
        order_by=_orders(draft, node, record),
        take=_number(node, "take"),
        sample=_number(node, "sample"),
        seed=None if seed is None else build_value(draft, seed, seen, None),
    )


def examined_sight(draft: Draft, record: RecordOutline, outside: Setting | None) -> Sight:
    """Give what is seen of a selected record: its names, and those outside as ``this.x``.

    Results of earlier actions keep their names, unless the record has such a name itself.
    """
    event = ObjectType({}, open=True) if outside is None else event_of(outside)
    sight = record_sight(draft.outline, record, event)
    if outside is None:
        return sight
    own, around = sight.scope.names, outside.sight.scope.names
    kept = {name: around[name] for name in results_seen(outside) if name not in own}
    if outside.record.id:
        kept[THIS] = Name(type=record_type(outside.record), source=f"e.results.get({THIS!r})")
    seen = sight.adding(kept)
    return replace(seen, complete=sight.complete and outside.sight.complete)


def without_old(sight: Sight) -> Sight:
    """Take ``old`` away: a record that is looked at is not changed by the command."""
    names = {name: each for name, each in sight.scope.names.items() if name != "old"}
    elsewhere = dict(sight.scope.elsewhere) | {"old": "OL454"}
    return replace(sight, scope=replace(sight.scope, names=names, elsewhere=elsewhere))


def _number(node: MapNode, key: str) -> int | None:
    return None if reading.scalar(node, key) is None else reading.number(node, key, 0)


def _orders(draft: Draft, node: MapNode, record: RecordOutline) -> tuple[Order, ...]:
    built = (_order(draft, each, record) for each in reading.words(node, "order_by"))
    return tuple(order for order in built if order is not None)


def _order(draft: Draft, word: ScalarNode, record: RecordOutline) -> Order | None:
    """Build a sort key; what has no order is refused."""
    parts = record_type(record)
    written = word.text.removeprefix("-")
    name = (parts.aliases or {}).get(written, written)
    of = parts.fields.get(name)
    if of is None:
        if record.complete:
            places = {each: field.place for each, field in record.fields.items()}
            named = ScalarNode(written, word.place)
            draft.unknown("OL205", named, places, record=record.id)
        return None
    if not has_order(of):
        draft.findings.error("OL261", word.place, name=written, type=str(of))
        return None
    return Order(field=name, descending=word.text.startswith("-"))


def has_order(of: Type) -> bool:
    """Say whether values of a type come one before the other."""
    return not isinstance(of, ListType | ObjectType | ReferenceType | ChildrenType)
