"""From the parser's reductions to the syntax tree."""
# ruff: noqa: D102 - the grammar says what each rule means

from typing import Any, NamedTuple, TypeAlias

from lark import Token, Transformer

from orderloom.expression.limits import MAX_PATH
from orderloom.expression.syntax import (
    Argument,
    CallNode,
    ChainNode,
    ComparisonNode,
    ConditionalNode,
    ItemNode,
    ListNode,
    Literal,
    LogicNode,
    LoopNode,
    NameNode,
    NegativeNode,
    Node,
    NotNode,
    PartNode,
    PathTooLong,
    TupleNode,
)

_Children: TypeAlias = list[Any]


class _Trailer(NamedTuple):
    """What follows a value: ``.part``, ``[item]`` or ``(arguments)``."""

    kind: str
    children: _Children

    @property
    def end(self) -> int:
        return _end(self.children[-1])


def _start(child: Any) -> int:  # noqa: ANN401 - a token, a node or a trailer
    return (child.start_pos or 0) if isinstance(child, Token) else int(child.start)


def _end(child: Any) -> int:  # noqa: ANN401 - a token, a node or a trailer
    return (child.end_pos or 0) if isinstance(child, Token) else int(child.end)


def _nodes(children: _Children) -> tuple[Any, ...]:
    return tuple(child for child in children if not isinstance(child, Token))


def _operators(children: _Children) -> tuple[str, ...]:
    return tuple(str(child) for child in children if isinstance(child, Token))


def _literal(children: _Children) -> Literal:
    token = children[0]
    return Literal(_start(token), _end(token), token.type.lower(), str(token))


def _trail(of: Node, trailer: _Trailer, start: int) -> Node:
    if trailer.kind == "part":
        name = trailer.children[1]
        return PartNode(start, trailer.end, of, str(name), _start(name))
    if trailer.kind == "item":
        return ItemNode(start, trailer.end, of, trailer.children[1])
    arguments = tuple(child for child in trailer.children if isinstance(child, Argument))
    return CallNode(start, trailer.end, of, arguments)


class Builder(Transformer[Token, Node]):
    """One method per rule of the grammar, named after it; each takes the rule's children."""

    number = percent = duration = money = text = boolean = staticmethod(_literal)

    def start(self, children: _Children) -> Node:
        node: Node = children[0]
        return node

    def name(self, children: _Children) -> Node:
        return NameNode(_start(children[0]), _end(children[0]), str(children[0]))

    def group(self, children: _Children) -> Node:
        node: Node = children[1]
        return node

    def tuple(self, children: _Children) -> Node:
        return TupleNode(_start(children[0]), _end(children[-1]))

    def list(self, children: _Children) -> Node:
        return ListNode(_start(children[0]), _end(children[-1]), _nodes(children))

    def looped_list(self, children: _Children) -> Node:
        node: Node = children[1]
        return node

    def loop(self, children: _Children) -> Node:
        item, variable, source = children[0], children[2], children[4]
        condition = children[6] if len(children) > 5 else None
        return LoopNode(
            _start(item),
            _end(children[-1]),
            item,
            str(variable),
            _start(variable),
            source,
            condition,
        )

    def argument(self, children: _Children) -> Argument:
        return Argument(_start(children[0]), _end(children[0]), children[0])

    def keyword(self, children: _Children) -> Argument:
        name, value = children[0], children[2]
        return Argument(_start(name), _end(value), value, str(name))

    def part(self, children: _Children) -> _Trailer:
        return _Trailer("part", children)

    def item(self, children: _Children) -> _Trailer:
        return _Trailer("item", children)

    def call(self, children: _Children) -> _Trailer:
        return _Trailer("call", children)

    def path(self, children: _Children) -> Node:
        node: Node = children[0]
        start = _start(node)
        if len(children) - 1 > MAX_PATH:
            return PathTooLong(start, _end(children[-1]))
        for trailer in children[1:]:
            node = _trail(node, trailer, start)
        return node

    def negative(self, children: _Children) -> Node:
        return NegativeNode(_start(children[0]), _end(children[1]), children[1])

    def negation(self, children: _Children) -> Node:
        return NotNode(_start(children[0]), _end(children[1]), children[1])

    def disjunction(self, children: _Children) -> Node:
        return LogicNode(_start(children[0]), _end(children[-1]), "or", _nodes(children))

    def conjunction(self, children: _Children) -> Node:
        return LogicNode(_start(children[0]), _end(children[-1]), "and", _nodes(children))

    def comparison(self, children: _Children) -> Node:
        return ComparisonNode(
            _start(children[0]), _end(children[-1]), _nodes(children), _operators(children)
        )

    def sum(self, children: _Children) -> Node:
        return ChainNode(
            _start(children[0]), _end(children[-1]), _nodes(children), _operators(children)
        )

    def product(self, children: _Children) -> Node:
        return self.sum(children)

    def conditional(self, children: _Children) -> Node:
        then, condition, otherwise = children[0], children[2], children[4]
        return ConditionalNode(_start(then), _end(otherwise), condition, then, otherwise)
