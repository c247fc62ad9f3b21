"""Schemas as tables: a row a key, with its type, its default and what it means."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from orderloom.codes.model import Wording
from orderloom.reference.words import DEPENDS, EXAMPLE, HEAD, LATER, LIST, MAP, ONE_OR_LIST, TYPES

Schema = Mapping[str, Any]
_WIDTH = 100
"""So many characters of an example stand on one line."""
_SHARED = frozenset(("common.json", "fields.json", "figure.json", "actions.json", "test.json"))
"""Files whose shapes are known by their own names."""


class Shapes(NamedTuple):
    """All schemas by file name, and the language of the pages."""

    schemas: Mapping[str, Schema]
    language: str

    def words(self, wording: Wording, **facts: str) -> str:
        """Say something in the language."""
        return wording.fill(facts, self.language)

    def title(self, schema: Schema) -> str:
        """Give a schema's title.

        Raises:
            KeyError: It has none.
        """
        return str(schema["x-title"][self.language])

    def meaning(self, schema: Schema) -> str:
        """Give a schema's description.

        Raises:
            KeyError: It has none.
        """
        return str(schema["x-description"][self.language])

    def section(self, name: str, schema: Schema, file: str) -> str:
        """Give the heading, description, table and examples of a shape."""
        heading = self._heading(file, name, schema)
        parts = [f"## {heading}", self.meaning(schema), *self._tables(schema, file)]
        if planned := schema.get("x-planned"):
            names = ", ".join(f"`{each}`" for each in planned)
            parts.append(self.words(LATER, names=names))
        parts += [self._example(each) for each in schema.get("examples", ())]
        return "\n\n".join(parts)

    def _tables(self, schema: Schema, file: str) -> Iterator[str]:
        if rows := list(dict.fromkeys(self._rows(schema, file, ""))):
            yield "\n".join((self.words(HEAD), "|-|-|-|-|", *rows))
        elif kind := self.type_of(schema, file):
            yield kind

    def _rows(self, schema: Schema, file: str, path: str) -> Iterator[str]:
        """Give a row a key; what stands below a key without a name of its own follows it."""
        for properties, needed in _properties(schema):
            for key, inner in properties.items():
                if "x-title" not in inner:
                    continue
                name = f"{path}{key}"
                whole = inner if self.type_of(inner, file) else _narrowed(schema, key, inner)
                yield self._row(name, whole, file, required=key in needed)
                for below, mark in _inside(inner):
                    yield from self._rows(below, file, f"{name}{mark}.")

    def _row(self, key: str, schema: Schema, file: str, *, required: bool) -> str:
        default = "!" if required else "–"
        if "default" in schema:
            default = f"`{_plain(schema['default'])}`"
        kind = self.type_of(schema, file) or self.words(DEPENDS)
        cells = (f"`{key}`", kind, default, self.meaning(schema))
        return "|" + "|".join(_cell(each) for each in cells) + "|"

    def type_of(self, schema: Schema, file: str) -> str:  # noqa: PLR0911 - one line a form
        """Give the type of a value, as a link where it is a shape of its own."""
        if "$ref" in schema:
            return self._link(schema["$ref"], file)
        if "const" in schema:
            return f"`{_plain(schema['const'])}`"
        if "enum" in schema:
            return " ".join(f"`{_plain(each)}`" for each in schema["enum"])
        if "then" in schema and "else" in schema:
            return self._either(schema, file)
        if one_of := [each["then"] for each in schema.get("allOf", ()) if "$ref" in each["then"]]:
            return " · ".join(self.type_of(each, file) for each in one_of)
        kind = schema.get("type")
        if kind == "array" and "items" in schema:
            return f"{self.words(LIST)}: {self.type_of(schema['items'], file)}"
        inner = schema.get("additionalProperties")
        if kind == "object" and isinstance(inner, dict):
            return f"{self.words(MAP)}: {self.type_of(inner, file)}"
        kinds = [kind] if isinstance(kind, str) else kind or []
        return ", ".join(dict.fromkeys(self.words(TYPES[each]) for each in kinds))

    def _either(self, schema: Schema, file: str) -> str:
        one, other = (self.type_of(schema[each], file) for each in ("else", "then"))
        if other == f"{self.words(LIST)}: {one}":
            return f"{one} ({self.words(ONE_OR_LIST)})"
        return " / ".join(dict.fromkeys(each for each in (one, other) if each))

    def _link(self, reference: str, file: str) -> str:
        there, _, pointer = reference.partition("#")
        file = there or file
        name = pointer.rpartition("/")[2] or file.removesuffix(".json")
        schema: Any = self.schemas[file]
        for step in pointer.split("/")[1:]:
            schema = schema[step]
        page = page_of(file, named=bool(pointer))
        return f"[{name}]({page}.md#{_anchor(self._heading(file, name, schema))})"

    def _heading(self, file: str, name: str, schema: Schema) -> str:
        """Give a shape's heading, which no other on its page has."""
        stem = file.removesuffix(".json")
        whole = name if name == stem or file in _SHARED else f"{stem}.{name}"
        title = self.title(schema)
        return whole if title == whole else f"{whole} · {title}"

    def _example(self, example: object) -> str:
        return f"{self.words(EXAMPLE)}\n```yaml\n{as_yaml(example)}\n```"


