"""Fields whose value a connected system decides: who that is, and who may not decide besides."""

from dataclasses import replace

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.record import Field
from orderloom.diagnostics import Place

_OWN_WISHES = ("compute", "edit", "edit_when", "match")


def build_owner(draft: Draft, field: Field, node: MapNode) -> Field:
    """Add the connections whose word stands; what else would write the field is a finding."""
    named = reading.scalar(node, "owner")
    if named is None:
        return field
    declared = draft.outline.declarations.get("connection", {})
    groups = {name: reading.text(each.root, "group") for name, each in declared.items()}
    owners = tuple(sorted(name for name in groups if named.text in (name, groups[name])))
    if not owners:
        places = draft.outline.places("connection")
        known = dict.fromkeys((group for group in groups.values() if group), Place("", 0))
        draft.unknown("OL900", named, known | places, field=field.name)
    for key in _OWN_WISHES:
        if key in node:
            place = node.keys[key].place
            draft.findings.error("OL901", place, name=field.name, owner=named.text, key=key)
    return replace(field, owners=owners)
