"""What the checker, the generated code and the reference need to know of a function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from orderloom.expression.types import Type

Result: TypeAlias = Callable[[Sequence[Type]], Type | None]


class _Mark:
    """A default that only the place of an expression can fill."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"


REQUIRED = _Mark("required")
SCOPE_ZONE = _Mark("the flow's zone")
SCOPE_NOW = _Mark("now")
SCOPE_RECORDS = _Mark("the records of the store")
SCOPE_RATES = _Mark("the flow's rates")


class UnfitLiteral(Exception):
    """A literal argument that cannot be meant; the checker adds where it stands."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter.

    Attributes:
        name: As written in ``name=``.
        accepts: Kinds of types (``integer`` only whole numbers); empty for any.
        items: Kinds of a list's items; empty for any.
        parts: Parts that an object must have.
        default: Value when left out, or one of the marks.
        keyword_only: Whether it must be named.
        many: Whether it takes all further arguments by position.
        literal: Whether it must be known when compiling.
        may_be_empty: Whether ``""`` means something here.
        hidden: Filled by the engine, never written.
        prepare: Turns a literal into what ``run`` takes; raises ``UnfitLiteral``.
    """

    name: str
    accepts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    default: object = REQUIRED
    keyword_only: bool = False
    many: bool = False
    literal: bool = False
    may_be_empty: bool = False
    hidden: bool = False
    prepare: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function.

    Attributes:
        name: As written.
        parameters: In order.
        result: Type of its value, or what gives it from the types of the arguments (None when
            they do not fit together).
        run: Takes one value per parameter in order (a list for a repeated one), then ``start``
            and ``end`` when ``located``.
        takes_missing: Whether ``run`` sees missing values; else any makes the result missing.
        never_missing: Whether its value is never missing.
        located: Whether ``run`` may raise ``EvaluationFault``.
        en: One line for the reference.
        zh: The same in Chinese.
    """

    name: str
    parameters: tuple[Parameter, ...]
    result: Type | Result
    run: Callable[..., Any]
    takes_missing: bool = False
    never_missing: bool = False
    located: bool = False
    en: str
    zh: str
