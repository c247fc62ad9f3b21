"""Which expressions give away something sensitive, so that what they make is sensitive too.

A name may be reached in many ways (``phone``, ``customer.phone``, ``record("customer", no)``), so
an expression is taken to give away whatever it names, as ``kernel.discretion`` has it: too little
may be shown, never too much.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from orderloom.definition.machine import Machine
from orderloom.definition.record import Field, RecordType
from orderloom.expression.compiled import Compiled

_GIVES_LITTLE = re.compile(r"\b(?:has|missing|length|count|mask)\([^()]*\)")
"""Calls that say nothing of a value but that it is there, how long it is, or its mask."""
_WORD = re.compile(r"\w+")
_WHOLES = frozenset({"object", "list", "place", "file"})


class Secrets:
    """The names of everything sensitive in a flow; grows as more is found to be."""

    def __init__(self, records: Iterable[RecordType], machines: Iterable[Machine]) -> None:
        self._names: set[str] = set()
        self._wholes: set[str] = set()
        for record in records:
            for field in record.fields.values():
                self.add(field)
        for machine in machines:
            for transition in machine.transitions:
                for field in transition.inputs.values():
                    self.add(field)

    def add(self, field: Field) -> None:
        """Take note of a field, if it is sensitive; of a whole only its sensitive parts are."""
        if not field.sensitive:
            return
        inside = [part for part in _inside(field) if part.sensitive]
        named = (field.name, *field.aliases)
        if inside:
            self._wholes.update(named)
            for part in inside:
                self.add(part)
        else:
            self._names.update(named)

    def given_by(self, compiled: Compiled | None, field: Field) -> str | None:
        """Name something sensitive that an expression would give a field, or None."""
        if compiled is None or field.kind == "boolean":
            return None
        words = _WORD.findall(_GIVES_LITTLE.sub("", compiled.text))
        told = self._names | self._wholes if field.kind in _WHOLES else self._names
        return next((word for word in words if word in told), None)


def _inside(field: Field) -> Iterator[Field]:
    yield from field.parts.values()
    if field.item is not None:
        yield field.item


def discreet(
    records: Mapping[str, RecordType], machines: Mapping[str, Machine]
) -> dict[str, RecordType]:
    """Give the record types with every computed field sensitive that gives something away."""
    found = dict(records)
    secrets = Secrets(records.values(), machines.values())
    grows = True
    while grows:
        grows = False
        for name, record in found.items():
            more = [
                field
                for field in map(record.fields.__getitem__, record.computed)
                if not field.sensitive and secrets.given_by(field.compute, field)
            ]
            if more:
                grows = True
                hidden = {field.name: replace(field, sensitive=True) for field in more}
                found[name] = replace(record, fields={**record.fields, **hidden})
                for field in hidden.values():
                    secrets.add(field)
    return found
