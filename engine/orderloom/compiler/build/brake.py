"""Brakes: the flow's own, and those of definitions in its place."""

from orderloom.compiler.build.spans import some_span
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.brake import Brake
from orderloom.expression.literals import parse_percent

BRAKING = ("rule", "machine", "tree", "schedule", "playbook")
"""Kinds of definitions that act by themselves, or on many records."""


def build_brakes(draft: Draft, root: MapNode) -> dict[str, Brake]:
    """Give the brake of each definition (``kind/id``) that has one: its own, else the flow's."""
    common = _brake(draft, root)
    found: dict[str, Brake] = {}
    for kind in BRAKING:
        for declaration in draft.outline.sound(kind):
            if kind == "playbook" and not reading.flag(declaration.root, "bulk"):
                continue
            own = _brake(draft, declaration.root) or common
            if own is not None:
                found[declaration.name] = own
    return found


def _brake(draft: Draft, root: MapNode) -> Brake | None:
    node = reading.submap(root, "brake")
    within = None if node is None else some_span(draft, node, "within")
    if node is None or within is None:
        return None
    records = reading.scalar(node, "records")
    share = reading.scalar(node, "share")
    if records is None and share is None:
        draft.findings.error("OL177", root.keys["brake"].place)
        return None
    return Brake(
        within=within,
        records=None if records is None else int(records.text),
        share=None if share is None else parse_percent(share.text),
    )
