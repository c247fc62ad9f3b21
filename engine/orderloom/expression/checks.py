"""Operators: do their operands fit, and what is said when they do not."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from orderloom.expression.context import Context
from orderloom.expression.faults import shown
from orderloom.expression.kinds import OPEN_KINDS, describe, kind
from orderloom.expression.naming import Check
from orderloom.expression.operators import (
    EQUATED,
    arithmetic_pairs,
    arithmetic_result,
    comparison_family,
    currency_of,
)
from orderloom.expression.syntax import ChainNode, ComparisonNode, NameNode, Node, Span
from orderloom.expression.typed import (
    Chain,
    Comparison,
    Constant,
    Listing,
    Logic,
    Meaning,
    Membership,
    Step,
    Wanted,
)
from orderloom.expression.types import ANY, BOOLEAN, TEXT, ChoiceType, ListType, Type
from orderloom.names import nearest


def want(of: Meaning, *kinds: str) -> Meaning:
    """Have a value of unknown type looked at while running."""
    if kind(of.type) != "any":
        return of
    return Wanted(of.type, of.start, of.end, of, kinds)


def want_truth(context: Context, of: Meaning, node: Node) -> Meaning:
    """Refuse what is not a condition."""
    if kind(of.type) in {"boolean", "missing"}:
        return of
    if kind(of.type) == "any":
        return Wanted(BOOLEAN, of.start, of.end, of, ("boolean",))
    return context.refuse("OL372", node, found=describe(of.type))


def check_chain(context: Context, node: ChainNode, check: Check) -> Meaning:
    """Check ``a + b - c`` or ``a * b / c`` from the left."""
    operands = [check(operand) for operand in node.operands]
    first, so_far = operands[0], operands[0].type
    steps: list[Step] = []
    for operator, operand in zip(node.operators, operands[1:], strict=True):
        pairs = arithmetic_pairs(operator, kind(so_far), kind(operand.type))
        if not pairs:
            span = Span(node.start, operand.end)
            left = first if not steps else Constant(so_far, node.start, steps[-1].end, None)
            return _unfit(context, span, operator, left, operand)
        if _other_currency(context, operator, so_far, operand, Span(node.start, operand.end)):
            return Constant(ANY, node.start, node.end, None)
        pair = pairs[0] if len(pairs) == 1 else ("any", "any")
        result = ANY if len(pairs) > 1 else arithmetic_result(operator, pair, so_far, operand.type)
        looked_at = operand
        if len(pairs) == 1:
            looked_at = want(operand, pair[1])
            first = first if steps else want(first, pair[0])
        if steps and kind(so_far) == "any":
            pair = ("any", "any")
        so_far = result
        steps.append(Step(operator, pair, looked_at, so_far, operand.end))
    return Chain(so_far, node.start, node.end, first, tuple(steps))


def _other_currency(
    context: Context, operator: str, left: Type, operand: Meaning, span: Span
) -> bool:
    one, other = currency_of(left), currency_of(operand.type)
    if one is None or other is None or one == other or operator == "*":
        return False
    context.refuse("OL370", span, left=one, right=other)
    return True


def _unfit(context: Context, span: Span, operator: str, left: Meaning, right: Meaning) -> Meaning:
    one, other = kind(left.type), kind(right.type)
    facts = {"operator": operator, "left": describe(left.type), "right": describe(right.type)}
    if {one, other} == {"money", "number"}:
        return _bare_number(context, left, right, span)
    if (one, operator, other) == ("date", "-", "date"):
        return context.refuse("OL374", span, **facts)
    if "date" in {one, other} and {one, other} & {"duration", "number"}:
        return context.refuse("OL344", span, **facts)
    if {one, other} == {"text"} and operator == "+":
        return context.refuse("OL345", span, **facts)
    return context.refuse("OL366", span, **facts)


def _bare_number(context: Context, left: Meaning, right: Meaning, span: Span) -> Meaning:
    money, number = (left, right) if kind(right.type) == "number" else (right, left)
    currency = currency_of(money.type) or "CNY"
    value = number.value if isinstance(number, Constant) else None
    mend = f"{currency} {value}" if value is not None else f'money(…, "{currency}")'
    at = number if kind(number.type) == "number" else span
    return context.refuse("OL371", at, mend=mend)


def check_comparison(context: Context, node: ComparisonNode, check: Check) -> Meaning:
    """Check a chain of comparisons; ``in`` among them."""
    operands = [check(operand) for operand in node.operands]
    if len(node.operators) == 1 and node.operators[0] in {"in", "not in"}:
        return _membership(context, operands[0], operands[1], node.operators[0])
    if not {"in", "not in"}.isdisjoint(node.operators):
        return _mixed_chain(context, node, operands)
    if any(_grouped(one, other) for one, other in pairwise(operands)):
        return _mixed_chain(context, node, operands)
    families = [_pair(context, node, place, operands) for place in range(len(node.operators))]
    wanted = _known_kinds(operands, families)
    return Comparison(BOOLEAN, node.start, node.end, tuple(wanted), node.operators, tuple(families))


def _mixed_chain(context: Context, node: ComparisonNode, operands: Sequence[Meaning]) -> Meaning:
    """Check ``a in b == c``: each pair by itself, all of them together.

    So are comparisons with names of groups, which ask for membership in truth.
    """
    parts: list[Meaning] = []
    for place, operator in enumerate(node.operators):
        one, other = operands[place], operands[place + 1]
        if operator in {"in", "not in"}:
            parts.append(_membership(context, one, other, operator))
        elif operator in {"==", "!="} and _grouped(one, other):
            value, group = (other, one) if isinstance(one, Constant) else (one, other)
            within = Listing(ListType(TEXT), group.start, group.end, (group,))
            parts.append(_membership(context, value, within, _AS_MEMBERSHIP[operator]))
        else:
            family = _pair(context, node, place, operands)
            pair = tuple(_known_kinds([one, other], [family]))
            parts.append(Comparison(BOOLEAN, one.start, other.end, pair, (operator,), (family,)))
    if len(parts) == 1:
        return parts[0]
    return Logic(BOOLEAN, node.start, node.end, "and", tuple(parts))


_AS_MEMBERSHIP = MappingProxyType({"==": "in", "!=": "not in"})


def _grouped(one: Meaning, other: Meaning) -> tuple[str, ...]:
    """Give what a literal stands for that names a group of the choice beside it; else nothing."""
    choice, literal = (other, one) if isinstance(one, Constant) else (one, other)
    if not isinstance(choice.type, ChoiceType) or not isinstance(literal, Constant):
        return ()
    return dict(choice.type.groups).get(str(literal.value), ())


def _known_kinds(operands: Sequence[Meaning], families: Sequence[str]) -> list[Meaning]:
    """Have each operand of unknown type looked at as what it is compared with."""
    wanted = list(operands)
    for place, family in enumerate(families):
        if family != "any":
            wanted[place] = want(wanted[place], family)
            wanted[place + 1] = want(wanted[place + 1], family)
    return wanted


def _pair(context: Context, node: ComparisonNode, place: int, operands: Sequence[Meaning]) -> str:
    left, right, operator = operands[place], operands[place + 1], node.operators[place]
    family = comparison_family(operator, left.type, right.type)
    if family is None:
        _incomparable(context, operator, left, right)
        return "any"
    if family == "money":
        _other_currency(context, operator, left.type, right, Span(left.start, right.end))
    if family == "text" and operator in {"==", "!="}:
        _check_choices(context, left, right)
        _check_choices(context, right, left)
        _hint_quotes(context, node.operands[place], right)
        _hint_quotes(context, node.operands[place + 1], left)
    return family


def _hint_quotes(context: Context, name: Node, beside: Meaning) -> None:
    """Say of an unknown name beside a text that it may be meant as text."""
    if isinstance(name, NameNode) and kind(beside.type) == "text":
        context.faults.replace_code("OL350", "OL384", name.start, name.end)


def _incomparable(context: Context, operator: str, left: Meaning, right: Meaning) -> None:
    span = Span(left.start, right.end)
    one, other = kind(left.type), kind(right.type)
    facts = {"operator": operator, "left": describe(left.type), "right": describe(right.type)}
    if {one, other} == {"money", "number"}:
        _bare_number(context, left, right, span)
    elif one == other or OPEN_KINDS & {one, other}:
        odd = left if one not in OPEN_KINDS else right
        code = "OL368" if kind(odd.type) in EQUATED else "OL343"
        context.refuse(code, span, operator=operator, found=describe(odd.type))
    else:
        context.refuse("OL367", span, **facts)


def _check_choices(context: Context, of: Meaning, literal: Meaning) -> None:
    """Refuse a text that the choice cannot be."""
    if not isinstance(of.type, ChoiceType) or not isinstance(literal, Constant):
        return
    value = literal.value
    names = (*of.type.of, *dict(of.type.groups))
    if isinstance(value, str) and value not in names:
        near = nearest(value, names) or ""
        known = ", ".join(names) if len(names) <= 12 else ""
        context.refuse("OL369", literal, found=shown(value), nearest=near, known=known)


def _spelt_out(value: Meaning, within: Listing) -> Listing:
    """Put what a name of a group stands for in its place."""
    items: list[Meaning] = []
    for entry in within.items:
        group = _grouped(value, entry)
        items += [Constant(TEXT, entry.start, entry.end, name) for name in group] or [entry]
    return replace(within, items=tuple(items))


def _membership(context: Context, value: Meaning, within: Meaning, operator: str) -> Meaning:
    span = Span(value.start, within.end)
    if kind(within.type) not in {"list", *OPEN_KINDS}:
        code = "OL347" if kind(within.type) == "text" else "OL373"
        return context.refuse(code, span, found=describe(within.type))
    item = within.type.item if isinstance(within.type, ListType) else ANY
    family = comparison_family("==", value.type, item)
    if family is None:
        facts = {"operator": operator, "left": describe(value.type), "right": describe(item)}
        if {kind(value.type), kind(item)} == {"money", "number"}:
            return context.refuse("OL371", within, mend=f"[{currency_of(value.type) or 'CNY'} 50]")
        return context.refuse("OL367", span, **facts)
    if isinstance(within, Listing):
        for entry in within.items:
            _check_choices(context, value, entry)
        within = _spelt_out(value, within)
    if family != "any":
        value = want(value, family)
    within = want(within, "list")
    negated = operator == "not in"
    return Membership(BOOLEAN, span.start, span.end, value, within, negated, family)
