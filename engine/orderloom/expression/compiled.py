"""A compiled expression: what definitions hold and the interpreter runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Protocol, TypeAlias

from orderloom.expression.invalid import EvaluationFault, ExpressionInvalid, Fault
from orderloom.expression.typed import Meaning
from orderloom.expression.types import Type

__all__ = [
    "Code",
    "Compiled",
    "Evaluate",
    "EvaluationFault",
    "ExpressionInvalid",
    "Fault",
    "Gate",
    "Read",
    "Truth",
    "Written",
]

Evaluate: TypeAlias = Callable[[Mapping[str, Any], Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A name that an expression reads, for traces: ``path`` as a person would write it.

    ``root`` is the field's own name, never its alias. ``value`` never raises: what cannot be
    reached is missing.
    """

    path: str
    root: str
    value: Evaluate


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A condition can be true only when ``source`` is one of ``values``.

    Attributes:
        source: A Python expression over ``s`` and ``e``; it never raises.
        values: At least one, none of them None.
        is_quiet: With a missing value the condition cannot be true, and judging it cannot raise
            either: nobody would notice if it were left out.
    """

    source: str
    values: frozenset[object]
    is_quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Whether an expression is True, for functions that ask it of many at once.

    Attributes:
        source: A Python expression over ``e``, the keys of the constants and those of ``shared``;
            truthy exactly when the expression is True. It raises what the expression raises.
        shared: Names to be bound before it, in order, each to a Python expression over ``s`` and
            earlier names that cannot raise. Equal names of two expressions are equal, so that a
            path that many rules read is read once.
    """

    source: str
    shared: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is generated of an expression.

    Attributes:
        source: A Python expression over ``s``, ``e`` and the keys of ``constants``; it can be
            put into a bigger generated function together with others.
        constants: What ``source`` names besides ``s`` and ``e``. Equal keys in two expressions
            hold equal values, so that dictionaries can be merged.
        truth: For conditions.
        gate: What it must find equal before it can be true, if it begins so.
    """

    source: str
    constants: Mapping[str, Any]
    truth: Truth
    gate: Gate | None


class Code(Protocol):
    """Generates the code of an expression: each part for whoever has a use for it."""

    def written(self) -> Written:
        """Give it as text, for bigger functions."""
        ...

    def evaluate(self) -> Evaluate:
        """Give its value as a function."""
        ...

    def reads(self) -> Sequence[Evaluate]:
        """Give a function for each path that it reads, in order of appearance."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Compiled:
    """An expression, ready to run.

    Whoever only checks a flow runs none of its expressions: code is written when first asked for.

    Attributes:
        text: As it was written.
        type: Static type of its value.
        meaning: What was understood.
        paths: Every distinct path read, with its root's name, in order of appearance.
        volatile: Whether it reads ``now``.
        code: Generates it.
    """

    text: str
    type: Type
    meaning: Meaning
    paths: Mapping[str, str]
    volatile: bool
    code: Code

    @cached_property
    def written(self) -> Written:
        """What is generated of it."""
        return self.code.written()

    @cached_property
    def evaluate(self) -> Evaluate:
        """Its value, as a function of ``(s, e)``.

        It raises ``EvaluationFault`` only where a type was not known statically.
        """
        return self.code.evaluate()

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """Every distinct path read, in order of appearance."""
        return tuple(
            Read(path=path, root=root, value=partial(self._read, place))
            for place, (path, root) in enumerate(self.paths.items())
        )

    @cached_property
    def readers(self) -> Sequence[Evaluate]:
        """A function for each of the reads."""
        return self.code.reads()

    def _read(self, place: int, s: Mapping[str, Any], e: Any) -> Any:  # noqa: ANN401 - any value
        return self.readers[place](s, e)
