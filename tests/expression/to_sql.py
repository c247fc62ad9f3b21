"""Our checked trees in PostgreSQL's SQL."""

from decimal import Decimal

from orderloom.expression.typed import (
    Call,
    Chain,
    Comparison,
    Conditional,
    Constant,
    Listing,
    Logic,
    Meaning,
    Membership,
    Negative,
    Not,
    Root,
)


class NoSql(Exception):
    """PostgreSQL has nothing that means the same."""


_FUNCTIONS = {
    "abs": "abs({0})",
    "floor": "floor({0})",
    "ceil": "ceil({0})",
    "default": "coalesce({0}, {1})",
    "missing": "({0} IS NULL)",
}
_MANY = {"min": "least({})", "max": "greatest({})"}
_LISTS = {
    "sum": "(SELECT coalesce(sum(x), 0) FROM unnest({}) x)",
    "avg": "(SELECT avg(x) FROM unnest({}) x)",
    "count": "(SELECT count(x) FROM unnest({}) x)::numeric",
    "any": "(true = ANY({}))",
}
_KINDS = {"integer": "numeric", "decimal": "numeric", "boolean": "boolean", "text": "text"}


def to_sql(node: Meaning, values) -> str:  # noqa: PLR0911 - one line a node
    """Write a tree over numbers, texts and truths in SQL.

    Args:
        node: Of ``check_expression``.
        values: The record; a name stands in the SQL as the value that it has there.

    Raises:
        NoSql: It uses what SQL says otherwise, or not at all.
    """
    match node:
        case Constant(value=value):
            return literal(value, node.type)
        case Root(name=name):
            return literal(values.get(name), node.type)
        case Negative(operand=of):
            return f"(-{to_sql(of, values)})"
        case Not(operand=of):
            return f"(NOT {to_sql(of, values)})"
        case Logic(operator=sign, operands=operands):
            return f"({f' {sign.upper()} '.join(to_sql(each, values) for each in operands)})"
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            c, a, b = (to_sql(each, values) for each in (condition, then, otherwise))
            return f"(CASE WHEN {c} THEN {a} WHEN NOT {c} THEN {b} END)"
        case Chain():
            return _chain(node, values)
        case Comparison() | Membership():
            return _comparison(node, values)
        case Call():
            return _call(node, values)
        case _:
            raise NoSql


def literal(value, of):
    """Write a value, with its type so that a missing one has one too."""
    kind = _KINDS.get(str(of), "numeric" if value is None and str(of) == "missing" else "")
    if not kind or (value is not None and not isinstance(value, int | Decimal | str)):
        raise NoSql
    if value is None or value == "":
        return f"NULL::{kind}"
    if isinstance(value, bool):
        return str(value).lower()
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'::{kind}"


def _chain(node, values):
    sql = to_sql(node.first, values)
    for step in node.steps:
        if step.family != ("number", "number"):
            raise NoSql
        operand = to_sql(step.operand, values)
        if step.operator == "/":
            # Ours by zero is missing, theirs an error.
            sql = f"digits_28(round({sql}, 80) / nullif({operand}, 0))"
        else:
            sql = f"digits_28({sql} {step.operator} {operand})"
    return sql


def _comparison(node, values):
    if isinstance(node, Membership):
        if not isinstance(node.collection, Listing) or not node.collection.items:
            raise NoSql
        inside = ", ".join(to_sql(item, values) for item in node.collection.items)
        sign = "NOT IN" if node.negated else "IN"
        return f"({to_sql(node.value, values)} {sign} ({inside}))"
    operands = [to_sql(each, values) for each in node.operands]
    signs = [{"==": "=", "!=": "<>"}.get(sign, sign) for sign in node.operators]
    pairs = zip(operands, signs, operands[1:], strict=False)
    return f"({' AND '.join(f'({a} {sign} {b})' for a, sign, b in pairs)})"


def _call(node, values):
    name = node.function.name
    if name == "has":
        tests = (f"{to_sql(each, values)} IS NOT NULL" for each in node.arguments["x"])
        return f"({' AND '.join(tests)})"
    if name == "round":
        digits = node.arguments["digits"]
        if not isinstance(digits, Constant):
            raise NoSql
        return f"round({to_sql(node.arguments['x'], values)}, {digits.value or 0})"
    if name in _MANY:
        return _MANY[name].format(", ".join(to_sql(each, values) for each in node.arguments["a"]))
    if name in _LISTS:
        return _LISTS[name].format(_array(node.arguments["list"], values))
    if name not in _FUNCTIONS:
        raise NoSql
    return _FUNCTIONS[name].format(*(to_sql(each, values) for each in node.arguments.values()))


def _array(node, values):
    if not isinstance(node, Listing) or not node.items:
        raise NoSql
    return f"ARRAY[{', '.join(to_sql(item, values) for item in node.items)}]"
