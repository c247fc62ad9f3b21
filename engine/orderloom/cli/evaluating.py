"""One expression over data: its value, or what is wrong with it and where."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from orderloom.codes.catalogue import lookup
from orderloom.compiler.resolve.scopes import scope_with_constants
from orderloom.definition.extensions import Extensions
from orderloom.definition.flow import Flow
from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid, Fault
from orderloom.expression.data import read_data, scope_for_data, write_value
from orderloom.expression.reference.explaining import explain
from orderloom.flow.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why an expression gives no value; line and column from 1, in characters, within its text."""

    code: str
    line: int
    column: int
    message: str
    hint: str | None

    def document(self) -> dict[str, object]:
        """Give it as ``evaluate --format json`` prints it."""
        return {
            "code": self.code,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "hint": self.hint,
        }


class Evaluator:
    """Evaluates expressions over one object.

    Args:
        raw: A JSON object, tagged as ``expression.data`` reads it.
        zone: IANA name for functions of wall-clock time.
        now: What ``now`` is unless the object says otherwise.
        language: Language of what is said about faults.
        flow: Whose ``tables`` and ``settings`` may be named; None: there are none.
        extensions: What installed packages add to the language.

    Raises:
        MessageRejected: ``raw`` is no such object.
    """

    def __init__(  # noqa: PLR0913 - what an expression stands in, and on
        self,
        raw: bytes,
        zone: str,
        now: datetime,
        language: str,
        *,
        flow: Flow | None = None,
        extensions: Extensions,
    ) -> None:
        self._data: Mapping[str, object] = read_data(raw)
        scope = replace(
            scope_for_data(self._data, zone),
            added=extensions.functions,
            unusable=extensions.broken_functions,
        )
        self._scope = scope if flow is None else scope_with_constants(scope, flow)
        self._around = Surroundings(now)
        self._language = language

    def evaluate(self, text: str) -> object | Trouble:
        """Give the value as JSON can hold it, or the first thing that is wrong."""
        try:
            compiled = compile_expression(text, self._scope)
            return write_value(compiled.evaluate(self._data, self._around))
        except ExpressionInvalid as error:
            return self._trouble(text, error.faults[0])
        except EvaluationFault as error:
            return self._trouble(text, error.fault)
        except Exception as error:  # noqa: BLE001 - one expression must not stop the others
            facts = {"error": type(error).__name__}
            return self._trouble(text, Fault(code="OL665", start=0, end=0, facts=facts))

    def steps(self, text: str) -> list[dict[str, object]]:
        """List what was worked on the way, inner sub-expressions first.

        Each has its ``text``, its ``column`` from 1, and its ``value`` as JSON can hold it. A
        fault ends the list; an expression that means nothing has no steps.
        """
        try:
            found = explain(text, self._scope, self._data, self._around)
        except ExpressionInvalid:
            return []
        return [
            {"text": step.text, "column": step.start + 1, "value": write_value(step.value)}
            for step in found.steps
        ]

    def _trouble(self, text: str, fault: Fault) -> Trouble:
        before = text[: fault.start]
        entry = lookup(fault.code)
        return Trouble(
            code=fault.code,
            line=before.count("\n") + 1,
            column=len(before) - before.rfind("\n"),
            message=entry.message.fill(fault.facts, self._language),
            hint=entry.hint(fault.facts, self._language),
        )
