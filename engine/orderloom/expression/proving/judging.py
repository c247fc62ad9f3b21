"""What a condition can come out as while only some of the things that it is about have a value.

An outcome is a set of the answers that are possible: true, false, unknown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple, TypeAlias

from orderloom.expression.proving.forms import Form, form, spot_of, without_wanted
from orderloom.expression.proving.variables import Variable
from orderloom.expression.reading import known_items
from orderloom.expression.typed import (
    Call,
    Comparison,
    Conditional,
    Constant,
    Logic,
    Meaning,
    Membership,
    Not,
    Wanted,
)
from orderloom.expression.values import Money

TRUE, FALSE, UNKNOWN = 1, 2, 4
OPEN = TRUE | FALSE | UNKNOWN
Assigned: TypeAlias = Mapping[Form, Any]
Judge: TypeAlias = Callable[[Assigned], int]

_HOLDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne,
}  # fmt: skip
_ORDER = frozenset({"<", "<=", ">", ">="})
_PRESENCE = frozenset({"has", "missing"})


class Asked(NamedTuple):
    """A condition as it was written; ``is_plain``: places in the meaning count in the text."""

    meaning: Meaning
    text: str
    is_plain: bool = True


class Conditions:
    """Conditions of one place; ``variables`` are all things that they are about."""

    def __init__(self) -> None:
        self.variables: dict[Form, Variable] = {}
        self._asked: Asked | None = None

    def take(self, asked: Asked) -> Judge:
        """Give what says how a condition can come out that is written as a text."""
        self._asked = asked
        return self.judge(asked.meaning)

    def all_of(self, asked: Sequence[Asked]) -> Judge:
        """Give what says how conditions can come out of which all must be true."""
        return _logic("and", [self.take(each) for each in asked])

    def judge(self, node: Meaning) -> Judge:  # noqa: PLR0911 - one arm a kind of node
        """Give what says how a condition can come out."""
        match node:
            case Constant(value=value):
                return _always(_mask(value))
            case Wanted(of=of):
                return self.judge(of)
            case Logic(operator=operator, operands=operands):
                return _logic(operator, [self.judge(each) for each in operands])
            case Not(operand=operand):
                inner = self.judge(operand)
                return lambda assigned: _opposite(inner(assigned))
            case Comparison():
                return _logic("and", list(self._pairs(node)))
            case Membership():
                return self._membership(node)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                parts = [self.judge(each) for each in (condition, then, otherwise)]
                return lambda assigned: _either(*(part(assigned) for part in parts))
            case Call() if node.function.name in _PRESENCE:
                return self._presence(node)
            case _:
                return self._truth(node)

    def _pairs(self, node: Comparison) -> Iterator[Judge]:
        for place, operator in enumerate(node.operators):
            left, right = map(without_wanted, node.operands[place : place + 2])
            if isinstance(left, Constant) and isinstance(right, Constant):
                yield _always(_mask(compared(left.value, operator, right.value)))
            elif isinstance(right, Constant) and _is_tried(right.value, operator):
                yield self._beside(left, operator, right.value, turned=False)
            elif isinstance(left, Constant) and _is_tried(left.value, operator):
                yield self._beside(right, operator, left.value, turned=True)
            else:
                yield self._together(left, operator, right)

    def _beside(self, node: Meaning, operator: str, literal: object, *, turned: bool) -> Judge:
        """Compare something with a literal."""
        if literal is None:
            return _always(UNKNOWN)
        key = self._variable(node, [literal])

        def judged(assigned: Assigned) -> int:
            if key not in assigned:
                return OPEN
            value = assigned[key]
            pair = (literal, value) if turned else (value, literal)
            return _mask(compared(pair[0], operator, pair[1]))

        return judged

    def _together(self, left: Meaning, operator: str, right: Meaning) -> Judge:
        """Compare two things, of which only their order is of interest."""
        forms = sorted((form(left), form(right)), key=repr)
        if forms[0] == forms[1]:
            key = self._variable(left, [])
            holds = _mask(_HOLDS[operator](0, 0))
            return lambda assigned: (
                OPEN if key not in assigned else UNKNOWN if assigned[key] is None else holds
            )
        key = ("order", *forms)
        if key not in self.variables:
            said = self._said(left.start, right.end)
            self.variables[key] = Variable(key=key, node=left, spot=None, said=said, answers=True)
        sign = 1 if form(left) == forms[0] else -1

        def judged(assigned: Assigned) -> int:
            if key not in assigned:
                return OPEN
            order = assigned[key]
            return UNKNOWN if order is None else _mask(_HOLDS[operator](sign * order, 0))

        return judged

    def _membership(self, node: Membership) -> Judge:
        items, value = known_items(node.collection), without_wanted(node.value)
        if not items or isinstance(value, Constant):
            return self._truth(node)
        literals = [each for each in items if each is not None]
        key = self._variable(value, literals)

        def judged(assigned: Assigned) -> int:
            if key not in assigned:
                return OPEN
            if assigned[key] is None:
                return UNKNOWN
            found = any(compared(assigned[key], "==", each) for each in literals)
            return _mask(found is not node.negated)

        return judged

    def _presence(self, node: Call) -> Judge:
        nodes = [each for given in node.arguments.values() for each in _several(given)]
        keys = [self._variable(without_wanted(each), []) for each in nodes]
        wants = node.function.name == "has"

        def judged(assigned: Assigned) -> int:
            known = [assigned[key] is not None for key in keys if key in assigned]
            if not all(known) if wants else any(known):
                return FALSE
            return TRUE if len(known) == len(keys) else TRUE | FALSE

        return judged

    def _truth(self, node: Meaning) -> Judge:
        """Take a condition as it is: a field of booleans, or something that is not looked into."""
        opposite = isinstance(node, Membership) and node.negated
        key = self._variable(node, [])
        variable = self.variables[key]
        variable.is_truth = variable.is_truth or variable.spot is None

        def judged(assigned: Assigned) -> int:
            if key not in assigned:
                return OPEN
            return _opposite(_mask(assigned[key])) if opposite else _mask(assigned[key])

        return judged

    def _variable(self, node: Meaning, literals: Iterable[Any]) -> Form:
        key = form(node)
        if isinstance(node, Membership):  # and its opposite are one thing
            key = ("member", form(node.value), form(node.collection))
        if key not in self.variables:
            said = self._said(node.start, node.end)
            self.variables[key] = Variable(key=key, node=node, spot=spot_of(node), said=said)
        variable = self.variables[key]
        variable.literals += [each for each in literals if each not in variable.literals]
        return key

    def _said(self, start: int, end: int) -> str:
        """Give how a part of the condition was written; of a computed field, the whole of it."""
        if self._asked is None:
            return ""
        return self._asked.text[start:end] if self._asked.is_plain else self._asked.text


def compared(left: Any, operator: str, right: Any) -> bool | None:  # noqa: ANN401 - any two values
    """Compare two values as the language does; None: it is unknown, or they do not go together."""
    if left is None or right is None:
        return None
    if isinstance(left, Money) and isinstance(right, Money):
        if left.currency != right.currency:
            return None
        left, right = left.amount, right.amount
    try:
        return _HOLDS[operator](left, right)
    except TypeError:
        return None


def _is_tried(literal: object, operator: str) -> bool:
    """Say whether trying values around a literal tries all; no text is the next one."""
    return not (isinstance(literal, str) and operator in _ORDER)


def _several(given: Meaning | tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    return given if isinstance(given, tuple) else (given,)


def _always(mask: int) -> Judge:
    return lambda _: mask


def _mask(value: object) -> int:
    """Give the outcome that is sure."""
    return UNKNOWN if value is None else TRUE if value is True else FALSE


def _opposite(mask: int) -> int:
    return (mask & UNKNOWN) | (TRUE if mask & FALSE else 0) | (FALSE if mask & TRUE else 0)


def _either(condition: int, then: int, otherwise: int) -> int:
    return (
        (then if condition & TRUE else 0)
        | (otherwise if condition & FALSE else 0)
        | (condition & UNKNOWN)
    )


def _logic(operator: str, parts: list[Judge]) -> Judge:
    if len(parts) == 1:
        return parts[0]
    settling, other = (FALSE, TRUE) if operator == "and" else (TRUE, FALSE)

    def judged(assigned: Assigned) -> int:
        can_settle, all_other, all_known = 0, other, True
        for part in parts:
            mask = part(assigned)
            if mask == settling:
                return settling
            can_settle |= mask & settling
            if not mask & other:
                all_other = 0
            all_known = all_known and not mask & UNKNOWN
        return can_settle | all_other | (0 if all_known else UNKNOWN)

    return judged
