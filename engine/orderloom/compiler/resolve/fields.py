"""Fields: from their tree to their type."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.definition.record import Field
from orderloom.expression import types
from orderloom.expression.types import (
    ChildrenType,
    ChoiceType,
    ListType,
    MoneyType,
    ObjectType,
    ReferenceType,
    Type,
)

Shapes: TypeAlias = Mapping[str, ObjectType]
"""Record type to its parts; still empty while fields are read."""


def read_fields(
    node: MapNode | None, language: str, shapes: Shapes = MappingProxyType({})
) -> dict[str, Field]:
    """Give the fields of a map of Field by name, without their values.

    ``default``, ``compute``, ``match``, ``edit_when`` need names in scope and come with the build.
    """
    if node is None:
        return {}
    return {
        name: read_field(node.keys[name], value, language, shapes)
        for name, value in node.entries.items()
    }


def read_field(key: ScalarNode, node: Node, language: str, shapes: Shapes) -> Field:
    """Give one field from its short form (a type) or its map; ``key`` is its name."""
    if isinstance(node, ScalarNode):
        return Field(
            name=key.text,
            kind=node.text,
            type=_type(node.text, (), _own_parts(key, node.text), None, None),
            place=key.place,
            parts=MappingProxyType(_own_parts(key, node.text)),
        )
    if not isinstance(node, MapNode):
        return Field(name=key.text, kind="text", type=types.ANY, place=key.place)
    return _read_map(key, node, language, shapes)


def _read_map(key: ScalarNode, node: MapNode, language: str, shapes: Shapes) -> Field:
    kind = reading.text(node, "type")
    parts, item = _inner(key, kind, node.get("of"), language)
    if reading.flag(node, "sensitive"):
        parts = {name: _wholly_sensitive(part) for name, part in parts.items()}
    to = reading.text(node, "of" if kind == "records" else "to")
    inner = (*parts.values(), *(() if item is None else (item,)))
    currency = reading.optional_text(node, "currency")
    alias = reading.title(node, "alias", language)
    return Field(
        name=key.text,
        kind=kind,
        type=_linked_type(kind, to, reading.text(node, "through"), shapes)
        or _type(kind, reading.texts(node, "of"), parts, item, currency),
        place=key.place,
        parts=MappingProxyType(parts),
        item=item,
        key=reading.optional_text(node, "key"),
        title=reading.title(node, "title", language),
        aliases=tuple(dict.fromkeys((alias or {}).values())),
        required=reading.flag(node, "required"),
        # A value is stored as a whole: one sensitive part makes all of it sensitive.
        sensitive=reading.flag(node, "sensitive") or any(each.sensitive for each in inner),
        unique=reading.flag(node, "unique"),
        to=to or None,
        through=reading.optional_text(node, "through"),
        pattern=reading.optional_text(node, "pattern"),
        currency=currency,
        edit=reading.texts(node, "edit"),
        owner=reading.optional_text(node, "owner"),
        measured="figure" in node,
    )


def _wholly_sensitive(field: Field) -> Field:
    """Give a part of what is sensitive as a whole."""
    inside = {name: _wholly_sensitive(part) for name, part in field.parts.items()}
    return replace(field, sensitive=True, parts=MappingProxyType(inside))


def _inner(
    key: ScalarNode, kind: str, of: Node | None, language: str
) -> tuple[dict[str, Field], Field | None]:
    """Give the parts of an object or of a list's objects, else the item of a list."""
    if kind == "list" and of is not None and not is_parts(of):
        return {}, read_field(key, of, language, {})
    if kind in ("object", "list") and isinstance(of, MapNode):
        return read_fields(of, language), None
    return _own_parts(key, kind), None


def _own_parts(key: ScalarNode, kind: str) -> dict[str, Field]:
    """Give the parts that a type always has."""
    if kind != "place":
        return {}
    return {
        name: Field(name=name, kind="decimal", type=types.DECIMAL, place=key.place)
        for name in ("lat", "lng")
    }


def _linked_type(kind: str, to: str, through: str, shapes: Shapes) -> Type | None:
    if kind == "reference":
        return ReferenceType(to, shapes)
    return ChildrenType(to, through, shapes) if kind == "records" else None


def is_parts(of: Node) -> bool:
    """Say whether ``of`` is a map of fields rather than one field.

    One field has a ``type`` that is a word of the language, beside which only keys of Field
    stand; a part called ``type`` has a type itself, so the difference shows in its siblings.
    """
    if not isinstance(of, MapNode):
        return False
    kind = of.get("type")
    if not isinstance(kind, ScalarNode):
        return True
    return any(name not in _FIELD_KEYS for name in of)


_FIELD_KEYS = frozenset(
    (
        "type",
        "of",
        "key",
        "title",
        "alias",
        "required",
        "sensitive",
        "default",
        "compute",
        "figure",
        "edit",
        "edit_when",
        "currency",
        "unique",
        "to",
        "match",
        "through",
        "pattern",
        "owner",
    )
)


def object_type(parts: dict[str, Field]) -> ObjectType:
    """Give the type of an object with these parts."""
    return ObjectType(
        fields={name: part.type for name, part in parts.items()},
        aliases={alias: name for name, part in parts.items() for alias in part.aliases},
    )


def _type(
    kind: str,
    choices: tuple[str, ...],
    parts: dict[str, Field],
    item: Field | None,
    currency: str | None,
) -> Type:
    match kind:
        case "money":
            return MoneyType(currency)
        case "choice":
            return ChoiceType(choices)
        case "object" | "place":
            return object_type(parts) if parts else ObjectType(fields={}, open=True)
        case "list":
            inner = object_type(parts) if parts else types.ANY
            return ListType(inner if item is None else item.type)
        case "serial":
            return types.TEXT
        case _:
            return _scalar_types().get(kind, types.ANY)


def _scalar_types() -> dict[str, Type]:
    scalars = (
        types.TEXT,
        types.INTEGER,
        types.DECIMAL,
        types.BOOLEAN,
        types.TIME,
        types.DATE,
        types.DURATION,
        types.PHONE,
        types.EMAIL,
    )
    return {each.name: each for each in scalars}
