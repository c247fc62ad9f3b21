"""A definition's tree held against the JSON Schema of its kind."""

from itertools import takewhile

from orderloom.compiler.node import Document, ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.schema_messages import MAX_FINDINGS, Messages
from orderloom.compiler.schema_places import first_place
from orderloom.compiler.schema_validator import Instance, find_faults, kinds
from orderloom.diagnostics import Diagnostic
from orderloom.expression.faults import shown
from orderloom.names import nearest


def check(document: Document) -> list[Diagnostic]:
    """Find everything in a definition that its kind's schema does not allow.

    Returns:
        Findings by position, one a place; none when the definition has the right form. Names
        that nothing declares are not looked for.
    """
    wrong_kind = _check_kind(document)
    if wrong_kind is not None:
        return [wrong_kind]
    kind = _kind(document)
    messages = Messages(document, kind)
    faults = find_faults(kind, _instance(document.root))
    for fault in takewhile(lambda _: not messages.is_full(), faults):
        messages.explain(fault)
    return _bounded(messages.diagnostics(), is_full=messages.is_full())


def _kind(document: Document) -> str:
    node = document.root.get("kind")
    return node.text if isinstance(node, ScalarNode) else ""


def _check_kind(document: Document) -> Diagnostic | None:
    known, planned = kinds()
    node, kind = document.root.get("kind"), _kind(document)
    if kind in known:
        return None
    if node is None:
        place = first_place(document.root)
        return Diagnostic(code="OL100", place=place, facts={"known": ", ".join(known)})
    if not kind:
        place = document.root.keys["kind"].place
        return Diagnostic(code="OL114", place=place, facts={"where": "kind"})
    facts = {"found": shown(kind), "known": ", ".join(known)}
    if kind in planned:
        return Diagnostic(code="OL102", place=node.place, facts=facts)
    facts["nearest"] = nearest(kind[:100], known) or ""
    return Diagnostic(code="OL101", place=node.place, facts=facts)


def _instance(node: Node) -> Instance:
    """Give a tree as values; an empty plain scalar is None, every other one its text."""
    match node:
        case ScalarNode(text="", style="plain"):
            return None
        case ScalarNode():
            return node.text
        case ListNode():
            return [_instance(item) for item in node.items]
        case MapNode():
            return {key: _instance(value) for key, value in node.entries.items()}


def _bounded(found: list[Diagnostic], *, is_full: bool) -> list[Diagnostic]:
    """Leave out what nobody would read, and say so."""
    if not is_full:
        return found
    shortened = found[:MAX_FINDINGS]
    place, limit = found[len(shortened) - 1].place, str(MAX_FINDINGS)
    return [*shortened, Diagnostic(code="OL138", place=place, facts={"limit": limit})]
