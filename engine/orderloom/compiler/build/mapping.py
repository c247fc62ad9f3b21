"""Inbound mappings: every target field with what it is made from."""

from dataclasses import replace
from typing import Literal

from orderloom.compiler.build.expressions import compile_at
from orderloom.compiler.build.item import build_item
from orderloom.compiler.build.mapping_setting import MappingSetting, state_field
from orderloom.compiler.build.record_values import field_places
from orderloom.compiler.build.source import build_source
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration, RecordOutline
from orderloom.definition.mapping import Item, Mapping, Path
from orderloom.definition.record import Field
from orderloom.diagnostics import Place
from orderloom.expression import types
from orderloom.expression.compiled import Compiled
from orderloom.expression.currencies import is_currency


def build_mapping(draft: Draft, declaration: Declaration) -> Mapping | None:
    """Build an inbound mapping; None when its record type or its source is unknown."""
    root = declaration.root
    record = draft.record(reading.scalar(root, "record"))
    read = reading.submap(root, "read")
    if record is None or read is None:
        return None
    setting = MappingSetting(
        draft=draft,
        record=record,
        source=build_source(draft, read),
        has_zone=_has_zone(draft, declaration),
        grouped="group_by" in root,
        currency=_own_currency(draft, root),
    )
    _check_identity(draft, declaration, record)
    items = _items(setting, root)
    return Mapping(
        id=declaration.id,
        record=record.id,
        place=declaration.place,
        read=setting.source,
        items=items,
        identity=record.identity,
        happened_at=_happened_at(setting, root),
        zone=reading.optional_text(root, "zone"),
        currency=_currency_path(setting, root),
        doubled=_doubled(root),
        when_absent=_when_absent(root),
        when_present=_when_present(root),
        skip=_skip(setting, root),
        rank=_rank(setting, root, items),
        group_by=_group_by(setting, root),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
        state_fields={
            machine.field: tuple(machine.states)
            for machine in record.machines
            if any(name == machine.field for name, _ in items)
        },
    )


def _has_zone(draft: Draft, declaration: Declaration) -> bool:
    """Say whether times without offset can be placed: by the mapping, or by its connections."""
    if reading.scalar(declaration.root, "zone") is not None:
        return True
    zones = [
        reading.scalar(connection.root, "zone")
        for connection in draft.outline.declarations["connection"].values()
        for _, stream in reading.entries(connection.root, "streams")
        if isinstance(stream, MapNode) and reading.text(stream, "mapping") == declaration.id
    ]
    return bool(zones) and None not in zones


def _own_currency(draft: Draft, root: MapNode) -> str:
    """Give the code that is written; the flow's for a path, or for nothing."""
    written = reading.text(root, "currency")
    return written if is_currency(written) else draft.outline.currency


def _currency_path(setting: MappingSetting, root: MapNode) -> Path | None:
    node = reading.scalar(root, "currency")
    return None if node is None or is_currency(node.text) else setting.path(node)


def _check_identity(draft: Draft, declaration: Declaration, record: RecordOutline) -> None:
    fields = reading.submap(declaration.root, "fields")
    lacking = [name for name in record.identity if fields is None or name not in fields]
    if lacking and record.complete:
        draft.findings.error(
            "OL426",
            declaration.root.keys["fields"].place,
            related=record.place,
            record=record.id,
            lacking=", ".join(f"'{name}'" for name in lacking),
        )


def _items(setting: MappingSetting, root: MapNode) -> tuple[tuple[str, Item], ...]:
    found: list[tuple[str, Item]] = []
    for key, node in reading.entries(root, "fields"):
        target = _target(setting.draft, setting.record, key)
        if target is None:
            continue
        item = build_item(setting, node, target)
        setting = setting.below(target)
        if item is not None:
            found.append((key.text, item))
    return tuple(found)


def _target(draft: Draft, record: RecordOutline, key: ScalarNode) -> Field | None:
    """Give the field that a mapping writes; a machine's field is observed."""
    name = key.text
    field = record.fields.get(name) or state_field(record, name)
    if name in record.computed and field is not None:
        draft.findings.error("OL410", key.place, related=field.place, name=name)
        return None
    if name in record.settled_names():
        draft.findings.error("OL407", key.place, name=name)
        return None
    if field is not None and field.kind == "reference":
        draft.findings.error("OL259", key.place, related=field.place, name=name)
        return None
    if field is None and record.complete:
        places = field_places(record.fields)
        places |= {machine.field: machine.place for machine in record.machines}
        draft.unknown("OL205", key, places, record=record.id)
    return field


def _happened_at(setting: MappingSetting, root: MapNode) -> Item | None:
    node = root.get("happened_at")
    if node is None:
        return None
    target = Field(name="happened_at", kind="time", type=types.TIME, place=Place("", 0))
    return build_item(setting, node, target)


def _skip(setting: MappingSetting, root: MapNode) -> Compiled | None:
    """Compile ``skip``, which is judged row by row, before any is joined or mapped."""
    node = reading.scalar(root, "skip")
    if node is None:
        return None
    row = replace(setting, grouped=False)
    return compile_at(setting.draft, node, row.sight, expected=types.BOOLEAN)


def _rank(
    setting: MappingSetting, root: MapNode, items: tuple[tuple[str, Item], ...]
) -> Compiled | None:
    """Compile ``rank``, which is judged item by item, when all fields are mapped."""
    node = reading.scalar(root, "rank")
    if node is None:
        return None
    mapped = tuple(item.target for _, item in items if item.target is not None)
    whole = replace(setting, above=mapped)
    return compile_at(setting.draft, node, whole.sight, expected=types.DECIMAL)


def _group_by(setting: MappingSetting, root: MapNode) -> tuple[str, ...]:
    paths = [setting.path(word) for word in reading.words(root, "group_by")]
    return tuple(path.text for path in paths if path is not None)


def _doubled(root: MapNode) -> Literal["refuse", "first", "second"]:
    match reading.text(root, "doubled"):
        case "first":
            return "first"
        case "second":
            return "second"
        case _:
            return "refuse"


def _when_absent(root: MapNode) -> Literal["create", "park", "refuse"]:
    match reading.text(root, "when_absent"):
        case "park":
            return "park"
        case "refuse":
            return "refuse"
        case _:
            return "create"


def _when_present(root: MapNode) -> Literal["update", "ignore", "refuse"]:
    match reading.text(root, "when_present"):
        case "ignore":
            return "ignore"
        case "refuse":
            return "refuse"
        case _:
            return "update"
