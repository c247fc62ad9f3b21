"""The located tree: YAML as composed, every scalar still text, every part with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from orderloom.diagnostics import Place

Style = Literal["plain", "single", "double", "literal", "folded"]


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A scalar as text.

    ``place`` covers the scalar as written, quotes included. ``columns`` says where each
    character of ``text`` stands: (line, column) from 1, one pair a character and one more for
    the end; empty for a folded scalar, whose characters cannot be placed (use ``place``).
    """

    text: str
    place: Place
    style: Style = "plain"
    columns: Sequence[tuple[int, int]] = ()

    def within(self, start: int, end: int) -> Place:
        """Give the place of ``text[start:end]`` in the file; offsets count from 0."""
        if not self.columns:
            return Place(self.place.file, self.place.line)
        line, column = self.columns[min(start, len(self.columns) - 1)]
        end_line, end_column = self.columns[min(max(end, start), len(self.columns) - 1)]
        return Place(self.place.file, line, column, end_column if end_line == line else 0)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping: keys in file order, none twice; ``keys`` holds the keys' own scalars."""

    entries: "dict[str, Node]"
    keys: dict[str, ScalarNode]
    place: Place

    def get(self, key: str) -> "Node | None":
        """Give the value under ``key``, or None."""
        return self.entries.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)


Node: TypeAlias = ScalarNode | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document: a definition. ``file`` is the path as the user gave it."""

    root: MapNode
    file: str
