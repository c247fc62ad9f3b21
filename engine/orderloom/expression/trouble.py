"""Faults while running: a value of unknown type that turned out wrong, or too big."""

from typing import Final, NoReturn, TypeAlias

from orderloom.expression.invalid import EvaluationFault, Fault

Trouble: TypeAlias = EvaluationFault | ArithmeticError
TROUBLE: Final = (EvaluationFault, ArithmeticError)
"""What working out an expression may raise: a fault, or a number or instant beyond all bounds."""


def refuse(code: str, start: int, end: int, **facts: str) -> NoReturn:
    """Raise ``EvaluationFault`` at ``start`` to ``end`` of the expression."""
    raise EvaluationFault(Fault(code=code, start=start, end=end, facts=facts))


def fault_of(trouble: Trouble) -> Fault:
    """Give what went wrong; where a number got out of bounds, all of the expression is to blame."""
    if isinstance(trouble, EvaluationFault):
        return trouble.fault
    return Fault(code="OL394", start=0, end=0, facts={})
