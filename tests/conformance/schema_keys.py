"""Which documented key of the schemas describes each key of a definition."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from orderloom.compiler.schema_files import read_schemas
from orderloom.compiler.schema_fitting import Instance
from orderloom.compiler.schema_validator import validator_of

Path = tuple[str | int, ...]
_NOT_TOLD = ("", "$defs", "properties")


class SchemaKey(NamedTuple):
    """A key that a schema documents: the schema's file, and the JSON Pointer of its property."""

    file: str
    pointer: str

    def __str__(self) -> str:
        """Give it as people read it: ``machine: state.later``."""
        words = (part for part in self.pointer.split("/") if part not in _NOT_TOLD)
        return f"{self.file.removesuffix('.json')}: {'.'.join(words)}"


class Use(NamedTuple):
    """A key of a definition at ``path``, and what documents it."""

    path: Path
    key: SchemaKey


class _Spot(NamedTuple):
    """A schema inside its file."""

    file: str
    pointer: str
    schema: Mapping[str, Any]

    def at(self, *steps: str | int) -> "_Spot":
        found: Any = self.schema
        for step in steps:
            found = found[step]
        return _Spot(self.file, "/".join((self.pointer, *map(str, steps))), found)


def documented_keys() -> frozenset[SchemaKey]:
    """Give every key that can be written in a definition and is explained to people."""
    return frozenset(
        key
        for file, schema in _schemas().items()
        if file != "definition.json"
        for key in _below(file, "", schema)
    )


def choices(key: SchemaKey) -> tuple[str, ...]:
    """Give the words that may stand at a key, when only some may."""
    spot = _target(_Spot(key.file, "", _schemas()[key.file]), f"#{key.pointer}")
    while "$ref" in spot.schema:
        spot = _target(spot, spot.schema["$ref"])
    return tuple(map(str, spot.schema.get("enum", ())))


def uses(kind: str, definition: Instance) -> Iterator[Use]:
    """Give every key of a definition that a schema documents, outer ones first."""
    yield from _uses(_Spot(f"{kind}.json", "", _schemas()[f"{kind}.json"]), definition, ())


@cache
def _schemas() -> Mapping[str, Mapping[str, Any]]:
    return read_schemas()


@cache
def _referred() -> frozenset[str]:
    """Give every reference but those of an ``if``, with the file that it leads to."""
    return frozenset(
        reference if reference[0] != "#" else file + reference
        for file, schema in _schemas().items()
        for reference in _references(schema)
    )


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _references(each)
    elif isinstance(schema, dict):
        for name, each in schema.items():
            if name == "$ref":
                yield each
            elif name != "if":
                yield from _references(each)


def _below(file: str, pointer: str, schema: Any) -> Iterator[SchemaKey]:
    if isinstance(schema, list):
        for number, each in enumerate(schema):
            yield from _below(file, f"{pointer}/{number}", each)
    elif isinstance(schema, dict):
        for name, each in schema.items():
            if name == "properties":
                yield from _properties(file, f"{pointer}/properties", each)
            elif name == "$defs":
                yield from _definitions(file, f"{pointer}/$defs", each)
            elif name not in ("examples", "default", "const", "enum"):
                yield from _below(file, f"{pointer}/{name}", each)


def _properties(file: str, pointer: str, properties: Mapping[str, Any]) -> Iterator[SchemaKey]:
    for key, inner in properties.items():
        if "x-title" in inner:
            yield SchemaKey(file, f"{pointer}/{key}")
        yield from _below(file, f"{pointer}/{key}", inner)


def _definitions(file: str, pointer: str, definitions: Mapping[str, Any]) -> Iterator[SchemaKey]:
    """Leave out what only an ``if`` refers to: its keys are explained where they count."""
    for key, inner in definitions.items():
        if f"{file}#/$defs/{key}" in _referred():
            yield from _below(file, f"{pointer}/{key}", inner)


def _uses(spot: _Spot, value: Instance, path: Path) -> Iterator[Use]:
    schema = spot.schema
    if not isinstance(schema, dict):
        return
    for below in _applied(spot, value):
        yield from _uses(below, value, path)
    if isinstance(value, dict):
        yield from _uses_of_map(spot, value, path)
    elif isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from _uses(spot.at("items"), item, (*path, number))


def _applied(spot: _Spot, value: Instance) -> Iterator[_Spot]:
    """Give the schemas inside a schema that describe the same value."""
    schema = spot.schema
    if "$ref" in schema:
        yield _target(spot, schema["$ref"])
    for number in range(len(schema.get("allOf", ()))):
        yield spot.at("allOf", number)
    for word in ("oneOf", "anyOf"):
        each = (spot.at(word, number) for number in range(len(schema.get(word, ()))))
        yield from (below for below in each if _holds(below, value))
    if "if" in schema:
        branch = "then" if _holds(spot.at("if"), value) else "else"
        if branch in schema:
            yield spot.at(branch)


def _uses_of_map(spot: _Spot, value: Mapping[str, Instance], path: Path) -> Iterator[Use]:
    properties = spot.schema.get("properties", {})
    for key, inner in value.items():
        if key in properties:
            below = spot.at("properties", key)
            if isinstance(below.schema, dict) and "x-title" in below.schema:
                yield Use((*path, key), SchemaKey(below.file, below.pointer))
        elif isinstance(spot.schema.get("additionalProperties"), dict):
            below = spot.at("additionalProperties")
        else:
            continue
        yield from _uses(below, inner, (*path, key))


def _target(spot: _Spot, reference: str) -> _Spot:
    file, _, pointer = reference.partition("#")
    file = file or spot.file
    return _Spot(file, "", _schemas()[file]).at(*(part for part in pointer.split("/") if part))


def _holds(spot: _Spot, value: Instance) -> bool:
    """Say whether the schema at a spot takes a value."""
    anything = validator_of("definition")  # any of them knows every file's references
    faults = anything.descend(value, {"$ref": f"{spot.file}#{spot.pointer}"})
    return next(faults, None) is None
