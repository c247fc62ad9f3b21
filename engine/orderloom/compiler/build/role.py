"""Roles: whom each includes, and what it sees."""

from types import MappingProxyType

from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.record_values import field_places
from orderloom.compiler.build.select import without_old
from orderloom.compiler.node import MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import event_type
from orderloom.compiler.resolve.outline import Declaration, RecordOutline
from orderloom.compiler.resolve.scopes import record_sight
from orderloom.definition.role import Manner, Role, See
from orderloom.diagnostics import Place

ALL = "all"
_MANNERS: dict[str, Manner] = {"mask": "mask", "clear": "clear", "hide": "hide"}


def build_role(draft: Draft, declaration: Declaration) -> Role:
    """Build a role with all roles it includes, itself among them."""
    see = _see(draft, declaration)
    draft.roles(reading.words(declaration.root, "includes"))
    return Role(
        id=declaration.id,
        place=declaration.place,
        includes=_included(draft, declaration),
        see=MappingProxyType(see),
        title=reading.title(declaration.root, "title", draft.outline.language),
        note=reading.optional_text(declaration.root, "note"),
    )


def _included(draft: Draft, declaration: Declaration) -> frozenset[str]:
    """Follow ``includes``; a way back to the role itself is a finding."""
    roles = draft.outline.declarations["role"]
    found = {declaration.id}
    waiting: list[tuple[str, ...]] = [
        (declaration.id, name) for name in reading.texts(declaration.root, "includes")
    ]
    while waiting:
        *path, name = waiting.pop()
        if name == declaration.id:
            _report_cycle(draft, path)
        elif name not in found and name in roles:
            found.add(name)
            inner = reading.texts(roles[name].root, "includes")
            waiting.extend((*path, name, each) for each in inner)
    return frozenset(found)


def _report_cycle(draft: Draft, path: list[str]) -> None:
    """Report roles that include each other, once: at the one declared first."""
    roles = draft.outline.declarations["role"]
    first = next(name for name in roles if name in path)
    if first == path[0]:
        cycle = " → ".join((*path, first))
        draft.findings.error("OL412", roles[first].place, cycle=cycle, name=first)


def _see(draft: Draft, declaration: Declaration) -> dict[str, See]:
    """Build what is seen of each record type; where nothing is said of it, all is."""
    found = {}
    for key, node in reading.entries(declaration.root, "see"):
        record = draft.record(key)
        if record is not None:
            found[record.id] = _see_of(draft, key.place, node, record)
    return found


def _see_of(draft: Draft, place: Place, node: Node, record: RecordOutline) -> See:
    if not isinstance(node, MapNode):
        return See(record=record.id, place=place)
    sight = record_sight(draft.outline, record, event_type(()))
    return See(
        record=record.id,
        place=place,
        fields=_fields(draft, node, record),
        where=condition(draft, node.get("where"), without_old(sight)),
        sensitive=_MANNERS.get(reading.text(node, "sensitive"), "mask"),
    )


def _fields(draft: Draft, node: MapNode, record: RecordOutline) -> frozenset[str] | None:
    """Give the names of the fields that are seen, None for all."""
    written = reading.words(node, "fields")
    if reading.is_empty(node.get("fields")) or any(name.text == ALL for name in written):
        return None
    places = field_places(record.fields)
    known = {*places, *record.state_fields(), *record.settled_names()}
    for name in written:
        if name.text not in known and record.complete:
            draft.unknown("OL205", name, places, record=record.id)
    return frozenset(name.text for name in written)
