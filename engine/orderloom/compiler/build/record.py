"""Record types: their fields with all values compiled."""

from dataclasses import replace

from orderloom.compiler.build import links
from orderloom.compiler.build.computed import computing_order
from orderloom.compiler.build.expressions import compile_at, conditions
from orderloom.compiler.build.figure import Asker, build_figure
from orderloom.compiler.build.owning import build_owner
from orderloom.compiler.build.record_values import field_places
from orderloom.compiler.build.retain import build_retain
from orderloom.compiler.build.suggest import build_suggest
from orderloom.compiler.build.values import build_entry
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import event_type
from orderloom.compiler.resolve.outline import Declaration, RecordOutline
from orderloom.compiler.resolve.scopes import Sight, record_sight
from orderloom.definition.record import FILE, Field, Reach, RecordType
from orderloom.expression.compiled import Compiled
from orderloom.expression.kinds import fits

_UNFIT_FOR_IDENTITY = frozenset(("list", "object", "place", "file", "records", "serial"))


def build_record(draft: Draft, declaration: Declaration) -> RecordType:
    """Build a record type; what has a finding is left out of it."""
    outline = draft.outline.records[declaration.id]
    root = declaration.root
    sight = record_sight(draft.outline, outline, replace(event_type(()), open=True))
    roots = _roots(draft, declaration, outline)
    fields = _fields(draft, roots, outline, sight)
    _check_names(draft, root, outline)
    for name in reading.words(root, "version_field"):
        _check_version_field(draft, name, outline)
    hidden_index = links.hidden(draft, fields)
    kept = [build_retain(draft, each, outline) for each in roots if "retain" in each][:1]
    return RecordType(
        id=declaration.id,
        place=declaration.place,
        identity=outline.identity,
        fields=fields,
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
        version_field=_nearest_text(roots, "version_field"),
        contact=_contact(draft, roots, sight),
        retain=next((each for each in kept if each is not None), None),
        computed=computing_order(draft, fields),
        machines=tuple(machine.id for machine in outline.machines),
        state_fields={machine.field: machine.id for machine in outline.machines},
        memory=links.awaited(fields),
        hidden_memory=hidden_index & links.awaited(fields).keys(),
        indexed=(*links.indexed(fields), *(("record",) if CASE in outline.lineage else ())),
        hidden_index=hidden_index,
        lineage=outline.lineage,
        suggest=build_suggest(draft, root, outline, sight),
    )


def _roots(draft: Draft, declaration: Declaration, outline: RecordOutline) -> tuple[MapNode, ...]:
    """Give the trees of the record type and of all that it extends, nearest first."""
    declared = draft.outline.declarations["record"]
    return (declaration.root, *(declared[n].root for n in outline.lineage if n in declared))


def _nearest_text(roots: tuple[MapNode, ...], key: str) -> str | None:
    return next((root_text for root in roots if (root_text := reading.text(root, key))), None)


def _fields(
    draft: Draft, roots: tuple[MapNode, ...], outline: RecordOutline, sight: Sight
) -> dict[str, Field]:
    nodes = {key.text: node for root in roots for key, node in reading.entries(root, "fields")}
    found: dict[str, Field] = {}
    for name, field in outline.fields.items():
        node = nodes.get(name)
        tied = links.build_link(draft, outline, field, node, sight)
        done = _completed(draft, tied, node, sight)
        found[name] = _figure(draft, outline.id, done, node, sight)
    return found


def complete_field(draft: Draft, field: Field, node: Node | None, sight: Sight) -> Field:
    """Add to an input what only names in scope make clear."""
    links.check_outside_record(draft, field)
    _check_no_file(draft, field)
    return _completed(draft, field, node, sight)


def _completed(draft: Draft, field: Field, node: Node | None, sight: Sight) -> Field:
    """Add default, computing and the right to edit."""
    _check_shape(draft, field)
    if not isinstance(node, MapNode):
        return field
    draft.roles(reading.words(node, "edit"))
    compute = _compute(draft, field, node, sight)
    return replace(
        build_owner(draft, field, node),
        default=build_entry(draft, node, "default", sight, field),
        compute=compute,
        edit_when=conditions(draft, node.get("edit_when"), sight),
    )


def _compute(draft: Draft, field: Field, node: MapNode, sight: Sight) -> Compiled | None:
    found = reading.scalar(node, "compute")
    if found is None:
        return None
    for key in ("default", "edit", "edit_when", "required"):
        if key in node:
            draft.findings.error("OL420", node.keys[key].place, name=field.name, key=key)
    seen = sight.without_measured().without_now("OL457")
    return compile_at(draft, found, seen, expected=field.type)


def _figure(draft: Draft, record: str, field: Field, node: Node | None, sight: Sight) -> Field:
    """Add the figure that a field is; what would write it is refused."""
    if not isinstance(node, MapNode) or not field.measured:
        return field
    for key in ("compute", "default", "edit", "edit_when", "required", "unique", "owner"):
        if key in node:
            draft.findings.error("OL420", node.keys[key].place, name=field.name, key=key)
    name = f"record/{record}.fields.{field.name}"
    asker = Asker(draft=draft, name=name, sight=sight.without_measured())
    figure = build_figure(asker, node.get("figure"))
    if figure is not None and not fits(figure.type, field.type):
        place = node.keys["figure"].place
        draft.findings.error(
            "OL166", place, name=field.name, type=field.kind, found=str(figure.type)
        )
    return replace(field, figure=figure)


def _check_shape(draft: Draft, field: Field) -> None:
    """Refuse a list's ``key`` that is none of its parts."""
    if field.key is not None and field.parts and field.key not in field.parts:
        draft.findings.unknown(
            "OL205", field.place, field.key, field_places(field.parts), record=field.name
        )
    inner = () if field.item is None else (field.item,)
    for part in (*field.parts.values(), *inner):
        links.check_outside_record(draft, part)
        _check_shape(draft, part)


def _check_no_file(draft: Draft, field: Field) -> None:
    """Refuse a file as an input: it is attached to a record, which must be there."""
    if FILE in (field.kind, field.item and field.item.kind):
        draft.findings.error("OL250", field.place, name=field.name, what=FILE)


def _check_names(draft: Draft, root: MapNode, outline: RecordOutline) -> None:
    """Refuse an identity of unknown fields, or of fields that cannot tell two records apart."""
    for name in reading.words(root, "identity"):
        field = outline.fields.get(name.text)
        if field is None:
            draft.unknown("OL205", name, field_places(outline.fields), record=outline.id)
        elif name.text in outline.computed or field.kind in _UNFIT_FOR_IDENTITY:
            draft.findings.error(
                "OL422", name.place, related=field.place, name=name.text, type=field.kind
            )


def _check_version_field(draft: Draft, name: ScalarNode, outline: RecordOutline) -> None:
    field = outline.fields.get(name.text)
    if field is None:
        draft.unknown("OL205", name, field_places(outline.fields), record=outline.id)
    elif field.kind not in ("time", "integer", "decimal", "text"):
        draft.findings.error(
            "OL423", name.place, related=field.place, name=name.text, type=field.kind
        )


def _contact(draft: Draft, roots: tuple[MapNode, ...], sight: Sight) -> Reach | None:
    found = (reading.submap(root, "contact") for root in roots)
    node = next((each for each in found if each is not None), None)
    if node is None:
        return None
    return Reach(
        phone=build_entry(draft, node, "phone", sight, None),
        email=build_entry(draft, node, "email", sight, None),
        chat=build_entry(draft, node, "chat", sight, None),
        language=build_entry(draft, node, "language", sight, None),
    )
