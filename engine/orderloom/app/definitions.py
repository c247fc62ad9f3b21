"""The definitions of a flow as people read them: title, note, and the titles of their parts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from orderloom.definition.common import Title, title_text
from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine
from orderloom.definition.rule import Rule, Severity
from orderloom.definition.table import Table
from orderloom.diagnostics import Place
from orderloom.errors import OrderloomError
from orderloom.names import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A state or a column; ``shown`` is what customers read of a state, None: its title."""

    name: str
    title: str
    shown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A definition; ``severity`` of a rule, None of any other."""

    kind: str
    id: str
    title: str
    note: str | None
    place: Place
    severity: Severity | None = None
    parts: tuple[Part, ...] = ()


class _Written(Protocol):
    """What every definition has."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def title(self) -> Title | None: ...
    @property
    def note(self) -> str | None: ...


def listed(flow: Flow, language: str, wanted: str | None = None) -> list[Listed]:
    """Give the definitions of a flow, or those of one kind, in the order of the files.

    Args:
        flow: The flow.
        language: Of titles, where they have it.
        wanted: A kind; None: all.

    Raises:
        OrderloomError: There is no such kind in the flow.
    """
    kinds = _by_kind(flow)
    if wanted is not None and wanted not in kinds:
        known = ", ".join(kinds)
        near = nearest(wanted, kinds) or ""
        raise OrderloomError("OL046", kind=wanted, known=known, nearest=near)
    found = [
        _listed(kind, each, language)
        for kind, definitions in kinds.items()
        if wanted in {None, kind}
        for each in definitions
    ]
    return sorted(found, key=lambda each: (each.place.file, each.place.line or 0))


def _by_kind(flow: Flow) -> Mapping[str, tuple[_Written, ...]]:
    """Give what was written, by kind; what is built in was not."""
    own = {name for name, each in flow.records.items() if not each.built_in}
    found: dict[str, tuple[_Written, ...]] = {
        "flow": (flow,),
        "record": tuple(flow.records[name] for name in flow.records if name in own),
        "machine": tuple(each for each in flow.machines.values() if each.record in own),
        "mapping": (*flow.mappings.values(), *flow.outbound.values()),
        "rule": tuple(flow.rules.values()),
        "tree": tuple(flow.trees.values()),
        "playbook": tuple(flow.playbooks.values()),
        "schedule": tuple(flow.schedules.values()),
        "metric": tuple(flow.metrics.values()),
        "stock": tuple(flow.stocks.values()),
        "connection": tuple(flow.connections.values()),
        "connector": tuple(flow.connectors.values()),
        "message": tuple(flow.messages.values()),
        "calendar": tuple(flow.calendars.values()),
        "table": tuple(flow.tables.values()),
        "role": tuple(flow.roles.values()),
        "test": tuple(flow.tests.values()),
    }
    return {kind: each for kind, each in found.items() if each}


def _listed(kind: str, each: _Written, language: str) -> Listed:
    return Listed(
        kind=kind,
        id=each.id,
        title=title_text(each.title, language, each.id),
        note=each.note,
        place=each.place,
        severity=each.severity if isinstance(each, Rule) else None,
        parts=tuple(_parts(each, language)),
    )


def _parts(each: _Written, language: str) -> Iterator[Part]:
    if isinstance(each, Machine):
        for state in each.states.values():
            shown = None if state.shown is None else title_text(state.shown, language)
            title = title_text(state.title, language, state.name)
            yield Part(name=state.name, title=title, shown=shown)
    if isinstance(each, Table):
        for column in each.columns.values():
            yield Part(name=column.name, title=title_text(column.title, language, column.name))
