"""The syntax tree: what was written, before anybody asks what it means."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to before ``end``, in characters of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal(Span):
    """``kind`` is the token's type in lower case, ``text`` what it stands for."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class NameNode(Span):
    """A name by itself."""

    name: str


@dataclass(frozen=True, slots=True)
class PartNode(Span):
    """``of.name``; the name stands from ``at`` to ``end``."""

    of: "Node"
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class ItemNode(Span):
    """``of[index]``."""

    of: "Node"
    index: "Node"


@dataclass(frozen=True, slots=True)
class Argument(Span):
    """One argument; ``keyword`` is empty for one by position."""

    value: "Node"
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class CallNode(Span):
    """``target(arguments)``."""

    target: "Node"
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class NegativeNode(Span):
    """``-operand``."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class NotNode(Span):
    """``not operand``."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class LogicNode(Span):
    """All of ``and``, or all of ``or``."""

    operator: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ComparisonNode(Span):
    """``first < rest[0] < rest[1]``, with the operators between."""

    operands: tuple["Node", ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainNode(Span):
    """``a + b - c`` or ``a * b / c``: worked from the left."""

    operands: tuple["Node", ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionalNode(Span):
    """``then if condition else otherwise``."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class ListNode(Span):
    """``[a, b]``."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class TupleNode(Span):
    """``(a, b)``, which the language does not have."""


@dataclass(frozen=True, slots=True)
class LoopNode(Span):
    """``item for variable in source if condition``; the variable stands at ``at``."""

    item: "Node"
    variable: str
    at: int
    source: "Node"
    condition: "Node | None"


@dataclass(frozen=True, slots=True)
class PathTooLong(Span):
    """More parts in a row than are allowed."""


Node: TypeAlias = (
    Literal
    | NameNode
    | PartNode
    | ItemNode
    | CallNode
    | NegativeNode
    | NotNode
    | LogicNode
    | ComparisonNode
    | ChainNode
    | ConditionalNode
    | ListNode
    | TupleNode
    | LoopNode
    | PathTooLong
)
