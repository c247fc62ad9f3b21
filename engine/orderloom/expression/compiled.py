"""A compiled expression: what definitions hold and the interpreter runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from orderloom.expression.types import Type

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
class Compiled:
    """An expression, ready to run.

    Attributes:
        text: As it was written.
        type: Static type of its value.
        source: A Python expression over ``s``, ``e`` and the keys of ``constants``; it can be
            put into a bigger generated function together with others.
        constants: What ``source`` names besides ``s`` and ``e``. Equal keys in two expressions
            hold equal values, so that dictionaries can be merged.
        evaluate: ``source`` as a function of ``(s, e)``. Raises ``EvaluationFault`` only where
            a type was not known statically.
        reads: Every distinct path read, in order of appearance.
        truth: For conditions.
        volatile: Whether it reads ``now``.
        gate: What it must find equal before it can be true, if it begins so.
    """

    text: str
    type: Type
    source: str
    constants: Mapping[str, Any]
    evaluate: Evaluate
    reads: tuple[Read, ...]
    truth: Truth
    volatile: bool = False
    gate: Gate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with an expression's text.

    ``start`` and ``end`` are offsets in characters from 0 into the text; ``facts`` fill the
    wording of ``code``.
    """

    code: str
    start: int
    end: int
    facts: Mapping[str, str]


class ExpressionInvalid(Exception):
    """An expression does not compile; ``faults`` holds every finding, by position."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


class EvaluationFault(Exception):
    """A value of unknown type turned out wrong while running; ``fault`` says where and what."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
