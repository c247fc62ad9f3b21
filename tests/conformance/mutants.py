"""Definitions with one key taken away or changed."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path as File
from typing import NamedTuple

import yaml
from tests.conformance.schema_keys import Path, SchemaKey, choices, uses

from orderloom.compiler.schema_fitting import Instance

_DURATION = re.compile(r"\d+(ms|s|m|h|d)")
_WHOLE = re.compile(r"-?\d+")
_ANY = 10**9
_FLIPPED = {"true": "false", "false": "true"}


class Place(NamedTuple):
    """Where a key stands: a file of a flow's folder, a definition in it, the path below that."""

    file: str
    kind: str
    id: str
    path: Path

    def __str__(self) -> str:
        """Give it as a ledger has it: ``flow.yaml machine order_status states.open.later.0``."""
        return f"{self.file} {self.kind} {self.id} {'.'.join(map(str, self.path))}"


class Definitions:
    """The definitions of a flow's folder as YAML nodes.

    They are written with one line for each definition: whatever is taken out of one, all others
    stay in the lines where they are.
    """

    def __init__(self, folder: File) -> None:
        self.folder = folder
        self._files = {
            file.relative_to(folder).as_posix(): list(_documents(file))
            for file in sorted(folder.rglob("*.y*ml"))
        }

    def places(self) -> Iterator[tuple[SchemaKey, Place]]:
        """Give every documented key and where it stands."""
        for file, documents in self._files.items():
            for node in documents:
                definition = _value(node)
                kind, name = _named(definition)
                for use in uses(kind, definition):
                    yield use.key, Place(file, kind, name, use.path)

    def texts(self) -> Mapping[str, str]:
        """Give all files as they are, a line for each definition."""
        return {file: _text(documents) for file, documents in self._files.items()}

    def ways(self, key: SchemaKey, place: Place) -> Iterator[str]:
        """Give the file's text with a key taken away, then with others of its values."""
        yield self._without(place)
        documents, node = self._found(place)
        for leaf in _leaves(node):
            was = leaf.value
            for other in _others(was, choices(key) if leaf is node else ()):
                leaf.value = other
                yield _text(documents)
            leaf.value = was
        if isinstance(node, yaml.SequenceNode) and len(node.value) > 1:
            node.value = node.value[:-1]
            yield _text(documents)

    def _without(self, place: Place) -> str:
        documents, holder = self._found(place._replace(path=place.path[:-1]))
        holder.value = [pair for pair in holder.value if pair[0].value != place.path[-1]]
        return _text(documents)

    def _found(self, place: Place) -> tuple[list[yaml.Node], yaml.Node]:
        """Give a copy of a file, and the node at a place in it.

        Raises:
            LookupError: There is none.
        """
        documents = deepcopy(self._files[place.file])
        names = (place.kind, place.id)
        node = next((each for each in documents if _named(_value(each)) == names), None)
        if node is None:
            raise LookupError(place)
        return documents, _at(node, place.path)


def _documents(file: File) -> Iterator[yaml.Node]:
    yield from filter(None, yaml.compose_all(file.read_text("utf-8"), yaml.BaseLoader))


def _named(definition: Instance) -> tuple[str, str]:
    return str(definition["kind"]), str(definition["id"])


def _leaves(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Give the values at the ends below a node, the keys' own texts left out."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _leaves(value)
    else:
        for value in node.value:
            yield from _leaves(value)


def _others(text: str, choices: tuple[str, ...]) -> Iterator[str]:
    yield from (each for each in choices if each != text)
    if text in _FLIPPED:
        yield _FLIPPED[text]
    elif _WHOLE.fullmatch(text):
        yield str(int(text) + 1)
    elif _DURATION.fullmatch(text):
        yield f"1{text}"
    elif not choices:
        yield f"{text}x"


def _at(node: yaml.Node, path: Path) -> yaml.Node:
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            found = [value for key, value in node.value if key.value == step]
            if not found:
                raise LookupError(path)
            (node,) = found
    return node


def _value(node: yaml.Node) -> Instance:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    return None if node.value == "" and node.style is None else node.value


def _text(documents: list[yaml.Node]) -> str:
    return "".join(map(_line, documents))


def _line(node: yaml.Node) -> str:
    """Write a definition in one line, in the flow style of YAML."""
    _flowing(node)
    return yaml.serialize(
        node, Dumper=yaml.dumper.BaseDumper, explicit_start=True, allow_unicode=True, width=_ANY
    )


def _flowing(node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        node.flow_style = True
        for _, value in node.value:
            _flowing(value)
    elif isinstance(node, yaml.SequenceNode):
        node.flow_style = True
        for value in node.value:
            _flowing(value)
