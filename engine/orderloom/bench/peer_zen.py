"""zen-engine's decision table over the same conditions; an optional peer."""

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

_SIGNS: Mapping[type[ast.AST], str] = MappingProxyType(
    {
        ast.Gt: ">",
        ast.GtE: ">=",
        ast.Lt: "<",
        ast.LtE: "<=",
        ast.Eq: "==",
        ast.NotEq: "!=",
        ast.Add: "+",
        ast.Sub: "-",
        ast.Mult: "*",
        ast.Div: "/",
    }
)
Decide = Callable[[Mapping[str, Any]], list[int]]


def is_installed() -> bool:
    """Say whether the peer can be measured against."""
    return find_spec("zen") is not None


def decision_table(conditions: Sequence[str]) -> Decide:
    """Give a function from an order to the numbers of the conditions that are true, in order."""
    zen = import_module("zen")
    rows = [
        {"_id": str(number), "condition": _translated(text), "number": str(number)}
        for number, text in enumerate(conditions)
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "condition", "name": "condition"}],
        "outputs": [{"id": "number", "name": "number", "field": "number"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "name": "table",
            "type": "decisionTableNode",
            "position": {"x": 1, "y": 0},
            "content": table,
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    document = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": nodes,
        "edges": edges,
    }
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(document)))

    def decide(order: Mapping[str, Any]) -> list[int]:
        found = decision.evaluate(order)["result"]
        return [row["number"] for row in found] if isinstance(found, list) else []

    return decide


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    """Give a value as zen takes it: it knows no decimals of Python."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def _translated(text: str) -> str:
    return _true(ast.parse(text, mode="eval").body)


def _true(node: ast.AST) -> str:
    """Write when a condition is certainly true: zen fails on what is missing."""
    match node:
        case ast.BoolOp(op=op, values=values):
            sign = " and " if isinstance(op, ast.And) else " or "
            return f"({sign.join(_true(value) for value in values)})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"({_present(operand)}{_value(operand)} == false)"
        case ast.Name():
            return f"({_present(node)}{_value(node)} == true)"
        case _:
            return f"({_present(node)}{_value(node)})"


def _present(node: ast.AST) -> str:
    """Write that all paths in a node have values, but those that ``length`` takes missing."""
    paths = dict.fromkeys(_paths(node))
    return "".join(f"{path} != null and " for path in paths)


def _paths(node: ast.AST) -> list[str]:
    match node:
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return [ast.unparse(node)]
        case ast.Call(func=ast.Name(id="length")):
            return []
        case ast.Call(args=args):
            return [path for each in args for path in _paths(each)]
        case _:
            return [path for each in ast.iter_child_nodes(node) for path in _paths(each)]


def _value(node: ast.AST) -> str:
    match node:
        case ast.Compare(left=left, ops=[ast.In()], comparators=[right]):
            return f"{_value(left)} in {_value(right)}"
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return f"{_value(left)} {_SIGNS[type(sign)]} {_value(right)}"
        case ast.BinOp(left=left, op=sign, right=right):
            return f"({_value(left)} {_SIGNS[type(sign)]} {_value(right)})"
        case ast.Call(func=ast.Name(id="length"), args=[text]):
            return f"len({_value(text)} ?? '')"
        case _:
            # Calls, lists, texts and numbers are written as in Python.
            return ast.unparse(node)
