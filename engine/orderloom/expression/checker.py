"""From what was written to what it means: names, types, and every fault on the way."""

from collections.abc import Callable
from decimal import Decimal

from orderloom.expression import checks
from orderloom.expression.calls import check_call
from orderloom.expression.context import Context
from orderloom.expression.kinds import OPEN_KINDS, kind, unify, unify_all
from orderloom.expression.limits import MAX_TREE_DEPTH
from orderloom.expression.literals import parse_duration, parse_money, parse_percent
from orderloom.expression.naming import check_item, check_name, check_part, check_root_free
from orderloom.expression.syntax import (
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
from orderloom.expression.typed import (
    Conditional,
    Constant,
    Listing,
    Logic,
    Loop,
    Meaning,
    Negative,
    Not,
    Variable,
    Wanted,
)
from orderloom.expression.types import (
    ANY,
    BOOLEAN,
    DECIMAL,
    DURATION,
    INTEGER,
    TEXT,
    ListType,
    MoneyType,
    Type,
)


class _TooDeep(Exception):
    """Ends the walk, its fault already noted: the tree is deeper than any reader could follow."""


class Checker:
    """One walk over one syntax tree."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.faults = context.faults
        self._depth = 0
        self._by_node: dict[type, Callable[..., Meaning]] = {
            Literal: self._literal,
            NameNode: lambda node: check_name(self.context, node),
            PartNode: lambda node: check_part(self.context, node, self.check),
            ItemNode: lambda node: check_item(self.context, node, self.check),
            CallNode: lambda node: check_call(self.context, node, self.check),
            NegativeNode: self._negative,
            NotNode: self._not,
            LogicNode: self._logic,
            ComparisonNode: lambda node: checks.check_comparison(self.context, node, self.check),
            ChainNode: lambda node: checks.check_chain(self.context, node, self.check),
            ConditionalNode: self._conditional,
            ListNode: self._list,
            LoopNode: self._loop,
            TupleNode: self._refused("OL340", mend="["),
            PathTooLong: self._refused("OL304"),
        }

    def run(self, node: Node) -> Meaning | None:
        """Give the meaning of a whole expression; None when it is too deep to be followed."""
        try:
            return self.check(node)
        except _TooDeep:
            return None

    def check(self, node: Node) -> Meaning:
        """Give the meaning of ``node``; where it has none, a fault and a value of any type."""
        self._depth += 1
        if self._depth > MAX_TREE_DEPTH:
            self.faults.add("OL303", node.start, node.end, limit=str(MAX_TREE_DEPTH))
            raise _TooDeep
        meaning = self._by_node[type(node)](node)
        self._depth -= 1
        return meaning

    def _refused(self, code: str, **facts: str) -> Callable[[Node], Meaning]:
        return lambda node: self.context.refuse(code, node, **facts)

    def _literal(self, node: Literal) -> Meaning:
        value, of = literal_value(node)
        if value == "":
            return self.context.refuse("OL341", node)
        return Constant(of, node.start, node.end, value)

    def _negative(self, node: NegativeNode) -> Meaning:
        operand = self.check(node.operand)
        wanted = ("number", "money", "duration")
        if kind(operand.type) not in (*wanted, *OPEN_KINDS):
            return self.context.refuse(
                "OL366", node, operator="-", left="", right=str(operand.type)
            )
        if isinstance(operand, Constant) and isinstance(operand.value, int | Decimal):
            return Constant(operand.type, node.start, node.end, -operand.value)
        if kind(operand.type) == "any":
            operand = Wanted(ANY, operand.start, operand.end, operand, wanted)
        return Negative(operand.type, node.start, node.end, operand)

    def truth(self, node: Node) -> Meaning:
        """Give the meaning of ``node``, which must be a condition."""
        return checks.want_truth(self.context, self.check(node), node)

    def _not(self, node: NotNode) -> Meaning:
        return Not(BOOLEAN, node.start, node.end, self.truth(node.operand))

    def _logic(self, node: LogicNode) -> Meaning:
        operands = tuple(self.truth(operand) for operand in node.operands)
        return Logic(BOOLEAN, node.start, node.end, node.operator, operands)

    def _conditional(self, node: ConditionalNode) -> Meaning:
        condition = self.truth(node.condition)
        then, otherwise = self.check(node.then), self.check(node.otherwise)
        of = unify(then.type, otherwise.type)
        if of is None:
            facts = {"left": str(then.type), "right": str(otherwise.type)}
            return self.context.refuse("OL375", node.otherwise, **facts)
        return Conditional(of, node.start, node.end, condition, then, otherwise)

    def _list(self, node: ListNode) -> Meaning:
        items = tuple(self.check(item) for item in node.items)
        of = unify_all(item.type for item in items)
        if of is None:
            first = items[0]
            odd = next(i for i in items if unify(first.type, i.type) is None)
            self.faults.add("OL376", odd.start, odd.end, left=str(first.type), right=str(odd.type))
            of = ANY
        return Listing(ListType(of), node.start, node.end, items)

    def _loop(self, node: LoopNode) -> Meaning:
        source = self.check(node.source)
        item_type = self._item_type(source, node)
        if kind(source.type) == "any":
            source = Wanted(ListType(ANY), source.start, source.end, source, ("list",))
        check_root_free(self.context, node)
        number = self.context.next_variable()
        variable = Variable(item_type, node.at, node.at, node.variable, number)
        hidden = self.context.loops.get(node.variable)
        self.context.loops[node.variable] = variable
        condition = None if node.condition is None else self.truth(node.condition)
        item = self.check(node.item)
        if hidden is None:
            del self.context.loops[node.variable]
        else:
            self.context.loops[node.variable] = hidden
        return Loop(ListType(item.type), node.start, node.end, item, number, source, condition)

    def _item_type(self, source: Meaning, node: LoopNode) -> Type:
        if isinstance(source.type, ListType):
            return source.type.item
        if kind(source.type) not in OPEN_KINDS:
            self.context.refuse("OL379", node.source, found=str(source.type))
        return ANY


def literal_value(node: Literal) -> tuple[object, Type]:  # noqa: PLR0911 - one line a form
    """Give the value of a literal with its type."""
    match node.kind:
        case "number" if "." in node.text:
            return Decimal(node.text), DECIMAL
        case "number":
            return int(node.text), INTEGER
        case "percent":
            return parse_percent(node.text), DECIMAL
        case "duration":
            return parse_duration(node.text), DURATION
        case "money":
            money = parse_money(node.text)
            return money, MoneyType(money.currency if money else None)
        case "true" | "false":
            return node.kind == "true", BOOLEAN
        case _:
            return node.text, TEXT
