"""Reading keys of located maps; what is absent or of another shape reads as nothing.

The schema has said already what is wrong with a shape, so nothing here complains.
"""

from collections.abc import Iterator

from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.definition.common import Title


def is_empty(node: Node | None) -> bool:
    """Say whether nothing was written: a key without a value counts as absent."""
    return node is None or (
        isinstance(node, ScalarNode) and node.style == "plain" and not node.text
    )


def scalar(node: MapNode, key: str) -> ScalarNode | None:
    """Give the scalar under ``key``, or None when there is none or it is empty."""
    found = node.get(key)
    return found if isinstance(found, ScalarNode) and not is_empty(found) else None


def text(node: MapNode, key: str, default: str = "") -> str:
    """Give the text under ``key``, or ``default``."""
    found = scalar(node, key)
    return default if found is None else found.text


def optional_text(node: MapNode, key: str) -> str | None:
    """Give the text under ``key``, or None."""
    found = scalar(node, key)
    return None if found is None else found.text


def flag(node: MapNode, key: str) -> bool:
    """Say whether ``key`` is true; absent is false."""
    return text(node, key) == "true"


def number(node: MapNode, key: str, default: int) -> int:
    """Give the whole number under ``key``, or ``default``."""
    found = text(node, key)
    return int(found) if found.lstrip("-").isdecimal() else default


def submap(node: MapNode, key: str) -> MapNode | None:
    """Give the map under ``key``, or None."""
    found = node.get(key)
    return found if isinstance(found, MapNode) else None


def entries(node: MapNode, key: str) -> Iterator[tuple[ScalarNode, Node]]:
    """Give the pairs of the map under ``key``, each key with its own place."""
    found = submap(node, key)
    if found is not None:
        yield from pairs(found)


def pairs(node: MapNode) -> Iterator[tuple[ScalarNode, Node]]:
    """Give the pairs of a map, each key with its own place."""
    for name, value in node.entries.items():
        yield node.keys[name], value


def several(node: Node | None) -> tuple[Node, ...]:
    """Give one or a list as a tuple; nothing gives none."""
    if node is None or is_empty(node):
        return ()
    return node.items if isinstance(node, ListNode) else (node,)


def words(node: MapNode, key: str) -> tuple[ScalarNode, ...]:
    """Give the scalars under ``key``, where one or a list may stand."""
    return tuple(each for each in several(node.get(key)) if isinstance(each, ScalarNode))


def texts(node: MapNode, key: str) -> tuple[str, ...]:
    """Give the texts under ``key``, where one or a list may stand."""
    return tuple(each.text for each in words(node, key))


def title(node: MapNode, key: str, language: str) -> Title | None:
    """Give the title under ``key``; a bare text stands under ``language``."""
    return title_of(node.get(key), language)


def title_of(node: Node | None, language: str) -> Title | None:
    """Give ``node`` as a title; a bare text stands under ``language``."""
    if isinstance(node, MapNode):
        return {
            each: value.text
            for each, value in node.entries.items()
            if isinstance(value, ScalarNode)
        }
    if isinstance(node, ScalarNode) and not is_empty(node):
        return {language: node.text}
    return None
