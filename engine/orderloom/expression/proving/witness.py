"""Values with which conditions really come out as asked: found by trying, held by the reference.

What is worked out of others (``length(digits(phone))``) has no value of its own that could be
given. So the solver's values of plain fields are kept, and for the fields that others are worked
out of a number of likely values are tried.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple
from zlib import crc32

from orderloom.expression.functions.model import Function
from orderloom.expression.invalid import EvaluationFault
from orderloom.expression.lookup import NoRecords
from orderloom.expression.proving.forms import Form, Spot, To, constants, spots
from orderloom.expression.proving.guessing import likely
from orderloom.expression.proving.solving import Question, Solver
from orderloom.expression.reference.evaluator import Understood

_MOST_SOLUTIONS = 12
_MOST_GUESSES = 300


class Witness(NamedTuple):
    """Names with their values, and the parts of records that references point at, by id."""

    names: Mapping[str, Any]
    records: Mapping[str, Mapping[str, Any]]


class _UnfitError(Exception):
    """Values that cannot be together: a part of what is missing."""


class _Given(NoRecords):
    """The records of a witness."""

    def __init__(self, records: Mapping[str, Mapping[str, Any]]) -> None:
        self._records = records

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401
        """Give a part of one of them."""
        return self._records.get(record_id, {}).get(name)


class Witnesses:
    """Looks for values with which a question is answered."""

    def __init__(
        self, question: Question, solver: Solver, functions: Mapping[str, Function]
    ) -> None:
        together = [*question.true, *(each for several in question.untrue for each in several)]
        conditions = [each.meaning for each in together]
        self._solver = solver
        self._true = [Understood(each.meaning, functions) for each in question.true]
        self._untrue = [
            [Understood(each.meaning, functions) for each in several] for several in question.untrue
        ]
        self._spots = dict(each for node in conditions for each in spots(node))
        self._pool = [each for node in conditions for each in constants(node) if each is not None]

    def find(self) -> Witness | None:
        """Give the first that holds; None: none was found.

        Raises:
            GaveUpError: The solver did.
        """
        for solution in islice(self._solver.solutions(), _MOST_SOLUTIONS):
            for values in islice(self._guesses(solution), _MOST_GUESSES):
                try:
                    found = _placed(values)
                except _UnfitError:
                    continue
                if self._holds(found):
                    return found
        return None

    def _guesses(self, solution: Mapping[Form, Any]) -> Iterator[Mapping[Spot, Any]]:
        """Give values for all paths: the solution's, and likely ones where it says nothing."""
        known: dict[Spot, Any] = {}
        present: set[Spot] = set()
        for variable in self._solver.variables:
            if variable.spot is None:
                continue
            value = solution[variable.key]
            if value is not None and not variable.literals and not variable.is_truth:
                present.add(variable.spot)
            else:
                known[variable.spot] = value
        free = [spot for spot in self._spots if spot not in known]
        if not free:
            yield known
            return
        choices = [
            likely(self._spots[spot].type, self._pool, may_be_missing=spot not in present)
            for spot in free
        ]
        for guess in range(_MOST_GUESSES):
            yield known | {
                spot: values[crc32(f"{guess} {spot}".encode()) % len(values)]
                for spot, values in zip(free, choices, strict=True)
            }

    def _holds(self, found: Witness) -> bool:
        records = _Given(found.records)

        def is_true(condition: Understood) -> bool:
            return condition.evaluate_with(found.names, records) is True

        try:
            return all(map(is_true, self._true)) and not any(
                all(map(is_true, several)) for several in self._untrue
            )
        except (EvaluationFault, ArithmeticError, AttributeError, TypeError):
            return False  # a guess that the expression was never meant for


def _placed(values: Mapping[Spot, Any]) -> Witness:
    names: dict[str, Any] = {}
    records: dict[str, dict[str, Any]] = {}
    absent = {spot for spot, value in values.items() if value is None}
    for spot in sorted(values, key=len):
        if spot in absent:
            continue
        if any(spot[:length] in absent for length in range(1, len(spot))):
            raise _UnfitError
        holder: Any = names
        for place, step in enumerate(spot[:-1]):
            holder = _entered(holder, step, spot[place + 1], records)
        _put(holder, spot[-1], values[spot])
    return Witness(names, records)


def _entered(
    holder: Any,  # noqa: ANN401 - an object or a list
    step: str | int | To,
    following: str | int | To,
    records: dict[str, dict[str, Any]],
) -> Any:  # noqa: ANN401
    """Give what is at a step, made as the following step needs it."""
    key = step.name if isinstance(step, To) else step
    if isinstance(following, To):
        _put(holder, step, record_id := f"{key}_1")
        return records.setdefault(record_id, {})
    found = _part(holder, key)
    if found is None:
        _put(holder, step, found := [] if isinstance(following, int) else {})
    return found


def _part(holder: Any, key: str | int) -> Any:  # noqa: ANN401
    if isinstance(key, int):
        return holder[key] if isinstance(holder, list) and key < len(holder) else None
    return holder.get(key) if isinstance(holder, dict) else None


def _put(holder: Any, step: str | int | To, value: Any) -> None:  # noqa: ANN401
    key = step.name if isinstance(step, To) else step
    if isinstance(key, int) and isinstance(holder, list):
        holder += [{} for _ in range(key + 1 - len(holder))]
        holder[key] = value
    elif isinstance(key, str) and isinstance(holder, dict):
        holder[key] = value
    else:
        raise _UnfitError
