"""Expressions where they stand in a text: compiled, and their faults said in the text's terms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import Compiled, EvaluationFault, ExpressionInvalid, Fault
from orderloom.expression.faults import Faults, shown
from orderloom.expression.scope import Scope
from orderloom.expression.types import Type

# Jinja's filters and tests, and what says the same here.
_FILTERS = {
    "length": "count(…)", "count": "count(…)", "default": "default(…, …)", "d": "default(…, …)",
    "upper": "normal(…)", "lower": "normal(…)", "trim": "normal(…)", "format": 'text(…, "0.00")',
    "string": "text(…)", "int": "number(…)", "float": "number(…)", "unique": "distinct(…)",
    "sort": "sorted(…)", "map": "[x.part for x in …]", "select": "[x for x in … if …]",
    "selectattr": "[x for x in … if x.part]", "reject": "[x for x in … if not …]",
}  # fmt: skip
_TESTS = {
    "defined": "has(…)", "undefined": "missing(…)", "none": "missing(…)", "None": "missing(…)",
}  # fmt: skip
_FILTER = re.compile(r"\|\s*(\w+)")
_TEST = re.compile(r"is\s+(?:not\s+)?(\w+)")


@dataclass(frozen=True, slots=True)
class Slot:
    """An expression, and where it begins in the template."""

    expression: Compiled
    offset: int

    def evaluate(self, s: Mapping[str, Any], e: Any) -> Any:  # noqa: ANN401 - any value
        """Give the value; a fault counts in the whole template."""
        try:
            return self.expression.evaluate(s, e)
        except EvaluationFault as stopped:
            fault = stopped.fault
            start, end = fault.start + self.offset, fault.end + self.offset
            raise EvaluationFault(replace(fault, start=start, end=end)) from stopped

    @property
    def end(self) -> int:
        """Where it ends in the template."""
        return self.offset + len(self.expression.text)


def compile_slot(
    text: str, at: int, scope: Scope, faults: Faults, expected: Type | None = None
) -> Slot | None:
    """Compile the expression ``text`` that begins at ``at``; None after noting its faults."""
    try:
        return Slot(compile_expression(text, scope, expected=expected), at)
    except ExpressionInvalid as invalid:
        for fault in _in_terms_of_texts(text, invalid.faults, scope):
            faults.add(fault.code, fault.start + at, fault.end + at, **fault.facts)
        return None


def _in_terms_of_texts(text: str, faults: tuple[Fault, ...], scope: Scope) -> tuple[Fault, ...]:
    """Say of Jinja's filters and tests what they are: one fault instead of those they cause."""
    for fault in faults:
        found = _FILTER.match(text, fault.start)
        if found is not None:
            own = f"{found[1]}(…)" if found[1] in scope.functions else ""
            mend = _FILTERS.get(found[1]) or own
            return (_fault("OL274", found, mend),)
        found = _TEST.match(text, fault.start)
        if found is not None and fault.code == "OL339":
            return (_fault("OL275", found, _TESTS.get(found[1], "")),)
    return faults


def _fault(code: str, found: re.Match[str], mend: str) -> Fault:
    facts = {"found": shown(found[0]), "mend": mend}
    return Fault(code=code, start=found.start(), end=found.end(), facts=facts)
