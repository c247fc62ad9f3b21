"""The reference: simpleeval over lowered nodes, with handlers that know missing and unknown."""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from simpleeval import EvalWithCompoundTypes

from orderloom.expression.compile import check_expression, compile_name
from orderloom.expression.compiled import Evaluate
from orderloom.expression.functions.model import Function, Parameter
from orderloom.expression.lookup import Lookup
from orderloom.expression.reference.lowering import (
    CHILDREN,
    DECIMAL,
    PART,
    RECORDS,
    WANT,
    Lowering,
)
from orderloom.expression.reference.operators import (
    Unfit,
    as_decimal,
    conjunction,
    is_missing,
    member,
    negation,
    operator_table,
)
from orderloom.expression.runtime import items, want
from orderloom.expression.scope import Scope
from orderloom.expression.trouble import refuse
from orderloom.expression.typed import Meaning

Watch = Callable[[ast.expr, object], None]


class Understood:
    """A checked expression, evaluated node by node."""

    def __init__(self, meaning: Meaning, functions: Mapping[str, Function]) -> None:
        lowering = Lowering()
        self._length = meaning.end
        self._functions = functions
        self._tree = lowering.lower(meaning)
        self.shown = frozenset(lowering.shown)
        self.roots = lowering.roots

    @cached_property
    def _reads(self) -> dict[str, Evaluate]:
        return {name: compile_name(root) for name, root in self.roots.items()}

    def evaluate_with(
        self, names: Mapping[str, object], records: Lookup | None, *, watch: Watch | None = None
    ) -> Any:  # noqa: ANN401 - any value of the language
        """Give the value.

        Args:
            names: Values of the scope's names; others are missing.
            records: What references point at.
            watch: Told of every node and its value, inner ones first.

        Raises:
            EvaluationFault: A value of unknown type turned out wrong, or too big.
        """
        known = {name: names.get(name) for name in self.roots}
        known[RECORDS] = records
        try:
            return _Walk(known, watch, self._functions).eval("", previously_parsed=self._tree)
        except ArithmeticError:
            refuse("OL394", 0, self._length)

    def evaluate(
        self,
        s: Mapping[str, Any],
        e: Any,  # noqa: ANN401 - any surroundings
        *,
        watch: Watch | None = None,
    ) -> Any:  # noqa: ANN401 - any value of the language
        """Give the value.

        Args:
            s: The record's values by name.
            e: The surroundings.
            watch: Told of every node and its value, inner ones first.

        Raises:
            EvaluationFault: A value of unknown type turned out wrong, or too big.
        """
        names = {name: read(s, e) for name, read in self._reads.items()}
        return self.evaluate_with(names, getattr(e, "records", None), watch=watch)


class Reference(Understood):
    """One expression, evaluated node by node.

    Args:
        text: One line of the expression language.
        scope: The names it may use.

    Raises:
        ExpressionInvalid: It means nothing; with every fault found.
    """

    def __init__(self, text: str, scope: Scope) -> None:
        super().__init__(check_expression(text, scope), scope.functions)
        self._length = len(text)
        self._reads  # noqa: B018 - now: nothing is made while it is evaluated


