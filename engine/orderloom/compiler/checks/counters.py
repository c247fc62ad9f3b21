"""Fields that only count, up to a limit or down to one: whoever hears of them is done one day."""

from collections.abc import Iterator
from decimal import Decimal

from orderloom.compiler.checks.acting import Acting, all_acting
from orderloom.definition.action import Set
from orderloom.definition.common import Condition, Value
from orderloom.definition.flow import Flow
from orderloom.expression.typed import Chain, Comparison, Constant, Logic, Meaning, Root

_UP = frozenset({"<", "<="})
_DOWN = frozenset({">", ">="})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def counters(flow: Flow) -> frozenset[str]:
    """Name the fields, as ``record.field``, that every ``set`` counts one way within a limit."""
    ways: dict[str, set[str]] = {}
    for acting in all_acting(flow):
        if not isinstance(acting.action, Set):
            continue
        rule = flow.rules.get(acting.action.cause.definition.removeprefix("rule/"))
        for field, value in acting.action.changes:
            way = _way(acting, field, value, None if rule is None else rule.when)
            ways.setdefault(f"{acting.record}.{field}", set()).add(way)
    return frozenset(name for name, found in ways.items() if len(found) == 1 and "" not in found)


def _way(acting: Acting, field: str, value: Value, when: Condition | None) -> str:
    """Say which way a value counts its own field, + or -; "" when nothing says that it ends."""
    step = None if value.compiled is None else _step(value.compiled.meaning, field)
    if not acting.is_own or step is None or step == 0:
        return ""
    known = _UP if step > 0 else _DOWN
    guards = (when, acting.action.when)
    limits = {each for guard in guards if guard for each in _limits(guard.compiled.meaning, field)}
    if known.isdisjoint(limits):
        return ""
    return "+" if step > 0 else "-"


def _step(meaning: Meaning, field: str) -> Decimal | None:
    """Give what is added to the field itself, None when it is anything else."""
    if not isinstance(meaning, Chain) or len(meaning.steps) != 1:
        return None
    (last,) = meaning.steps
    first, added = meaning.first, last.operand
    if last.operator == "+" and isinstance(first, Constant):
        first, added = added, first
    if last.operator not in ("+", "-") or not isinstance(added, Constant):
        return None
    if not _is(first, field) or not isinstance(added.value, int | Decimal):
        return None
    return Decimal(added.value) * (-1 if last.operator == "-" else 1)


def _limits(meaning: Meaning, field: str) -> Iterator[str]:
    """Give the ways in which a condition compares the field with what is known beforehand."""
    if isinstance(meaning, Logic) and meaning.operator == "and":
        for each in meaning.operands:
            yield from _limits(each, field)
    if not isinstance(meaning, Comparison):
        return
    pairs = zip(meaning.operands, meaning.operators, meaning.operands[1:], strict=False)
    for left, operator, right in pairs:
        if _is(left, field) and isinstance(right, Constant):
            yield operator
        elif isinstance(left, Constant) and _is(right, field):
            yield _TURNED.get(operator, "")


def _is(meaning: Meaning, field: str) -> bool:
    return isinstance(meaning, Root) and meaning.name == field
