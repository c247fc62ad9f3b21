"""What traces may not show: values that are sensitive wherever an expression found them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from orderloom.definition.flow import Flow
from orderloom.definition.record import Field
from orderloom.expression.compiled import Compiled, Read

_CHANGE = ("event.is", "event.was")
_SEGMENT = re.compile(r"[^.\[\]]+")


class Discretion:
    """Knows which of the values that an expression reads are sensitive.

    A field's own record is not always in sight (``old.phone``, ``customer.phone``, an input of
    an event), so a path is hidden when any part of it is called like some sensitive field of
    the flow: a trace may say too little, never too much.
    """

    def __init__(self, flow: Flow) -> None:
        self._names = frozenset(_names(flow))
        self._events = frozenset(
            f"{record.id}.{field.name}.changed"
            for record in flow.records.values()
            for field in record.fields.values()
            if field.sensitive
        )
        self._known: dict[int, tuple[Compiled, tuple[bool, ...]]] = {}

    def hidden(self, compiled: Compiled, event: Mapping[str, Any]) -> tuple[bool, ...]:
        """Say of each read of an expression, judged at ``event``, whether it is sensitive."""
        # Keeping the expression itself keeps its id from being given to another.
        known = self._known.get(id(compiled))
        if known is None:
            found = tuple(self._is_hidden(read) for read in compiled.reads)
            known = self._known[id(compiled)] = (compiled, found)
        if event.get("name") not in self._events:
            return known[1]
        reads = zip(known[1], compiled.reads, strict=True)
        return tuple(is_hidden or read.path in _CHANGE for is_hidden, read in reads)

    def is_name(self, name: str) -> bool:
        """Say whether a name is that of something sensitive."""
        return name in self._names

    def _is_hidden(self, read: Read) -> bool:
        return not self._names.isdisjoint((read.root, *_SEGMENT.findall(read.path)))


def _names(flow: Flow) -> Iterator[str]:
    for record in flow.records.values():
        yield from _sensitive(record.fields.values())
    for machine in flow.machines.values():
        for transitions in machine.named.values():
            for transition in transitions:
                yield from _sensitive(transition.inputs.values())
    for parts in flow.events.values():
        yield from _sensitive(parts.values())
    for playbook in flow.playbooks.values():
        yield from _sensitive(playbook.input.values())


def _sensitive(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        if field.sensitive:
            yield field.name
            yield from field.aliases
