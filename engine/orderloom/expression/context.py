"""What all parts of the checker share."""

from orderloom.expression.faults import Faults
from orderloom.expression.scope import Scope
from orderloom.expression.syntax import Span
from orderloom.expression.typed import Constant, Meaning, Variable
from orderloom.expression.types import ANY


class Context:
    """The scope, the loops that enclose the current spot, and the faults so far."""

    def __init__(self, scope: Scope, faults: Faults) -> None:
        self.scope = scope
        self.faults = faults
        self.loops: dict[str, Variable] = {}
        self._variables = 0

    def next_variable(self) -> int:
        """Give each loop of an expression its own number."""
        self._variables += 1
        return self._variables

    def refuse(self, code: str, span: "Span | Meaning", **facts: str) -> Meaning:
        """Note a fault, and stand in for the value that it makes impossible to know."""
        self.faults.add(code, span.start, span.end, **facts)
        return Constant(ANY, span.start, span.end, None)
