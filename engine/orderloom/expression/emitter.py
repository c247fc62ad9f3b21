"""From the typed tree to one Python expression over ``s``, ``e`` and constants.

Nothing a user wrote is ever code: names come from the scope, texts stand as literals of their
``repr``, everything else as a constant.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from orderloom.expression.emit_calls import emit_call
from orderloom.expression.faulting import may_fault, step_may_fault
from orderloom.expression.kinds import is_integer
from orderloom.expression.reading import known_items
from orderloom.expression.runtime import MONEY_HELPERS
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
from orderloom.expression.values import Money
from orderloom.expression.writing import Piece, Writer

_INLINE = frozenset({"number", "text", "boolean", "time", "date", "duration"})
_NESTED_STEPS = 3
# Python adds and subtracts these by itself; beyond the calendar is an ArithmeticError.
_PLAIN = frozenset({("time", "time"), ("time", "duration"), ("duration", "time")})


class Emitter(Writer):
    """Writes one expression; ``constants`` fills on the way."""

    def __init__(self) -> None:
        super().__init__()
        self._by_node: dict[type, Callable[..., Piece]] = {
            Constant: self._constant,
            Root: lambda node: Piece(f"({node.binding.source})"),
            Variable: lambda node: Piece(f"_i{node.number}", simple=True),
            Part: self._part,
            Reached: self._reached,
            Children: self._children,
            Records: lambda _: Piece("e.records", nullable=False, simple=True),
            Item: self._item,
            Wanted: self._wanted,
            Negative: self._negative,
            Not: self._not,
            Logic: self._logic,
            Chain: self._chain,
            Comparison: self._comparison,
            Membership: self._membership,
            Conditional: self._conditional,
            Listing: self._listing,
            Loop: self._loop,
            Call: lambda node: emit_call(self, node),
        }

    def emit(self, node: Meaning) -> Piece:
        """Write ``node``."""
        before = self.faulty_nodes
        piece = self._by_node[type(node)](node)
        self.faulty_nodes += may_fault(node)
        return piece._replace(faulty=self.faulty_nodes > before)

    def _constant(self, node: Constant) -> Piece:
        return self.constant(node.value)

    def _part(self, node: Part) -> Piece:
        return Piece(
            self.present([self.emit(node.of)], lambda of: f"{of}.get({node.name!r})").source
        )

    def _reached(self, node: Reached) -> Piece:
        return self.present(
            [self.emit(node.of)], lambda of: f"e.records.part({of}, {node.name!r})"
        )._replace(nullable=True)

    def _children(self, node: Children) -> Piece:
        def write(of: str) -> str:
            of = of if isinstance(node.of.type, ReferenceType) else f"{of}.get('id')"
            return f"e.records.children({node.record!r}, {node.through!r}, {of})"

        return self.present([self.emit(node.of)], write)

    def _item(self, node: Item) -> Piece:
        of, index = self.emit(node.of).source, self.emit(node.index).source
        return Piece(f"{self.helper('_item')}({of}, {index})")

    def _wanted(self, node: Wanted) -> Piece:
        of = self.emit(node.of).source
        return Piece(f"{self.helper('_want')}({of}, {node.kinds!r}, {node.start}, {node.end})")

    def _negative(self, node: Negative) -> Piece:
        of = self.emit(node.operand)
        if is_integer(node.type):
            return self.present([of], lambda name: f"-{name}")
        return Piece(f"{self.helper('_negative')}({of.source})", nullable=of.nullable)

    def _not(self, node: Not) -> Piece:
        return self.present([self.emit(node.operand)], lambda name: f"not {name}")

    def _logic(self, node: Logic) -> Piece:
        pieces = [self.emit(operand) for operand in node.operands]
        if not any(piece.nullable for piece in pieces):
            return Piece(f"({f' {node.operator} '.join(p.source for p in pieces)})", nullable=False)
        decisive = "False" if node.operator == "and" else "True"
        hits, unknowns = [], []
        for piece in pieces:
            if not piece.nullable:
                hits.append(f"{'not ' if node.operator == 'and' else ''}{piece.source}")
                continue
            name = piece.source if piece.simple else self.variable()
            value = name if piece.simple else f"({name} := {piece.source})"
            hits.append(f"{value} is {decisive}")
            unknowns.append(f"{name} is None")
        other = "True" if node.operator == "and" else "False"
        return Piece(
            f"({decisive} if {' or '.join(hits)} else None if {' or '.join(unknowns)} else {other})"
        )

    def _conditional(self, node: Conditional) -> Piece:
        condition = self.emit(node.condition)
        then, otherwise = self.emit(node.then), self.emit(node.otherwise)
        nullable = condition.nullable or then.nullable or otherwise.nullable
        if not condition.nullable:
            source = f"({then.source} if {condition.source} else {otherwise.source})"
            return Piece(source, nullable=nullable)
        name = self.variable()
        return Piece(
            f"({then.source} if ({name} := {condition.source}) is True"
            f" else {otherwise.source} if {name} is False else None)"
        )

    def _listing(self, node: Listing) -> Piece:
        pieces = [self.emit(item).source for item in node.items]
        return Piece(f"[{', '.join(pieces)}]", nullable=False)

    def _loop(self, node: Loop) -> Piece:
        variable = f"_i{node.variable}"
        source, name = self.emit(node.source), self.variable()
        item = self.emit(node.item).source
        test = "" if node.condition is None else f" if {self.emit(node.condition).source}"
        span = f"{node.source.start}, {node.source.end}"
        bound = f"({name} := {self.helper('_items')}({source.source}, {span}))"
        return Piece(f"(None if {bound} is None else [{item} for {variable} in {name}{test}])")

    def _chain(self, node: Chain) -> Piece:
        piece, before = self.emit(node.first), node.first.type
        if len(node.steps) <= _NESTED_STEPS:
            faulty = piece.faulty
            for step in node.steps:
                integers = is_integer(before) and is_integer(step.operand.type)
                noted = self.faulty_nodes
                piece, before = self._step(node, piece, step, integers=integers), step.result
                faulty = faulty or self.faulty_nodes > noted or step_may_fault(step)
                piece = piece._replace(faulty=faulty)
            return piece
        bindings: list[str] = []
        for step in node.steps:
            name = self.variable()
            bindings.append(f"{name} := {piece.source}")
            left = Piece(name, nullable=piece.nullable, simple=True)
            integers = is_integer(before) and is_integer(step.operand.type)
            piece, before = self._step(node, left, step, integers=integers), step.result
        flat = ", ".join(f"({binding})" for binding in bindings)
        return Piece(f"({flat}, {piece.source})[-1]", nullable=piece.nullable)

    def _step(self, node: Chain, left: Piece, step: Step, *, integers: bool) -> Piece:
        right, sign, span = self.emit(step.operand), step.operator, f"{node.start}, {step.end}"
        if step.family == ("number", "number"):
            if sign == "/":
                return Piece(f"{self.helper('_divide')}({left.source}, {right.source})")
            if integers and sign != "*":
                return self.present([left, right], lambda a, b: f"{a} {sign} {b}")
            helper = self.helper(
                {"+": "_dadd", "-": "_dsub", "*": "_imul" if integers else "_dmul"}[sign]
            )
            tail = f", {span}" if helper == "_imul" else ""
            return self.present([left, right], lambda a, b: f"{helper}({a}, {b}{tail})")
        if step.family in _PLAIN:
            return self.present([left, right], lambda a, b: f"{a} {sign} {b}")
        if (direct := MONEY_HELPERS.get((sign, *step.family))) is not None:
            helper = self.helper(direct)
            made = self.present([left, right], lambda a, b: f"{helper}({a}, {b}, {span})")
            return made._replace(nullable=True)
        helper = self.helper("_arithmetic")
        call = f"{helper}({sign!r}, {step.family!r}, {left.source}, {right.source}, {span})"
        return Piece(call)

    def _comparison(self, node: Comparison) -> Piece:
        pieces = [self.emit(operand) for operand in node.operands]
        if len(node.operators) == 1:
            return self._pair(node, 0, pieces)
        inline = set(node.families) <= _INLINE
        ends = (pieces[0], pieces[-1])
        sure = not any(end.nullable or end.faulty for end in ends)
        if inline and sure and len(pieces) == 3:
            first, second = node.operators
            return self.present(pieces, lambda a, b, c: f"{a} {first} {b} {second} {c}")
        return self._long_comparison(node, pieces)

    def _long_comparison(self, node: Comparison, pieces: list[Piece]) -> Piece:
        bindings: list[str] = []
        for place, piece in enumerate(pieces):
            if not piece.simple:
                name = self.variable()
                bindings.append(f"({name} := {piece.source})")
                pieces[place] = Piece(name, nullable=piece.nullable, simple=True)
        pairs = [self._pair(node, place, pieces) for place in range(len(node.operators))]
        names = []
        for pair in pairs:
            name = self.variable()
            bindings.append(f"({name} := {pair.source})")
            names.append(name)
        false = " or ".join(f"{name} is False" for name in names)
        unknown = " or ".join(f"{name} is None" for name in names)
        result = f"False if {false} else None if {unknown} else True"
        return Piece(f"({', '.join(bindings)}, {result})[-1]")

    def _pair(self, node: Comparison, place: int, pieces: Sequence[Piece]) -> Piece:
        left, right = pieces[place], pieces[place + 1]
        sign, family = node.operators[place], node.families[place]
        one, other = node.operands[place], node.operands[place + 1]
        span = f"{one.start}, {other.end}"
        if family == "number":
            left, right = self._alike(one, other, left), self._alike(other, one, right)
        if family in _INLINE:
            return self.present([left, right], lambda a, b: f"{a} {sign} {b}")
        if family == "money":
            left, right = self._repeatable(left), self._repeatable(right)
            return self.present(
                [left, right],
                lambda a, b: self._compare_money(sign, (a, one), (b, other), span),
            )
        call = f"{self.helper('_compare')}({sign!r}, {left.source}, {right.source}, {span})"
        return Piece(call)

    def _alike(self, node: Meaning, beside: Meaning, piece: Piece) -> Piece:
        """Write a whole number beside a decimal as a decimal, which compares faster."""
        if (
            isinstance(node, Constant)
            and isinstance(node.value, int)
            and not is_integer(beside.type)
        ):
            return self.constant(Decimal(node.value))
        return piece

    def _repeatable(self, piece: Piece) -> Piece:
        """Have a piece that is not simple bound to a name, by calling it possibly missing."""
        return piece if piece.simple or piece.nullable else piece._replace(nullable=True)

    def _compare_money(
        self, sign: str, left: tuple[str, Meaning], right: tuple[str, Meaning], span: str
    ) -> str:
        mixed = f"{self.helper('_mixed')}({left[0]}, {right[0]}, {span})"
        amount, currency = self._halves(*left)
        other_amount, other_currency = self._halves(*right)
        return f"{amount} {sign} {other_amount} if {currency} == {other_currency} else {mixed}"

    def _halves(self, name: str, node: Meaning) -> tuple[str, str]:
        """Give the amount and the currency of money; those of a constant need no looking up."""
        if isinstance(node, Constant) and isinstance(node.value, Money):
            amount, currency = node.value
            return self.constant(amount).source, self.constant(currency).source
        return f"{name}.amount", f"{name}.currency"

    def _membership(self, node: Membership) -> Piece:
        value = self.emit(node.value)
        sign = "not in" if node.negated else "in"
        values = known_items(node.collection)
        if values and node.family in _INLINE and None not in values:
            within = self.constant(frozenset(values)).source
            return self.present([value], lambda name: f"{name} {sign} {within}")
        within = self.emit(node.collection).source
        found = f"{self.helper('_member')}({value.source}, {within}, {node.start}, {node.end})"
        return (
            self.present([Piece(found)], lambda name: f"not {name}")
            if node.negated
            else Piece(found)
        )
