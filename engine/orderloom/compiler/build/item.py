"""Items of a mapping: what one target field is made from."""

from dataclasses import replace
from typing import Literal

from orderloom.compiler.build.formats import carries_offset, check_format
from orderloom.compiler.build.literals import TEXTS, Unreadable, read_literal
from orderloom.compiler.build.mapping_setting import MappingSetting
from orderloom.compiler.build.values import build_value, is_expression
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.definition.common import Value
from orderloom.definition.mapping import Item, Path
from orderloom.definition.record import Field

REFUSE = "refuse"


def build_item(setting: MappingSetting, node: Node, target: Field) -> Item | None:
    """Build what ``target`` is made from; None when nothing understood says it."""
    if isinstance(node, ScalarNode):
        path = _from(setting, node)
        if path is None:
            return None
        return _finish(setting, Item(target=target, kind=target.kind, place=node.place, path=path))
    if not isinstance(node, MapNode):
        return None
    if "fields" in node or "each" in node:
        return _build_parts(setting, node, target)
    return _build_scalar(setting, node, target)


def _from(setting: MappingSetting, node: ScalarNode) -> Path | None:
    if is_expression(node):
        setting.draft.findings.error("OL435", node.place, value=node.text)
        return None
    return setting.path(node)


def _build_scalar(setting: MappingSetting, node: MapNode, target: Field) -> Item | None:
    path, value = _origin(setting, node, target)
    if path is None and value is None:
        return None
    words = _words(setting, node, target)
    otherwise = _otherwise(setting, node, target)
    refuses = reading.text(node, "else") == REFUSE
    item = Item(
        target=target,
        kind=_kind(setting, node, target),
        place=node.place,
        path=path,
        value=value,
        format=reading.optional_text(node, "format"),
        zone=reading.optional_text(node, "zone"),
        words=words,
        refuse_others=refuses,
        otherwise=otherwise,
        has_otherwise="else" in node and not refuses,
        on_null=_on_null(node),
    )
    return _finish(setting, item)


def _origin(
    setting: MappingSetting, node: MapNode, target: Field
) -> tuple[Path | None, Value | None]:
    """Give the path or the value, whichever is written."""
    origin, value = reading.scalar(node, "from"), node.get("value")
    if origin is not None:
        return _from(setting, origin), None
    if value is None:
        return None, None
    return None, build_value(setting.draft, value, setting.sight, target)


def _kind(setting: MappingSetting, node: MapNode, target: Field) -> str:
    """Give the type read: ``as`` where it can be written into the target, else the target's."""
    kind = reading.scalar(node, "as")
    if kind is None:
        return target.kind
    texts = TEXTS | {"choice"}
    fits = (
        kind.text == target.kind
        or (kind.text in texts and target.kind in texts)
        or (kind.text, target.kind) == ("integer", "decimal")
    )
    if not fits:
        setting.draft.findings.error(
            "OL436", kind.place, related=target.place, name=target.name, type=target.kind,
            read=kind.text,
        )  # fmt: skip
    return kind.text


def _words(setting: MappingSetting, node: MapNode, target: Field) -> dict[str, object] | None:
    table = reading.submap(node, "table")
    if table is None:
        return None
    read = {
        key.text: read_literal(setting.draft, value, target) for key, value in reading.pairs(table)
    }
    return {word: value for word, value in read.items() if not isinstance(value, Unreadable)}


def _otherwise(setting: MappingSetting, node: MapNode, target: Field) -> object:
    found = node.get("else")
    if found is None or reading.text(node, "else") == REFUSE:
        return None
    value = read_literal(setting.draft, found, target)
    return None if isinstance(value, Unreadable) else value


def _on_null(node: MapNode) -> Literal["clear", "keep", "refuse"]:
    match reading.text(node, "null"):
        case "keep":
            return "keep"
        case "refuse":
            return "refuse"
        case _:
            return "clear"


def _build_parts(setting: MappingSetting, node: MapNode, target: Field) -> Item | None:
    """Build a list from rows, or an object from its parts."""
    if target.kind not in ("list", "object", "place"):
        setting.draft.findings.error(
            "OL438", node.place, related=target.place, name=target.name, type=target.kind
        )
        return None
    path, value = _rows(setting, node)
    return Item(
        target=target,
        kind=target.kind,
        place=node.place,
        each_path=path,
        each_value=value,
        parts=_parts(setting, node, target),
        on_null=_on_null(node),
    )


def _rows(setting: MappingSetting, node: MapNode) -> tuple[Path | None, Value | None]:
    each = reading.scalar(node, "each")
    if each is None:
        return None, None
    if is_expression(each):
        return None, build_value(setting.draft, each, setting.sight, None)
    return setting.path(each, rows=True), None


def _parts(setting: MappingSetting, node: MapNode, target: Field) -> tuple[tuple[str, Item], ...]:
    found: list[tuple[str, Item]] = []
    for key, value in reading.entries(node, "fields"):
        part = target.parts.get(key.text)
        if part is None:
            places = {name: each.place for name, each in target.parts.items()}
            setting.draft.unknown("OL205", key, places, record=target.name)
            continue
        item = build_item(setting, value, part)
        setting = setting.below(part)
        if item is not None:
            found.append((key.text, item))
    return tuple(found)


def _finish(setting: MappingSetting, item: Item) -> Item:
    """Settle the currency of money, and refuse formats and times that nobody could read."""
    target = item.target
    if target is None:
        return item
    check_format(setting.draft, item)
    zoned = item.zone is not None or setting.has_zone or carries_offset(item.format)
    if item.path is not None and not zoned and (item.kind == "time" or _holds_time(target)):
        setting.draft.findings.error("OL431", item.place, name=target.name)
    if item.kind != "money":
        return item
    return replace(item, currency=target.currency or setting.currency)


def _holds_time(target: Field) -> bool:
    """Say whether a list or an object, taken over whole, has times in it."""
    inner = (*target.parts.values(), *(() if target.item is None else (target.item,)))
    return any(part.kind == "time" or _holds_time(part) for part in inner)
