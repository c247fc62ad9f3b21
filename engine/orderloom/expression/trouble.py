"""Faults while running: a value of unknown type that turned out wrong, or too big."""

from typing import NoReturn

from orderloom.expression.compiled import EvaluationFault, Fault


def refuse(code: str, start: int, end: int, **facts: str) -> NoReturn:
    """Raise ``EvaluationFault`` at ``start`` to ``end`` of the expression."""
    raise EvaluationFault(Fault(code=code, start=start, end=end, facts=facts))
