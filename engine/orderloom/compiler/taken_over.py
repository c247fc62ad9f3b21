"""Flows that a flow takes over whole: those that ship, named under ``uses``."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from types import MappingProxyType

from orderloom.compiler.files import MAIN_FILE, FlowFiles
from orderloom.compiler.node import Document, MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.findings import Findings
from orderloom.compiler.sheets import SUFFIXES as SHEETS
from orderloom.compiler.yaml_tree import compose

SHIPPED_VERSION = "1"
"""The version that every flow that ships is at."""

OVERRIDES = "overrides"


def take_over(own: FlowFiles, kept: Mapping[PurePosixPath, str] | None = None) -> FlowFiles:
    """Add the definitions of the flows under ``uses``, with the flow's own changes to them.

    Their ``flow.yaml`` stays behind. A source of theirs is called ``NAME@VERSION/FILE`` below the
    flow's folder, whatever machine this is, so that it hashes alike everywhere. ``kept`` has them
    as they were, None: as they ship.
    """
    taking = _TakingOver(own, kept)
    for key, version in _uses(own.documents):
        taking.add(key, version)
    return taking.whole()


def told_apart(
    sources: Mapping[PurePosixPath, str],
) -> tuple[dict[PurePosixPath, str], dict[PurePosixPath, str], dict[PurePosixPath, bytes]]:
    """Tell a version's sources apart: the flow's own files, those taken over, and files of rows."""
    ships = {f"{name}@{SHIPPED_VERSION}" for name in library()}
    taken = {path: text for path, text in sources.items() if path.parts[0] in ships}
    sheets = {path: text for path, text in sources.items() if path.suffix in SHEETS}
    own = {path: text for path, text in sources.items() if path not in {*taken, *sheets}}
    return own, taken, {path: b64decode(text) for path, text in sheets.items()}


def library() -> Mapping[str, Traversable]:
    """Give the folders of the flows that ship, by name, sorted."""
    folder = files("orderloom_definitions") / "library"
    return {each.name: each for each in sorted(folder.iterdir(), key=lambda each: each.name)}


class _TakingOver:
    """One flow's taking over of others."""

    def __init__(self, own: FlowFiles, kept: Mapping[PurePosixPath, str] | None) -> None:
        self._own = own
        self._kept = kept
        self._findings = Findings()
        self._sources = dict(own.sources)
        self._taken: dict[tuple[str, str], Document] = {}

    def add(self, key: ScalarNode, version: ScalarNode | None) -> None:
        shipped = library()
        if key.text not in shipped:
            self._findings.unknown("OL960", key.place, key.text, tuple(shipped))
            return
        if version is None or version.text != SHIPPED_VERSION:
            place = key.place if version is None else version.place
            self._findings.error("OL961", place, name=key.text, shipped=SHIPPED_VERSION)
            return
        for below, text in self._texts(key.text, version.text):
            self._sources[below] = text
            documents, _ = compose(text, str(self._own.folder / below))
            self._taken |= {_name(each): each for each in documents}

    def _texts(self, name: str, version: str) -> Iterator[tuple[PurePosixPath, str]]:
        top = PurePosixPath(f"{name}@{version}")
        if self._kept is None:
            yield from ((top / path, text) for path, text in _texts(name))
        else:
            yield from (pair for pair in sorted(self._kept.items()) if top in pair[0].parents)

    def whole(self) -> FlowFiles:
        mine = tuple(self._changed(each) for each in self._own.documents)
        # What clashes would make everything taken over look wrong: then it is left out.
        taken = {} if self._findings.has_errors() else self._taken
        names = {_name(each) for each in mine}
        others = tuple(each for name, each in taken.items() if name not in names)
        return replace(
            self._own,
            documents=mine + others,
            sources=MappingProxyType(self._sources),
            diagnostics=(*self._own.diagnostics, *self._findings.all()),
        )

    def _changed(self, own: Document) -> Document:
        """Give a definition of the flow's own; one with ``overrides`` laid over the taken one."""
        kind, name = _name(own)
        taken = self._taken.get((kind, name))
        overrides = own.root.get(OVERRIDES)
        if reading.flag(own.root, OVERRIDES):
            if taken is None:
                place = own.root.place if overrides is None else overrides.place
                self._findings.error("OL962", place, kind=kind, name=name)
                return own
            return Document(merged(taken.root, _without(own.root)), own.file)
        if taken is not None and (key := reading.scalar(own.root, "id")) is not None:
            first = reading.scalar(taken.root, "id")
            related = None if first is None else first.place
            self._findings.error("OL963", key.place, related=related, kind=kind, name=name)
        return own


def merged(taken: MapNode, own: MapNode) -> MapNode:
    """Lay changes over a map: maps merge, anything else replaces, an empty value removes."""
    entries, keys = dict(taken.entries), dict(taken.keys)
    for name, value in own.entries.items():
        keys[name] = own.keys[name]
        there = entries.get(name)
        if reading.is_empty(value):
            entries.pop(name, None)
            keys.pop(name)
        elif isinstance(there, MapNode) and isinstance(value, MapNode):
            entries[name] = merged(there, value)
        else:
            entries[name] = value
    return MapNode(entries, keys, own.place)


def _without(root: MapNode) -> MapNode:
    entries = {name: value for name, value in root.entries.items() if name != OVERRIDES}
    return MapNode(entries, {name: root.keys[name] for name in entries}, root.place)


def _uses(documents: tuple[Document, ...]) -> Iterator[tuple[ScalarNode, ScalarNode | None]]:
    for document in documents:
        if reading.text(document.root, "kind") == "flow":
            for key, value in reading.entries(document.root, "uses"):
                yield key, value if isinstance(value, ScalarNode) else None


def _name(document: Document) -> tuple[str, str]:
    return reading.text(document.root, "kind"), reading.text(document.root, "id")


@cache  # what ships never changes while the program runs
def _texts(name: str) -> tuple[tuple[PurePosixPath, str], ...]:
    found = dict(_below(library()[name], PurePosixPath()))
    found.pop(PurePosixPath(MAIN_FILE), None)
    return tuple(sorted(found.items()))


def _below(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _below(each, path / each.name)
        elif each.name.endswith(".yaml"):
            yield path / each.name, each.read_text(encoding="utf-8")
