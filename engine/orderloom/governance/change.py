"""From one version of a flow to the next: what becomes of records, and what stands against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine
from orderloom.definition.migrate import Migrate
from orderloom.definition.record import RecordType
from orderloom.diagnostics import Diagnostic
from orderloom.expression.scope import ENTERED
from orderloom.flow.version import Keep

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is between two versions, before any record is looked at.

    Attributes:
        old: The version in force; None: it cannot be compiled any more, or there is none.
        new: The version that is to take its place.
        entries: Of ``new.migrate`` by number: those that the old version has not.
        renames: Record type to field that is gone to the one that takes its values.
        moves: Record type and machine to state that is left to the one that is entered.
        is_back: Whether the new version is an earlier one again.
        keeps: The earlier machines that records keep under the new version.
        fresh: Names of those that some begin to keep with it.
    """

    old: Flow | None
    new: Flow
    entries: tuple[int, ...]
    renames: Mapping[str, Names]
    moves: Mapping[tuple[str, str], Names]
    is_back: bool = False
    keeps: tuple[Keep, ...] = ()
    fresh: frozenset[str] = frozenset()

    def stored_field(self, record: RecordType, machine: Machine) -> str:
        """Give the name under which records have a machine's state so far."""
        backwards = {new: old for old, new in self.renames.get(record.id, {}).items()}
        return backwards.get(machine.field, machine.field)


@dataclass(slots=True)
class Outcome:
    """What a change comes to in a store: what stands against it, and the turns it needs.

    ``turns`` are record types with the ids concerned and the plan of each (see
    ``kernel.migrating``); ``renames`` are as a store reads them, the engine's own names too.
    """

    findings: list[Diagnostic] = field(default_factory=list)
    turns: list[tuple[str, tuple[str, ...], dict[str, Any]]] = field(default_factory=list)
    renames: dict[str, dict[str, str]] = field(default_factory=dict)


def forward(old: Flow | None, new: Flow) -> Change:
    """Give the way to a newer version: its own entries say what becomes of records."""
    known = set() if old is None else {each.written for each in old.migrate}
    entries = tuple(i for i, each in enumerate(new.migrate) if each.written not in known)
    renames: dict[str, dict[str, str]] = {}
    for index in entries:
        entry = new.migrate[index]
        for record in _meant(new, entry):
            renames.setdefault(record.id, {}).update(entry.rename)
    lasting = [each for i, each in enumerate(new.migrate) if i in entries or _is_gone(new, each)]
    return Change(old=old, new=new, entries=entries, renames=renames, moves=_moves(new, lasting))


def back(undone: Sequence[Flow], target: Flow) -> Change:
    """Give the way back: what came since is read from its end to its beginning.

    Args:
        undone: The versions since the target, the one in force first.
        target: The earlier version, which is to be in force again.
    """
    kept = {each.written for each in target.migrate}
    renames: dict[str, dict[str, str]] = {}
    moves: dict[tuple[str, str], dict[str, str]] = {}
    for flow in undone:
        fresh = [each for each in flow.migrate if each.written not in kept]
        kept |= {each.written for each in fresh}
        for entry in reversed(fresh):
            for record in _meant(target, entry):
                _rename_back(renames.setdefault(record.id, {}), entry.rename)
                if entry.machine in record.machines and entry.to and entry.state:
                    states = target.machines[entry.machine].states
                    if entry.to not in states and entry.state in states:
                        way = moves.setdefault((record.id, entry.machine), {})
                        way.setdefault(entry.to, entry.state)
    for record_id, names in renames.items():
        have = {*target.records[record_id].fields, *target.records[record_id].state_fields}
        renames[record_id] = {old: new for old, new in names.items() if new in have}
    return Change(old=undone[0], new=target, entries=(), renames=renames, moves=moves, is_back=True)


def _rename_back(names: dict[str, str], rename: Names) -> None:
    for old, new in rename.items():
        for stored, goal in names.items():
            if goal == new:
                names[stored] = old
                break
        else:
            names[new] = old


def _meant(flow: Flow, entry: Migrate) -> Iterator[RecordType]:
    """Give the record types that an entry is about: its own, and those that extend it."""
    for record in flow.records.values():
        if entry.record in (record.id, *record.lineage):
            yield record


def _is_gone(flow: Flow, entry: Migrate) -> bool:
    """Say whether an entry is about a state that is no longer there, so that it holds for ever."""
    machine = flow.machines.get(entry.machine or "")
    return machine is not None and entry.state not in machine.states


def _moves(flow: Flow, entries: Iterable[Migrate]) -> dict[tuple[str, str], dict[str, str]]:
    """Give who goes where."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for entry in entries:
        if entry.to is None or entry.machine is None or entry.state is None:
            continue
        for record in _meant(flow, entry):
            if entry.machine in record.machines:
                found.setdefault((record.id, entry.machine), {})[entry.state] = entry.to
    return found


def stored_renames(change: Change) -> dict[str, dict[str, str]]:
    """Give the names that stored records are read under, with what goes with a machine's field."""
    found: dict[str, dict[str, str]] = {}
    for record_id, names in change.renames.items():
        record = change.new.records[record_id]
        whole = found[record_id] = dict(names)
        for old, new in names.items():
            if new in record.state_fields:
                whole[f"{old}_since"] = f"{new}_since"
                machine = change.new.machines[record.state_fields[new]]
                for state in machine.states:
                    whole[f"{ENTERED}{old}.{state}"] = f"{ENTERED}{new}.{state}"
    return {record_id: names for record_id, names in found.items() if names}
