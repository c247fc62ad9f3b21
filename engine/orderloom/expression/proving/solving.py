"""Is there a way for conditions to be true, and others not, all at once?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from orderloom.expression.proving.forms import Form, Spot
from orderloom.expression.proving.judging import TRUE, Asked, Conditions, Judge
from orderloom.expression.proving.variables import Variable, values_of

MOST_TRIES = 4_000
"""So often conditions are judged for one question before it is given up."""


class GaveUpError(Exception):
    """There are too many ways to try them all."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which conditions are to be true, and of which others not all may be true."""

    true: tuple[Asked, ...]
    untrue: tuple[tuple[Asked, ...], ...] = ()


class Solver:
    """Tries the values that matter, thing by thing, and turns back where it cannot come out."""

    def __init__(self, question: Question, never_missing: Callable[[Spot], bool]) -> None:
        conditions = Conditions()
        self._true = [conditions.take(each) for each in question.true]
        self._untrue = [conditions.all_of(each) for each in question.untrue]
        self.variables: Sequence[Variable] = tuple(conditions.variables.values())
        self._values = [values_of(each, never_missing) for each in self.variables]
        self._tries = 0

    def solutions(self) -> Iterator[dict[Form, Any]]:
        """Give values for all things with which the question is answered.

        Raises:
            GaveUpError: There is too much to try.
        """
        yield from self._solve({}, 0)

    def _solve(self, assigned: dict[Form, Any], place: int) -> Iterator[dict[Form, Any]]:
        self._tries += 1
        if self._tries > MOST_TRIES:
            raise GaveUpError
        if not self._is_possible(assigned):
            return
        if place == len(self.variables):
            yield dict(assigned)
            return
        key = self.variables[place].key
        for value in self._values[place]:
            assigned[key] = value
            yield from self._solve(assigned, place + 1)
        assigned.pop(key, None)

    def _is_possible(self, assigned: dict[Form, Any]) -> bool:
        def can_be_true(judge: Judge) -> bool:
            return bool(judge(assigned) & TRUE)

        return all(map(can_be_true, self._true)) and all(
            each(assigned) != TRUE for each in self._untrue
        )
