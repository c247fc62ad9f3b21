"""A definition's tree held against the JSON Schema of its kind."""

from itertools import takewhile

from orderloom.compiler.node import Document, ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.schema_fitting import Instance, fitting, kinds
from orderloom.compiler.schema_places import first_place
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
    kind, instance = _kind(document), _instance(document.root)
    return [] if fitting(kind)(instance) else _faults(document, kind, instance)


def _faults(document: Document, kind: str, instance: Instance) -> list[Diagnostic]:
    # jsonschema takes longer to load than most flows to check, and most flows have no such fault.
    from orderloom.compiler.schema_messages import MAX_FINDINGS, Messages  # noqa: PLC0415
    from orderloom.compiler.schema_validator import find_faults  # noqa: PLC0415

    messages = Messages(document, kind)
    faults = find_faults(kind, instance)
    for fault in takewhile(lambda _: not messages.is_full(), faults):
        messages.explain(fault)
    found = messages.diagnostics()
    if not messages.is_full():
        return found
    # Leave out what nobody would read, and say so.
    shortened = found[:MAX_FINDINGS]
    place, limit = found[len(shortened) - 1].place, str(MAX_FINDINGS)
    return [*shortened, Diagnostic(code="OL138", place=place, facts={"limit": limit})]


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
