"""``retain``: how long records are kept, counted from a state or from the last change."""

from orderloom.compiler.build.spans import some_span
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.definition.record import Retain
from orderloom.expression.scope import ENTERED


def build_retain(draft: Draft, root: MapNode, record: RecordOutline) -> Retain | None:
    """Build ``retain``; None without it, or with a finding."""
    node = reading.submap(root, "retain")
    span = None if node is None else some_span(draft, node, "for")
    if node is None or span is None:
        return None
    is_erasing = reading.text(node, "then") == "erase"
    after = reading.scalar(node, "after")
    if after is None:
        return Retain(span=span, erases=is_erasing, place=node.place)
    having = [machine for machine in record.machines if after.text in machine.states]
    if not having:
        states = {name: place for each in record.machines for name, place in each.states.items()}
        draft.unknown("OL203", after, states, of=record.id)
        return None
    field = having[0].field
    draft.entered.add(f"{ENTERED}{field}.{after.text}")
    return Retain(span=span, erases=is_erasing, place=node.place, field=field, state=after.text)
