"""Which machines of earlier versions records keep until they have finished under them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine
from orderloom.definition.record import FINISHING, RecordType
from orderloom.flow.version import Keep, Version
from orderloom.governance.change import Change
from orderloom.ports import Reader


def with_keeps(change: Change, before: Sequence[Version], still: Collection[str]) -> Change:
    """Give a change with the machines that records keep.

    Args:
        change: What is between the version in force and the next.
        before: All versions so far, the one in force last.
        still: Names of the machines under which records finish now.
    """
    if not before:
        return change
    carried = [keep for keep in before[-1].keeps if keep.name in still]
    fresh = [] if change.old is None else list(_fresh(change, change.old, before[-1].number))
    names = frozenset(keep.name for keep in fresh)
    return replace(change, keeps=(*carried, *fresh), fresh=names)


def _fresh(change: Change, old: Flow, number: int) -> Iterator[Keep]:
    """Give what this version is the first to let finish, by machine."""
    found: dict[str, set[str] | None] = {}
    for entry in map(change.new.migrate.__getitem__, change.entries):
        machine = old.machines.get(entry.machine or "")
        if not entry.finish or machine is None:
            continue
        states = None if entry.state is None else _inside(machine, entry.state)
        if states is None:
            found[machine.id] = None
        elif states and (known := found.setdefault(machine.id, set())) is not None:
            known |= states
    for name, kept in found.items():
        yield Keep(machine=name, number=number, states=tuple(sorted(kept or ())))


def _inside(machine: Machine, state: str) -> set[str]:
    outer = set(machine.beginnings)
    return {each for each in machine.states if state in machine.path(each) and each not in outer}


def beginning(
    change: Change, record: RecordType, machine: Machine, reader: Reader
) -> tuple[Mapping[str, str], set[str]]:
    """Give who begins to finish: state to the name of the machine that is kept, and the ids."""
    keep = next(
        (e for e in change.keeps if e.machine == machine.id and e.name in change.fresh), None
    )
    if keep is None or change.old is None or not _meant(change, record, machine.id):
        return {}, set()
    was = change.old.machines[machine.id].states
    states = keep.states or tuple(name for name, state in was.items() if not state.final)
    standing = reader.stands(record.id, change.stored_field(record, machine))
    marked = set(marks(record, machine, reader))
    here = {state: keep.name for state in states if {*standing.get(state, ())} - marked}
    return here, {each for state in here for each in standing[state]} - marked


def _meant(change: Change, record: RecordType, machine: str) -> bool:
    entries = map(change.new.migrate.__getitem__, change.entries)
    return any(
        entry.finish and entry.machine == machine and entry.record in (record.id, *record.lineage)
        for entry in entries
    )


def marks(record: RecordType, machine: Machine, reader: Reader) -> dict[str, str]:
    """Give the ids of those that finish under an earlier machine, with its name."""
    found = reader.stands(record.id, f"{FINISHING}{machine.field}")
    return {each: name for name, ids in found.items() for each in ids}
