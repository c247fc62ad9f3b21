"""Questions about the conditions of one record type, asked with what is known of its fields."""

from collections.abc import Iterable

from orderloom.compiler.checks.counterexample import given
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.common import Condition
from orderloom.definition.flow import Flow
from orderloom.definition.record import SYSTEM_FIELDS, RecordType
from orderloom.expression.functions.table import functions
from orderloom.expression.proving.answer import Impossible, Unproven, answer, is_impossible
from orderloom.expression.proving.forms import Spot, substituted
from orderloom.expression.proving.judging import Asked
from orderloom.expression.proving.solving import Question
from orderloom.expression.proving.witness import Witness
from orderloom.expression.typed import Meaning

_MAY_BE_MISSING = "source"


class Proofs:
    """Asks about conditions of a record type; "" where there is no record."""

    def __init__(self, draft: Draft, flow: Flow, record: str) -> None:
        self._record = flow.records.get(record)
        self._functions = {**functions(), **draft.outline.extensions.functions}
        self._computed = _computed(self._record)

    def can_be(
        self, true: Iterable[Condition], untrue: Iterable[Iterable[Condition]] = ()
    ) -> Impossible | Witness | Unproven:
        """Say whether conditions can be true at once, and of each of the others not all are."""
        return answer(self._question(true, untrue), self._is_there, self._functions)

    def never(self, true: Iterable[Condition], untrue: Iterable[Iterable[Condition]] = ()) -> bool:
        """Say whether it is proved that they cannot."""
        return is_impossible(self._question(true, untrue), self._is_there)

    def shown(self, witness: Witness) -> str:
        """Write a witness as YAML."""
        if self._record is None:
            return ", ".join(f"{name} {value}" for name, value in witness.names.items())
        return given(self._record, witness)

    def _question(
        self, true: Iterable[Condition], untrue: Iterable[Iterable[Condition]]
    ) -> Question:
        return Question(
            tuple(map(self._asked, true)),
            tuple(tuple(map(self._asked, several)) for several in untrue),
        )

    def _asked(self, condition: Condition) -> Asked:
        compiled = condition.compiled
        if self._computed.keys().isdisjoint(compiled.paths.values()):
            return Asked(compiled.meaning, compiled.text)
        return Asked(substituted(compiled.meaning, self._computed), compiled.text, is_plain=False)

    def _is_there(self, spot: Spot) -> bool:
        """Say whether what stands at a path is always there."""
        name, *rest = spot
        if rest or self._record is None or not isinstance(name, str):
            return name == "now" and not rest
        field = self._record.fields.get(name)
        if field is not None and field.required and field.compute is None:
            return True
        return (
            name == "now"
            or name in self._record.state_fields
            or (name in SYSTEM_FIELDS and name != _MAY_BE_MISSING)
        )


def _computed(record: RecordType | None) -> dict[str, Meaning]:
    """Give what computed fields mean, in terms of fields that are written."""
    found: dict[str, Meaning] = {}
    for name in record.computed if record is not None else ():
        compute = record.fields[name].compute if record is not None else None
        if compute is not None:
            found[name] = substituted(compute.meaning, found)
    return found


def depends_on_settings(condition: Condition) -> bool:
    """Say whether another environment may give another answer: settings are compiled in."""
    return "settings" in condition.compiled.text
