"""What is kept of the items of figures: pages of a tree for every group of every stream."""

from typing import Any, NamedTuple

from msgspec import Struct


class PageKey(NamedTuple):
    """Where a page stands: its stream, its group as a text, its number; 0 is the root."""

    stream: str
    group: str
    number: int


class Page(Struct, frozen=True, array_like=True):
    """A page of a tree; nobody changes it in place.

    Attributes:
        revision: Of the root: it grows with every commit that changes the group.
        entries: Of a leaf: items, each ``[at, tie, value]``; else of the pages below, each
            ``[at, tie, at, tie, number, summary]`` with the places of its first and last item.
            By place.
        is_leaf: Whether the entries are items.
        pages: Of the root: how many numbers of pages are given.
        items: Of the root: how many items there ever were.
        group: Of the root: the values of the group, as ``atoms`` writes them; those that must
            not stand in the clear are missing.
        total: Of the root: the summary of all items, where it is known.
    """

    revision: int
    entries: list[list[Any]]
    is_leaf: bool = True
    pages: int = 1
    items: int = 0
    group: list[Any] = []
    total: Any = None


def is_root(key: PageKey, stream: str) -> bool:
    """Say whether a page is the root of one of a stream's groups, and not of what is below one."""
    return key.stream == stream and bool(key.group) and not key.number and "\n" not in key.group
