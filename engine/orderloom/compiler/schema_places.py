"""Where in a definition a schema's error lies, and what people would call that spot."""

from collections.abc import Iterable
from dataclasses import dataclass

from orderloom.compiler.node import Document, ListNode, MapNode, Node, ScalarNode
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of a definition.

    ``key`` is the key it stands under, None for items of lists. ``label`` is what messages call
    it: its key, with numbers for items as in ``do[0]``; the root is called as its kind.
    """

    node: Node
    key: ScalarNode | None
    label: str

    def value_place(self) -> Place:
        """Give the place of the value; of its key when there is nothing to see."""
        if self.key is not None and isinstance(self.node, ScalarNode) and not self.node.text:
            return self.key.place
        return first_place(self.node)

    def owner_place(self) -> Place:
        """Give the place where something lacks: the key, else where the value begins."""
        return self.key.place if self.key is not None else first_place(self.node)

    def key_place(self, key: str) -> Place:
        """Give the place of a key of this map."""
        if isinstance(self.node, MapNode) and key in self.node.keys:
            return self.node.keys[key].place
        return self.value_place()


def find_spot(document: Document, kind: str, path: Iterable[str | int]) -> Spot:
    """Follow a path of keys and indices from the root."""
    root = document.root
    named = root.get("kind")
    spot = Spot(root, named if isinstance(named, ScalarNode) else None, kind)
    for step in path:
        if isinstance(spot.node, MapNode):
            key = str(step)
            spot = Spot(spot.node.entries[key], spot.node.keys[key], key)
        elif isinstance(spot.node, ListNode):
            spot = Spot(spot.node.items[int(step)], None, f"{spot.label}[{step}]")
    return spot


def first_place(node: Node) -> Place:
    """Give where a value begins: of a map its first key, of a list its first item."""
    if isinstance(node, MapNode) and node.keys:
        return next(iter(node.keys.values())).place
    if isinstance(node, ListNode) and node.items:
        return first_place(node.items[0])
    return node.place
