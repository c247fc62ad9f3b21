"""A question about conditions, answered: no way, a way that was tried, or not proven."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orderloom.expression.functions.model import Function
from orderloom.expression.proving.forms import Spot
from orderloom.expression.proving.solving import GaveUpError, Question, Solver
from orderloom.expression.proving.witness import Witness, Witnesses


@dataclass(frozen=True, slots=True)
class Impossible:
    """There is no way: proved."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """Neither was a way found nor that there is none; ``part`` stands in the way."""

    part: str


def is_impossible(question: Question, never_missing: Callable[[Spot], bool]) -> bool:
    """Say whether it is proved that there is no way."""
    try:
        return next(Solver(question, never_missing).solutions(), None) is None
    except GaveUpError:
        return False


def answer(
    question: Question,
    never_missing: Callable[[Spot], bool],
    functions: Mapping[str, Function],
) -> Impossible | Witness | Unproven:
    """Answer a question.

    Args:
        question: What is to be true, and what is not.
        never_missing: Says whether what stands at a path is always there.
        functions: What may be called there.
    """
    if is_impossible(question, never_missing):
        return Impossible()
    solver = Solver(question, never_missing)
    whole = question.true[0].text
    try:
        found = Witnesses(question, solver, functions).find()
    except GaveUpError:
        return Unproven(whole)
    if found is not None:
        return found
    return Unproven(next((each.said for each in solver.variables if each.spot is None), whole))
