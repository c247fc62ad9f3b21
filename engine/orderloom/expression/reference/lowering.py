"""From our checked tree to nodes of Python's ``ast``, which simpleeval walks.

Every node carries where its text stands: ``col_offset`` to ``end_col_offset``. Paths become
subscripts, chains nested operations, what must be looked at while running calls of ``want``.
"""

import ast
from collections.abc import Mapping
from typing import Any, TypeVar

from orderloom.expression.kinds import is_integer
from orderloom.expression.typed import (
    Call,
    Chain,
    Children,
    Comparison,
    Conditional,
    Constant,
    Item,
    Listing,
    Logic,
    Loop,
    Meaning,
    Membership,
    Negative,
    Not,
    Part,
    Reached,
    Records,
    Root,
    Step,
    Variable,
    Wanted,
)
from orderloom.expression.types import ReferenceType

# No function of the language can have a space in its name.
WANT = "want "
DECIMAL = "decimal "
PART = "part "
CHILDREN = "children "
RECORDS = "records "

_Node = TypeVar("_Node", bound=ast.expr)
_ARITHMETIC: Mapping[str, type[ast.operator]] = {
    "+": ast.Add,
    "-": ast.Sub,
    "*": ast.Mult,
    "/": ast.Div,
}
_COMPARISONS: Mapping[str, type[ast.cmpop]] = {
    "==": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}
_PATHS = (Root, Variable, Part, Item, Wanted, Reached, Children)


class Lowering:
    """One expression on its way.

    Attributes:
        roots: The names of the scope that it reads.
        shown: The nodes whose values a person wants to see, one for each sub-expression; parts of
            a longer path, constants and what the engine fills in are not among them.
    """

    def __init__(self) -> None:
        self.roots: dict[str, Root] = {}
        self.shown: set[ast.expr] = set()

    def lower(self, node: Meaning, *, shown: bool = True) -> ast.expr:
        """Give the node of Python for ``node``."""
        made = self._lower(node)
        if shown and not isinstance(node, Constant | Wanted | Chain):
            self.shown.add(made)
        return made

    def _lower(self, node: Meaning) -> ast.expr:  # noqa: PLR0911 - one line a node
        match node:
            case Constant() | Root() | Variable() | Part() | Item() | Wanted():
                return self._path(node)
            case Negative(operand=operand):
                return _at(node, ast.UnaryOp(ast.USub(), self.lower(operand)))
            case Not(operand=operand):
                return _at(node, ast.UnaryOp(ast.Not(), self.lower(operand)))
            case Chain():
                return self._chain(node)
            case Comparison() | Membership():
                return self._comparison(node)
            case Call():
                return self._call(node)
            case Reached() | Children() | Records():
                return self._record(node)
            case _:
                return self._joined(node)

    def _path(self, node: Constant | Root | Variable | Part | Item | Wanted) -> ast.expr:
        match node:
            case Constant(value=value):
                return _constant(node, value)
            case Root(name=name):
                self.roots[name] = node
                return _at(node, ast.Name(name))
            case Variable(number=number):
                return _at(node, ast.Name(variable_name(number)))
            case Part(of=of, name=name):
                return _at(node, ast.Subscript(self._inner(of), _constant(node, name)))
            case Item(of=of, index=index):
                return _at(node, ast.Subscript(self._inner(of), self.lower(index)))
            case Wanted(of=of, kinds=kinds):
                # The wish has the place of what it looks at: one step, not two.
                arguments = [self.lower(of), _constant(node, kinds)]
                return _at(node, ast.Call(ast.Name(WANT), arguments, []))

    def _record(self, node: Reached | Children | Records) -> ast.expr:
        """Lower what looks at other records: a part of one, or those that point at one."""
        if isinstance(node, Records):
            return _at(node, ast.Name(RECORDS))
        of = self._inner(node.of)
        if isinstance(node, Reached):
            return _at(node, ast.Call(ast.Name(PART), [of, _constant(node, node.name)], []))
        if not isinstance(node.of.type, ReferenceType):
            of = _at(node, ast.Subscript(of, _constant(node, "id")))
        of_type, through = _constant(node, node.record), _constant(node, node.through)
        return _at(node, ast.Call(ast.Name(CHILDREN), [of, of_type, through], []))

    def _inner(self, of: Meaning) -> ast.expr:
        """Lower what a longer path begins with."""
        if isinstance(of, Wanted):
            arguments = [self._inner(of.of), _constant(of, of.kinds)]
            return _at(of, ast.Call(ast.Name(WANT), arguments, []))
        return self.lower(of, shown=not isinstance(of, _PATHS))

    def _joined(self, node: Logic | Conditional | Listing | Loop) -> ast.expr:
        match node:
            case Logic(operator=operator, operands=operands):
                joint = ast.And() if operator == "and" else ast.Or()
                return _at(node, ast.BoolOp(joint, [self.lower(each) for each in operands]))
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                parts = (self.lower(condition), self.lower(then), self.lower(otherwise))
                return _at(node, ast.IfExp(*parts))
            case Listing(items=items):
                return _at(node, ast.List([self.lower(item) for item in items]))
            case Loop(item=item, variable=variable, source=source, condition=condition):
                tests = [] if condition is None else [self.lower(condition)]
                target = ast.Name(variable_name(variable))
                rounds = ast.comprehension(target, self.lower(source), tests, 0)
                return _at(node, ast.ListComp(self.lower(item), [rounds]))

    def _chain(self, node: Chain) -> ast.expr:
        left = self.lower(node.first)
        for step in node.steps:
            left = self._step(node, left, step)
            self.shown.add(left)
        return left

    def _step(self, node: Chain, left: ast.expr, step: Step) -> ast.expr:
        if step.family == ("number", "number") and not is_integer(step.result):
            # What is a decimal by its type is one even where both happen to be whole.
            left = _at(node, ast.Call(ast.Name(DECIMAL), [left], []))
        made = ast.BinOp(left, _ARITHMETIC[step.operator](), self.lower(step.operand))
        made.col_offset, made.end_col_offset = node.start, step.end
        return made

    def _comparison(self, node: Comparison | Membership) -> ast.expr:
        if isinstance(node, Membership):
            sign = ast.NotIn() if node.negated else ast.In()
            operands = [self.lower(node.value), self.lower(node.collection)]
            return _at(node, ast.Compare(operands[0], [sign], operands[1:]))
        operands = [self.lower(operand) for operand in node.operands]
        signs: list[ast.cmpop] = [_COMPARISONS[sign]() for sign in node.operators]
        return _at(node, ast.Compare(operands[0], signs, operands[1:]))

    def _call(self, node: Call) -> ast.expr:
        """Lower a call: one argument for each parameter, a list for a repeated one."""
        arguments: list[ast.expr] = []
        for parameter in node.function.parameters:
            bound = node.arguments[parameter.name]
            if isinstance(bound, tuple):
                arguments.append(_at(node, ast.List([self.lower(each) for each in bound])))
            else:
                is_filled_in = (bound.start, bound.end) == (node.start, node.end)
                arguments.append(self.lower(bound, shown=not (parameter.hidden or is_filled_in)))
        return _at(node, ast.Call(ast.Name(node.function.name), arguments, []))


def variable_name(number: int) -> str:
    """Name a loop's variable as no name of the scope can be named."""
    return f"item {number}"


def _constant(node: Meaning, value: Any) -> ast.expr:  # noqa: ANN401 - wider than Python's own
    return _at(node, ast.Constant(value))


def _at(node: Meaning, made: _Node) -> _Node:
    made.col_offset, made.end_col_offset = node.start, node.end
    return made
