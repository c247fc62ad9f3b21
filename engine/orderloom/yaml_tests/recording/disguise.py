"""Records and what was told of them, with fakes for all that is sensitive."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.flow import Flow
from orderloom.definition.record import Field
from orderloom.disguise.fakes import LEFT_OUT, Fakes
from orderloom.disguise.sensitive import sensitive_values
from orderloom.flow.record import Record
from orderloom.sight.masking import shown
from orderloom.yaml_tests.recording.gathering import Deed, Past
from orderloom.yaml_tests.recording.spelling import Formula, Word, written

_TEXTS = frozenset(("text", "phone", "email"))
_MASK = "****"
_UNKNOWN = {"phone": "10000000000", "email": "person0@example.com", "text": "甲"}


class Disguise:
    """Gives every value of a past as the test may show it.

    Args:
        flow: The flow.
        past: Its sensitive values are learnt first, in the order in which they appear.
    """

    def __init__(self, flow: Flow, past: Past) -> None:
        self._flow = flow
        self._records = {str(record.id): record for record in past.records}
        self._fakes = Fakes()
        self._masked: dict[str, object] = {}
        self._people: dict[str, str] = {}
        for deed in past.deeds:
            self._learn(self.fields_of(deed), deed.values)
        for record in past.records:
            self._learn(flow.records[record.type].fields, record.values)

    def fields_of(self, deed: Deed) -> Mapping[str, Field]:
        """Give the fields that a deed's values are for."""
        record = self._flow.records[deed.record.type]
        if deed.command == "run":
            playbook = self._flow.playbooks.get(deed.name)
            return {} if playbook is None else playbook.input
        if deed.command != "fire":
            return record.fields
        ways = [
            way
            for machine in record.machines
            for way in self._flow.machines[machine].named.get(deed.name, ())
        ]
        return {name: field for way in ways for name, field in way.inputs.items()}

    def values(self, deed: Deed) -> dict[str, Any]:
        """Give a deed's values; a state is a word of the flow."""
        fields = self.fields_of(deed)
        given = {
            name: Word(value)
            if name not in fields and isinstance(value, str)
            else self._value(fields.get(name), value, hidden=False)
            for name, value in deed.values.items()
        }
        return {name: value for name, value in given.items() if value is not LEFT_OUT}

    def text(self, text: str) -> str:
        """Give a text without the sensitive values in it."""
        return self._fakes.clean(text)

    def person(self, name: str) -> str:
        """Give a person's stand-in."""
        return self._people.setdefault(name, f"person_{len(self._people) + 1}")

    def condition(self, record: Record) -> str:
        """Give the condition that finds a record by its identity."""
        shape = self._flow.records[record.type]
        parts = []
        for name in shape.identity:
            value = record.values.get(name)
            subject = self._records.get(str(value)) if shape.built_in else None
            told = f"{self.reference(subject)}.id" if subject else self._literal(record, name)
            parts.append(f"{name} == {told}")
        return " and ".join(parts)

    def reference(self, record: Record) -> str:
        """Give the expression that means a record."""
        parts = (self._literal(record, name) for name in self._flow.records[record.type].identity)
        return f'record("{record.type}", {", ".join(parts)})'

    def _literal(self, record: Record, name: str) -> str:
        field = self._flow.records[record.type].fields[name]
        value = self._value(field, record.values.get(name), hidden=False)
        return str(value) if isinstance(value, Formula) else written(value)

    def _learn(self, fields: Mapping[str, Field], values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name in fields:
                for kind, each in sensitive_values(fields[name], value):
                    if not (isinstance(each, str) and _MASK in each):
                        self._fakes.learn(kind, each)
                        self._masked.setdefault(str(shown(each, hidden=True)), each)

    def _value(self, field: Field | None, value: Any, *, hidden: bool) -> Any:  # noqa: ANN401
        if value is None or field is None:
            return value
        hidden = hidden or field.sensitive
        if isinstance(value, Mapping):
            found = {
                name: self._value(field.parts.get(name), part, hidden=hidden)
                for name, part in value.items()
            }
            return {name: part for name, part in found.items() if part is not LEFT_OUT}
        if field.kind == "list":
            item = field if field.parts else field.item
            every = [self._value(item, each, hidden=hidden) for each in value]
            return [each for each in every if each is not LEFT_OUT]
        if field.kind == "reference":
            target = self._records.get(str(value))
            return LEFT_OUT if target is None else Formula(self.reference(target))
        if hidden:
            return self._fake(field, value)
        return self._fakes.clean(value) if field.kind in _TEXTS else value

    def _fake(self, field: Field, value: Any) -> Any:  # noqa: ANN401 - a flow's value
        if isinstance(value, str) and _MASK in value:
            if value not in self._masked:
                return _UNKNOWN.get(field.kind, LEFT_OUT)
            value = self._masked[value]
        return self._fakes.of(field.kind, value, getattr(field.type, "of", ()))
