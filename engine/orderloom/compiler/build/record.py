"""Record types: their fields with all values compiled."""

from dataclasses import replace

from orderloom.compiler.build.computed import computing_order
from orderloom.compiler.build.expressions import compile_at, conditions
from orderloom.compiler.build.record_values import field_places
from orderloom.compiler.build.values import build_entry
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import event_type
from orderloom.compiler.resolve.outline import Declaration, RecordOutline
from orderloom.compiler.resolve.scopes import Sight, record_sight
from orderloom.definition.record import Field, Reach, RecordType
from orderloom.expression.compiled import Compiled


def build_record(draft: Draft, declaration: Declaration) -> RecordType:
    """Build a record type; what has a finding is left out of it."""
    outline = draft.outline.records[declaration.id]
    root = declaration.root
    sight = record_sight(draft.outline, outline, replace(event_type(()), open=True))
    fields = _fields(draft, root, outline, sight)
    _check_names(draft, root, outline)
    version_field = reading.scalar(root, "version_field")
    if version_field is not None:
        _check_version_field(draft, version_field, outline)
    return RecordType(
        id=declaration.id,
        place=declaration.place,
        identity=outline.identity,
        fields=fields,
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
        version_field=None if version_field is None else version_field.text,
        contact=_contact(draft, root, sight),
        computed=computing_order(draft, fields),
        machines=tuple(machine.id for machine in outline.machines),
        state_fields={machine.field: machine.id for machine in outline.machines},
    )


def _fields(draft: Draft, root: MapNode, outline: RecordOutline, sight: Sight) -> dict[str, Field]:
    nodes = reading.submap(root, "fields")
    return {
        name: complete_field(draft, field, None if nodes is None else nodes.get(name), sight)
        for name, field in outline.fields.items()
    }


def complete_field(draft: Draft, field: Field, node: Node | None, sight: Sight) -> Field:
    """Add what only names in scope make clear: default, computing and the right to edit."""
    _check_shape(draft, field)
    if not isinstance(node, MapNode):
        return field
    draft.roles(reading.words(node, "edit"))
    compute = _compute(draft, field, node, sight)
    return replace(
        field,
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
    return compile_at(draft, found, sight.without_now("OL457"), expected=field.type)


def _check_shape(draft: Draft, field: Field) -> None:
    """Refuse a list's ``key`` that is none of its parts."""
    if field.key is not None and field.parts and field.key not in field.parts:
        draft.findings.unknown(
            "OL205", field.place, field.key, field_places(field.parts), record=field.name
        )
    for part in field.parts.values():
        _check_shape(draft, part)


def _check_names(draft: Draft, root: MapNode, outline: RecordOutline) -> None:
    """Refuse an identity of unknown fields, or of fields that cannot tell two records apart."""
    for name in reading.words(root, "identity"):
        field = outline.fields.get(name.text)
        if field is None:
            draft.unknown("OL205", name, field_places(outline.fields), record=outline.id)
        elif name.text in outline.computed or field.kind in ("list", "object"):
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


def _contact(draft: Draft, root: MapNode, sight: Sight) -> Reach | None:
    node = reading.submap(root, "contact")
    if node is None:
        return None
    return Reach(
        phone=build_entry(draft, node, "phone", sight, None),
        email=build_entry(draft, node, "email", sight, None),
        chat=build_entry(draft, node, "chat", sight, None),
        language=build_entry(draft, node, "language", sight, None),
    )
