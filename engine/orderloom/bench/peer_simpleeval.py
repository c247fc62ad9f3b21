"""simpleeval with the language's semantics: pre-parsed, decimals, three-valued logic."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from simpleeval import EvalWithCompoundTypes

from orderloom.expression.functions.text import contains, length

Operation = Callable[[Any, Any], Any]


def _unless_missing(operation: Operation) -> Operation:
    def aware(left: object, right: object) -> object:
        return None if left is None or right is None else operation(left, right)

    return aware


def _divide(left: Decimal, right: Decimal) -> Decimal | None:
    return left / right if right else None


_OPERATIONS: Mapping[type[ast.AST], Operation] = MappingProxyType(
    {
        ast.Gt: operator.gt,
        ast.GtE: operator.ge,
        ast.Lt: operator.lt,
        ast.LtE: operator.le,
        ast.Eq: operator.eq,
        ast.NotEq: operator.ne,
        ast.In: lambda value, values: value in values,
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: _divide,
    }
)


class Reference(EvalWithCompoundTypes):  # type: ignore[misc] # has no types
    """Evaluates trees that ``prepared`` gives, over records that ``filled`` gives."""

    def __init__(self) -> None:
        super().__init__(functions={"contains": _unless_missing(contains), "length": length})
        operators: dict[type[ast.AST], Callable[..., object]] = {
            kind: _unless_missing(each) for kind, each in _OPERATIONS.items()
        }
        operators[ast.Not] = lambda value: None if value is None else not value
        self.operators = operators
        self.nodes[ast.BoolOp] = self._logic
        self.nodes[ast.Subscript] = self._part

    def _logic(self, node: ast.BoolOp) -> bool | None:
        decisive = isinstance(node.op, ast.Or)
        result: bool | None = not decisive
        for operand in node.values:
            value = self._eval(operand)
            if value is decisive:
                return decisive is True
            if value is None:
                result = None
        return result

    def _part(self, node: ast.Subscript) -> object:
        return self._eval(node.value)[self._eval(node.slice)]


class _Lowered(ast.NodeTransformer):
    """Makes ``a.b`` a subscript, true and false what they are, and numbers with a point exact."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Subscript(self.visit(node.value), ast.Constant(node.attr), ast.Load())

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, float):
            node.value = Decimal(str(node.value))  # type: ignore[assignment] # simpleeval takes it
        return node


def prepared(conditions: Sequence[str]) -> list[tuple[str, ast.AST]]:
    """Parse conditions once; give each with its tree."""
    return [(text, _Lowered().visit(ast.parse(text, mode="eval")).body) for text in conditions]


def filled(record: Mapping[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record in which every name of ``shape`` is there, missing ones as None.

    ``shape`` is a record with nothing missing.
    """
    return {name: _filled(record.get(name), whole) for name, whole in shape.items()}


def _filled(value: Any, whole: Any) -> Any:  # noqa: ANN401 - any value of a record
    if isinstance(whole, dict):
        return filled(value, whole)
    if isinstance(whole, list):
        return [_filled(part, whole[0]) for part in value]
    return value
