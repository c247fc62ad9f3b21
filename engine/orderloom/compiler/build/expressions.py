"""Expressions where they stand: compiled, or reported at the character concerned."""

from collections.abc import Iterable

from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.common import Condition
from orderloom.diagnostics import Diagnostic
from orderloom.expression import types
from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import Compiled, ExpressionInvalid, Fault, Read
from orderloom.expression.scope import ENTERED
from orderloom.expression.types import Type

UNKNOWN_NAMES = frozenset(("OL191", "OL237", "OL245", "OL350", "OL351", "OL384", "OL734"))
"""Faults that a broken definition elsewhere may have caused: unknown names and parts."""


def compile_at(
    draft: Draft,
    node: ScalarNode,
    sight: Sight,
    *,
    expected: Type | None = None,
    skip: int = 0,
) -> Compiled | None:
    """Compile the expression that ``node`` holds.

    Args:
        draft: Takes the findings.
        node: Where the expression stands.
        sight: What it may name.
        expected: The type that its value must have; None: any.
        skip: Characters before the expression: 1 after ``=``.

    Returns:
        None when something is wrong; every fault has become a finding.
    """
    try:
        compiled = compile_expression(node.text[skip:], sight.scope, expected=expected)
    except ExpressionInvalid as invalid:
        report(draft, node, invalid.faults, sight, skip)
        return None
    note_entered(draft, compiled.reads)
    return compiled


def note_entered(draft: Draft, reads: Iterable[Read]) -> None:
    """Have records remember when they entered the states that expressions ask for."""
    draft.entered.update(read.root for read in reads if read.root.startswith(ENTERED))


def report(
    draft: Draft, node: ScalarNode, faults: tuple[Fault, ...], sight: Sight, skip: int = 0
) -> None:
    """Turn faults into findings, each where its characters stand in the file."""
    known = sight.complete and draft.outline.complete
    for fault in faults:
        if fault.code in UNKNOWN_NAMES and not known:
            continue
        place = node.within(fault.start + skip, fault.end + skip)
        draft.findings.add(Diagnostic(code=fault.code, place=place, facts=fault.facts))


def condition(draft: Draft, node: Node | None, sight: Sight) -> Condition | None:
    """Compile one condition: a text, or a map with ``is`` and ``why``."""
    why = None
    if isinstance(node, MapNode):
        why = reading.title(node, "why", draft.outline.language)
        node = node.get("is")
    if not isinstance(node, ScalarNode) or reading.is_empty(node):
        return None
    compiled = compile_at(draft, node, sight, expected=types.BOOLEAN)
    if compiled is None:
        return None
    return Condition(place=node.place, compiled=compiled, why=why)


def conditions(draft: Draft, node: Node | None, sight: Sight) -> tuple[Condition, ...]:
    """Compile one condition or a list of them."""
    built = (condition(draft, each, sight) for each in reading.several(node))
    return tuple(each for each in built if each is not None)