def page_of(file: str, *, named: bool) -> str:
    """Say on which page a file's schema stands, or a named one inside it."""
    pages = {"test.json": "tests", "actions.json": "actions"}
    return pages.get(file, "shapes") if named else "kinds"


def _anchor(heading: str) -> str:
    """Give what a heading is linked by."""
    kept = (each for each in heading.lower() if each.isalnum() or each in " -_")
    return "".join(kept).replace(" ", "-")


def _inside(schema: Schema) -> Iterator[tuple[Schema, str]]:
    """Give the shapes without a name that a value, its items or its entries have."""
    entries, items = schema.get("additionalProperties"), schema.get("items")
    for below, mark in ((schema, ""), (entries, ".*"), (items, "[]")):
        if isinstance(below, dict) and any(_properties(below)):
            yield below, mark


def _narrowed(schema: Schema, key: str, inner: Schema) -> Schema:
    """Give a key with the types that branches of its shape have for it."""
    found = [schema.get(each, {}).get("properties", {}).get(key) for each in ("then", "else")]
    then, other = (each if each is not None else {} for each in found)
    return {**inner, "then": then, "else": other}


def _properties(schema: Schema) -> Iterator[tuple[Schema, frozenset[str]]]:
    """Give the keys of a shape, wherever its schema has them, and which of those must be."""
    if "properties" in schema:
        yield schema["properties"], frozenset(schema.get("required", ()))
    for branch in ("then", "else"):
        inner = schema.get(branch)
        if isinstance(inner, dict) and "properties" in inner and inner.get("type") == "object":
            yield inner["properties"], frozenset(inner.get("required", ()))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def as_yaml(value: object, depth: int = 0) -> str:
    """Write an example as people write definitions: block maps outside, flow style inside."""
    if isinstance(value, dict) and depth == 0:
        return "\n".join(_line(key, inner) for key, inner in value.items())
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(each, 1)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_yaml(each, 1) for each in value) + "]"
    return _scalar(value, inside=depth > 0)


def _line(key: str, value: object) -> str:
    if not isinstance(value, dict | list):
        return f"{key}: {_scalar(value, inside=False)}"
    whole = f"{key}: {as_yaml(value, 1)}"
    if len(whole) <= _WIDTH:
        return whole
    if isinstance(value, dict):
        inner = [f"  {name}: {as_yaml(each, 1)}" for name, each in value.items()]
    else:
        inner = [f"  - {as_yaml(each, 1)}" for each in value]
    return "\n".join((f"{key}:", *inner))


def _scalar(value: object, *, inside: bool) -> str:
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    special = value == "" or value != value.strip() or value[0] in "!&*?|>%@`\"'#{}[]-,"
    risky = any(each in value for each in (": ", " #", "\n")) or value.endswith(":")
    if special or risky or (inside and any(each in value for each in "{}[],")):
        return json.dumps(value, ensure_ascii=False)
    return value
