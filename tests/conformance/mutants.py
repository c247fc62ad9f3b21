"""Definitions with one key taken away or changed."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path as File
from typing import NamedTuple

import yaml
from tests.conformance.schema_keys import Path, SchemaKey, uses

from orderloom.compiler.schema_fitting import Instance

_DURATION = re.compile(r"\d+(ms|s|m|h|d)")
_WHOLE = re.compile(r"-?\d+")
_FLIPPED = {"true": "false", "false": "true"}


class Place(NamedTuple):
    """Where a key stands: a file of a flow's folder, the document's number in it, the path."""

    file: File
    document: int
    path: Path


class Definitions:
    """The definitions of a flow's folder as YAML nodes, styles kept."""

    def __init__(self, folder: File) -> None:
        self.folder = folder
        self._files = {
            file: list(filter(None, yaml.compose_all(file.read_text("utf-8"), yaml.BaseLoader)))
            for file in sorted(folder.rglob("*.y*ml"))
        }

    def places(self) -> Iterator[tuple[SchemaKey, Place]]:
        """Give every documented key and where it stands."""
        for file, documents in self._files.items():
            for number, node in enumerate(documents):
                definition = _value(node)
                kind = definition.get("kind") if isinstance(definition, dict) else None
                if isinstance(kind, str):
                    for use in uses(kind, definition):
                        yield use.key, Place(file, number, use.path)

    def without(self, place: Place) -> str:
        """Give the file's text without the key at a place."""
        documents = deepcopy(self._files[place.file])
        holder = _at(documents[place.document], place.path[:-1])
        holder.value = [pair for pair in holder.value if pair[0].value != place.path[-1]]
        return _text(documents)

    def changed(self, place: Place) -> str | None:
        """Give the file's text with another value at a place; None: nothing to change it to."""
        documents = deepcopy(self._files[place.file])
        node = _at(documents[place.document], place.path)
        if not isinstance(node, yaml.ScalarNode) or (other := _other(node.value)) is None:
            return None
        node.value = other
        return _text(documents)


def _other(text: str) -> str | None:
    if text in _FLIPPED:
        return _FLIPPED[text]
    if _WHOLE.fullmatch(text):
        return str(int(text) + 1)
    if _DURATION.fullmatch(text):
        return f"1{text}"
    return None


def _at(node: yaml.Node, path: Path) -> yaml.Node:
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next(value for key, value in node.value if key.value == step)
    return node


def _value(node: yaml.Node) -> Instance:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    return None if node.value == "" and node.style is None else node.value


def _text(documents: list[yaml.Node]) -> str:
    return yaml.serialize_all(documents, explicit_start=True, allow_unicode=True, width=100_000)
