"""Examples of a test, put where ``=example.x`` stands for them."""

import re
from dataclasses import replace

from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.settings import type_of, value_of
from orderloom.diagnostics import Place
from orderloom.expression.scope import Name

_REFERENCE = re.compile(r"=\s*example((?:\.[a-z][a-z0-9_]*)+)\s*")

_NOTHING = MapNode(entries={}, keys={}, place=Place("", 0))


def filled(draft: Draft, root: MapNode, example: MapNode) -> MapNode | None:
    """Give a test as it reads for one example; None, with findings, when that lacks a value."""
    before = len(draft.findings.all())
    entries = {
        key: value if key == "examples" else _fill(draft, value, example)
        for key, value in root.entries.items()
    }
    return replace(root, entries=entries) if len(draft.findings.all()) == before else None


def _fill(draft: Draft, node: Node, example: MapNode) -> Node:
    match node:
        case ScalarNode():
            return _replacement(draft, node, example)
        case ListNode():
            return replace(node, items=tuple(_fill(draft, item, example) for item in node.items))
        case MapNode():
            entries = {key: _fill(draft, value, example) for key, value in node.entries.items()}
            return replace(node, entries=entries)


def _replacement(draft: Draft, node: ScalarNode, example: MapNode) -> Node:
    found = _REFERENCE.fullmatch(node.text)
    if found is None:
        return node
    value: Node = example
    start = found.start(1)
    for name in found[1].split(".")[1:]:
        start += 1
        parts = value if isinstance(value, MapNode) else _NOTHING
        if name not in parts:
            places = {known: key.place for known, key in parts.keys.items()}
            draft.findings.unknown("OL481", node.within(start, start + len(name)), name, places)
            return node
        value = parts.entries[name]
        start += len(name)
    return value


def example_name(example: MapNode) -> Name:
    """Give ``example`` as expressions see it: its plain values, typed by their form.

    Values that are expressions themselves can only stand alone, as ``=example.x``.
    """
    plain = {
        name: value_of(node)
        for name, node in example.entries.items()
        if isinstance(node, ScalarNode) and not node.text.startswith("=")
    }
    return Name(type=type_of(plain), constant=plain, is_constant=True)
