"""Which names a message's text may use, because some ``notify`` hands them over."""

from collections.abc import Iterable, Iterator

from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading

MESSAGES = "messages"
"""What a message calls those that it joins."""
STARTS = "starts"
"""What a message calls the starts of a rule that it tells together."""


def message_values(roots: Iterable[MapNode]) -> dict[str, frozenset[str]]:
    """Give, for every message that is notified anywhere, all ``with`` names it is given."""
    found: dict[str, frozenset[str]] = {}
    for root in roots:
        for notify in _notifies(root):
            message, values = notify.get("notify"), notify.get("with")
            if isinstance(message, ScalarNode):
                names = frozenset(values) if isinstance(values, MapNode) else frozenset()
                found[message.text] = found.get(message.text, frozenset()) | names
    return found


def given_names(roots: Iterable[MapNode]) -> dict[str, frozenset[str]]:
    """Give, for every message that tells several things at once, what the engine hands it.

    A rule with ``group`` may send through any playbook.
    """
    seen = tuple(roots)
    groups = [root for root in seen if "group" in root and reading.text(root, "kind") == "rule"]
    speaking = [root for root in seen if reading.text(root, "kind") == "playbook"] if groups else []
    found: dict[str, frozenset[str]] = {}
    for root in seen:
        for limit in reading.several(root.get("contact")):
            merge = reading.text(limit, "merge") if isinstance(limit, MapNode) else ""
            found[merge] = frozenset({MESSAGES})
    for message in message_values((*groups, *speaking)):
        found[message] = found.get(message, frozenset()) | {STARTS}
    return found


def _notifies(node: Node) -> Iterator[MapNode]:
    """Give every map below ``node`` that has a key ``notify``.

    A field may be called so too; then its value is no message and nothing comes of it.
    """
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _notifies(item)
    if isinstance(node, MapNode):
        if "notify" in node:
            yield node
        for value in node.entries.values():
            yield from _notifies(value)
