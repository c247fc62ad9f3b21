"""Step by step: every sub-expression with its place and its value."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orderloom.expression.compiled import EvaluationFault, Fault
from orderloom.expression.reference.evaluator import Reference
from orderloom.expression.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One sub-expression, written from ``start`` to before ``end``, and its value then."""

    text: str
    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How an expression came to its value.

    Attributes:
        steps: In the order in which they were worked, inner ones first; what was not worked,
            such as the branch not taken, is absent. Literals are no steps.
        value: What came out; None also when ``fault`` stopped it.
        fault: What stopped it, if anything did.
    """

    steps: tuple[Step, ...]
    value: Any
    fault: Fault | None = None


def explain(text: str, scope: Scope, s: Mapping[str, Any], e: Any) -> Steps:  # noqa: ANN401
    """Evaluate ``text`` and say how.

    Raises:
        ExpressionInvalid: It means nothing; with every fault found.
    """
    reference = Reference(text, scope)
    steps: list[Step] = []

    def note(node: ast.expr, value: object) -> None:
        if node in reference.shown:
            start, end = node.col_offset, node.end_col_offset or 0
            steps.append(Step(text=text[start:end], start=start, end=end, value=value))

    try:
        value = reference.evaluate(s, e, watch=note)
    except EvaluationFault as stopped:
        return Steps(steps=tuple(steps), value=None, fault=stopped.fault)
    return Steps(steps=tuple(steps), value=value)
