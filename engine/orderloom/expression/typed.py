"""The typed tree: what an expression means. Every name in it is known, every operand fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from orderloom.expression.functions.model import Function
from orderloom.expression.scope import Name
from orderloom.expression.types import Type


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of ``type``, written from ``start`` to before ``end``."""

    type: Type
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant(Typed):
    """A value known when compiling; None is missing."""

    value: object


@dataclass(frozen=True, slots=True)
class Root(Typed):
    """A name of the scope; ``name`` is the field's own, never its alias."""

    name: str
    binding: Name


@dataclass(frozen=True, slots=True)
class Variable(Typed):
    """The part that a loop is at."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Part(Typed):
    """``of.name``."""

    of: "Meaning"
    name: str


@dataclass(frozen=True, slots=True)
class Reached(Typed):
    """``of.name`` where ``of`` is the id of a record."""

    of: "Meaning"
    name: str


@dataclass(frozen=True, slots=True)
class Children(Typed):
    """``of.name``: ids of the records whose ``through`` points at ``of``, a record or its id."""

    of: "Meaning"
    name: str
    record: str
    through: str


@dataclass(frozen=True, slots=True)
class Records(Typed):
    """The records of the store, for functions that look at them; nobody writes it."""


@dataclass(frozen=True, slots=True)
class Item(Typed):
    """``of[index]``."""

    of: "Meaning"
    index: "Meaning"


@dataclass(frozen=True, slots=True)
class Wanted(Typed):
    """A value of unknown type that must turn out to be one of ``kinds``."""

    of: "Meaning"
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negative(Typed):
    """``-operand``."""

    operand: "Meaning"


@dataclass(frozen=True, slots=True)
class Not(Typed):
    """``not operand``."""

    operand: "Meaning"


@dataclass(frozen=True, slots=True)
class Logic(Typed):
    """All operands (``and``) or one of them (``or``)."""

    operator: str
    operands: tuple["Meaning", ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One operator of a chain with its right operand; ``result`` is the type so far."""

    operator: str
    family: tuple[str, str]
    operand: "Meaning"
    result: Type
    end: int


@dataclass(frozen=True, slots=True)
class Chain(Typed):
    """``first + a - b`` or ``first * a / b``, from the left."""

    first: "Meaning"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Typed):
    """``operands[0] < operands[1] < …``; ``families`` says how each pair compares."""

    operands: tuple["Meaning", ...]
    operators: tuple[str, ...]
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Membership(Typed):
    """``value in collection``, or its opposite."""

    value: "Meaning"
    collection: "Meaning"
    negated: bool
    family: str


@dataclass(frozen=True, slots=True)
class Conditional(Typed):
    """``then if condition else otherwise``."""

    condition: "Meaning"
    then: "Meaning"
    otherwise: "Meaning"


@dataclass(frozen=True, slots=True)
class Listing(Typed):
    """``[a, b]``."""

    items: tuple["Meaning", ...]


@dataclass(frozen=True, slots=True)
class Loop(Typed):
    """``item for variable in source if condition``."""

    item: "Meaning"
    variable: int
    source: "Meaning"
    condition: "Meaning | None"


@dataclass(frozen=True, slots=True)
class Call(Typed):
    """A function with an argument (several for a repeated one) for every parameter."""

    function: Function
    arguments: Mapping[str, "Meaning | tuple[Meaning, ...]"]


Meaning: TypeAlias = (
    Constant
    | Root
    | Variable
    | Part
    | Reached
    | Children
    | Records
    | Item
    | Wanted
    | Negative
    | Not
    | Logic
    | Chain
    | Comparison
    | Membership
    | Conditional
    | Listing
    | Loop
    | Call
)