class _Walk(EvalWithCompoundTypes):  # type: ignore[misc] # simpleeval ships no types
    """simpleeval with our operators, our functions and our handlers where missing matters."""

    def __init__(
        self,
        names: dict[str, object],
        watch: Watch | None,
        functions: Mapping[str, Function],
    ) -> None:
        runs = {name: function.run for name, function in functions.items()}
        super().__init__(operators=operator_table(), functions=runs, names=names)
        self._watch = watch
        self._known = functions
        ours: Mapping[type[ast.expr], Callable[[Any], object]] = {
            ast.BinOp: self._operation,
            ast.BoolOp: self._logic,
            ast.Call: self._call,
            ast.Compare: self._comparison,
            ast.Constant: lambda node: node.value,
            ast.IfExp: self._conditional,
            ast.List: lambda node: [self._eval(each) for each in node.elts],
            ast.ListComp: self._loop,
            ast.Name: lambda node: self.names[node.id],
            ast.Subscript: self._subscript,
            ast.UnaryOp: self._eval_unaryop,
        }
        self.nodes = dict(ours)

    def _eval(self, node: ast.expr) -> Any:  # noqa: ANN401 - any value of the language
        """Give the value of ``node``; simpleeval looks that it is no function or module."""
        value = super()._eval(node)
        if self._watch is not None:
            self._watch(node, value)
        return value

    def _fitted(self, work: Callable[..., Any], *values: object, span: Sequence[int | None]) -> Any:  # noqa: ANN401
        """Work on values; where they do not fit, the fault stands at ``span``."""
        start, end = span
        try:
            return work(*values)
        except Unfit as unfit:
            refuse(unfit.code, start or 0, end or 0, **unfit.facts)

    def _operation(self, node: ast.BinOp) -> object:
        left, right = self._eval(node.left), self._eval(node.right)
        return self._fitted(self.operators[type(node.op)], left, right, span=_span(node))

    def _logic(self, node: ast.BoolOp) -> bool | None:
        """Stop at the operand that settles it; else unknown if one is."""
        settled = isinstance(node.op, ast.Or)
        unknown = False
        for operand in node.values:
            value = self._eval(operand)
            if value is settled:
                return value is True
            unknown = unknown or value is None
        return None if unknown else not settled

    def _conditional(self, node: ast.IfExp) -> object:
        condition = self._eval(node.test)
        if condition is None:
            return None
        return self._eval(node.body if condition else node.orelse)

    def _comparison(self, node: ast.Compare) -> bool | None:
        nodes = [node.left, *node.comparators]
        values = [self._eval(each) for each in nodes]
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            return self._membership(node, values)
        result: bool | None = True
        for place, sign in enumerate(node.ops):
            span = (nodes[place].col_offset, nodes[place + 1].end_col_offset)
            pair = (values[place], values[place + 1])
            found = self._fitted(self.operators[type(sign)], *pair, span=span)
            result = conjunction(result, found)
        return result

    def _membership(self, node: ast.Compare, values: Sequence[Any]) -> bool | None:
        start, end = _span(node)
        if not is_missing(values[0]):
            items(values[1], start, end)
        found: bool | None = self._fitted(member, *values, span=(start, end))
        return negation(found) if isinstance(node.ops[0], ast.NotIn) else found

    def _loop(self, node: ast.ListComp) -> list[object] | None:
        rounds = node.generators[0]
        start, end = _span(rounds.iter)
        source = items(self._eval(rounds.iter), start, end)
        if source is None:
            return None
        found: list[object] = []
        for each in source:
            self.names[cast("ast.Name", rounds.target).id] = each
            if all(self._eval(test) is True for test in rounds.ifs):
                found.append(self._eval(node.elt))
        return found

    def _subscript(self, node: ast.Subscript) -> object:
        """Find a part or an item; both are missing where there is none."""
        of, key = self._eval(node.value), self._eval(node.slice)
        if of is None or key is None:
            return None
        if isinstance(key, str):
            return of.get(key)
        return of[key] if 0 <= key < len(of) else None

    def _call(self, node: ast.Call) -> object:
        name = cast("ast.Name", node.func).id
        start, end = _span(node)
        if name == WANT:
            value, kinds = (self._eval(each) for each in node.args)
            return want(value, kinds, start, end)
        if name in {PART, CHILDREN}:
            return self._look(name, [self._eval(each) for each in node.args])
        if name == DECIMAL:
            return as_decimal(self._eval(node.args[0]))
        function = self._known[name]
        if name == "has":
            return self._has(node)
        values = [
            self._argument(parameter, argument)
            for parameter, argument in zip(function.parameters, node.args, strict=True)
        ]
        if not function.takes_missing and _lacks(function, node.args, values):
            return None
        place = (start, end) if function.located else ()
        return self.functions[name](*values, *place)

    def _look(self, name: str, arguments: Sequence[Any]) -> object:
        """Read a part of a record, or those that point at it; of none both are missing."""
        of, *rest = arguments
        if of is None:
            return None
        records = self.names[RECORDS]
        return records.part(of, *rest) if name == PART else records.children(*rest, of)

    def _has(self, node: ast.Call) -> bool:
        """Stop at the first that is missing."""
        several = cast("ast.List", node.args[0])
        return not any(is_missing(self._eval(each)) for each in several.elts)

    def _argument(self, parameter: Parameter, node: ast.expr) -> object:
        if parameter.many:
            return [self._bounded(each) for each in cast("ast.List", node).elts]
        return self._bounded(node)

    def _bounded(self, node: ast.expr) -> object:
        value = self._eval(node)
        return items(value, *_span(node)) if isinstance(value, list | tuple) else value


def _lacks(function: Function, nodes: Sequence[ast.expr], values: Sequence[object]) -> bool:
    """Say whether an argument is missing; one that was left out, or meant to be empty, is not."""
    for parameter, node, value in zip(function.parameters, nodes, values, strict=True):
        meant = parameter.default is None or parameter.may_be_empty
        if value is None and not (meant and isinstance(node, ast.Constant)):
            return True
    return False


def _span(node: ast.expr) -> tuple[int, int]:
    return node.col_offset, node.end_col_offset or 0
