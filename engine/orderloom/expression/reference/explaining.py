"""Step by step: every sub-expression with its place and its value."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orderloom.expression.compiled import Compiled, EvaluationFault, Fault
from orderloom.expression.functions.model import Function
from orderloom.expression.reading import children, paths
from orderloom.expression.reference.evaluator import Reference, Understood
from orderloom.expression.scope import Scope
from orderloom.expression.typed import Call, Logic, Meaning


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What ``and`` and ``or`` join in a condition, judged by itself.

    Attributes:
        text: As it was written.
        value: True, False, or None: unknown, also when ``fault`` stopped it.
        paths: What it reads, in order of appearance.
    """

    text: str
    value: Any
    paths: tuple[str, ...]
    fault: Fault | None = None


def clauses(compiled: Compiled, s: Mapping[str, Any], e: Any) -> tuple[Clause, ...]:  # noqa: ANN401
    """Judge each clause of a condition, whatever the others say; a bare one is its only clause."""
    functions = {each.name: each for each in _called(compiled.meaning)}
    return tuple(_clause(compiled.text, each, functions, s, e) for each in _split(compiled.meaning))


def _split(meaning: Meaning) -> Iterator[Meaning]:
    if isinstance(meaning, Logic):
        for each in meaning.operands:
            yield from _split(each)
    else:
        yield meaning


def _clause(
    text: str, meaning: Meaning, functions: Mapping[str, Function], s: Mapping[str, Any], e: object
) -> Clause:
    own = text[meaning.start : meaning.end]
    read = tuple(dict.fromkeys(path for path, _, _ in paths(meaning)))
    try:
        value = Understood(meaning, functions).evaluate(s, e)
    except EvaluationFault as stopped:
        return Clause(text=own, value=None, paths=read, fault=stopped.fault)
    return Clause(text=own, value=value, paths=read)


def _called(meaning: Meaning) -> Iterator[Function]:
    if isinstance(meaning, Call):
        yield meaning.function
    for each in children(meaning):
        yield from _called(each)
