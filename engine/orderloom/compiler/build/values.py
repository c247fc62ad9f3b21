"""Values: a literal unless it starts with ``=``, as in a spreadsheet."""

from orderloom.compiler.build.expressions import compile_at
from orderloom.compiler.build.literals import Unreadable, read_literal
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.common import Value
from orderloom.definition.record import Field


def build_value(draft: Draft, node: Node, sight: Sight, target: Field | None) -> Value | None:
    """Build the value for ``target``; None, with findings, when it does not fit.

    Args:
        draft: Takes the findings.
        node: What was written.
        sight: What an expression may name.
        target: The field that will hold it; None: a literal is text, an expression anything.
    """
    if isinstance(node, ScalarNode) and is_expression(node):
        expected = None if target is None else target.type
        compiled = compile_at(draft, node, sight, expected=expected, skip=1)
        return None if compiled is None else Value(place=node.place, compiled=compiled)
    if isinstance(node, ScalarNode) and _looks_like_name(node, sight, target):
        draft.findings.error("OL405", node.place, name=node.text)
        return None
    constant = read_literal(draft, node, target)
    return None if isinstance(constant, Unreadable) else Value(place=node.place, constant=constant)


def build_entry(
    draft: Draft, node: MapNode, key: str, sight: Sight, target: Field | None
) -> Value | None:
    """Build the value under ``key``; None when there is none."""
    found = node.get(key)
    if found is None or reading.is_empty(found):
        return None
    return build_value(draft, found, sight, target)


def is_expression(node: Node) -> bool:
    """Say whether a value is computed: it starts with ``=``, quoted or not."""
    return isinstance(node, ScalarNode) and node.text.startswith("=")


def _looks_like_name(node: ScalarNode, sight: Sight, target: Field | None) -> bool:
    """Say whether a bare word may be meant as a name; a choice's own word never is."""
    if node.style != "plain" or node.text not in sight.scope.names:
        return False
    return node.text not in getattr(None if target is None else target.type, "of", ())
