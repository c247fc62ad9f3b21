"""The turns that a change needs: which records, in which order, and what becomes of each."""

from collections.abc import Iterator
from typing import Any

from orderloom.definition.flow import Flow
from orderloom.definition.record import FINISHING, RecordType
from orderloom.flow.command import Turns
from orderloom.governance.change import Change, stored_renames
from orderloom.governance.finishing import beginning
from orderloom.ports import Reader


def turns_of(change: Change, reader: Reader) -> tuple[Turns, ...]:
    """Give the turns of all records that a change concerns; those listed before who lists them.

    A record of a type whose fields are as before has one only where it stands in a state that it
    is moved out of.
    """
    found = (_turns(change, record, reader) for record in _children_first(change.new))
    return tuple(each for each in found if each is not None and each.ids)


def _turns(change: Change, record: RecordType, reader: Reader) -> Turns | None:
    moves: dict[str, dict[str, str]] = {}
    finishing: dict[str, dict[str, str]] = {}
    ids: set[str] = set()
    for machine in map(change.new.machines.__getitem__, record.machines):
        ways = dict(change.moves.get((record.id, machine.id), {}))
        ways |= {outer: first for outer, first in machine.beginnings.items() if outer not in ways}
        standing = reader.stands(record.id, change.stored_field(record, machine))
        here = {state: way for state, way in ways.items() if state in standing}
        if here:
            moves[machine.field] = here
            ids.update(*(standing[state] for state in here))
        kept, beginners = beginning(change, record, machine, reader)
        if kept:
            finishing[machine.field] = dict(kept)
        ids |= beginners
    was = None if change.old is None else change.old.records.get(record.id)
    entries = [i for i in change.entries if _is_about(change.new, i, record)]
    if entries or _differs(change, was, record):
        ids = set(reader.ids(record.id))
    plan: dict[str, Any] = {
        "renames": stored_renames(change).get(record.id, {}),
        "moves": moves,
        "entries": entries,
        "added": _added(change, was, record),
        "laters": _begun(change),
        "finishing": finishing,
    }
    return Turns(record=record.id, ids=tuple(sorted(ids)), plan=plan)


def _is_about(flow: Flow, index: int, record: RecordType) -> bool:
    entry = flow.migrate[index]
    has_work = entry.values or entry.rename
    return bool(has_work) and entry.record in (record.id, *record.lineage)


def _differs(change: Change, was: RecordType | None, now: RecordType) -> bool:
    """Say whether the records of a type may have to be another way than they are."""
    if was is None or change.old is None:
        return False
    return _described(change.old, was) != _described(change.new, now)


def _described(flow: Flow, record: RecordType) -> tuple[object, ...]:
    """Give what of a type shows in what is stored of its records, so that versions compare."""
    fields = tuple(
        (
            name,
            str(field.type),
            field.kind,
            field.sensitive,
            field.unique,
            None if field.compute is None else field.compute.text,
            tuple(None if each.compiled is None else each.compiled.text for each in field.match),
        )
        for name, field in sorted(record.fields.items())
    )
    machines = tuple((name, flow.machines[name].field) for name in record.machines)
    remembered = ((name, of) for name, of in record.memory.items() if FINISHING not in name)
    memory = tuple(sorted((name, str(of)) for name, of in remembered))
    kept = record.retain
    retain = None if kept is None else (kept.span, kept.erases, kept.field, kept.state)
    hidden, laters = sorted(record.hidden_memory), _laters(flow, record)
    return (fields, machines, memory, record.indexed, hidden, retain, laters)


def _begun(change: Change) -> list[str]:
    """Name the timers that this version is the first to have; those that are kept went on."""
    if change.old is None:
        return []
    kept = tuple(f"machine/{name}." for name in change.fresh)
    begun = {*change.new.laters} - {*change.old.laters}
    return sorted(name for name in begun if not name.startswith(kept))


def _laters(flow: Flow, record: RecordType) -> tuple[object, ...]:
    """Give the timers that a type's records may have, so that versions compare."""
    own = [flow.machines[name].states.values() for name in record.machines]
    found = [later for states in own for state in states for later in state.later]
    openings = (each for each in flow.openings.values() if each.record == record.id)
    found += [later for opening in openings for later in opening.later]
    return tuple(
        (
            each.name,
            each.after,
            None if each.at is None or each.at.compiled is None else each.at.compiled.text,
            None if each.calendar is None else each.calendar.id,
        )
        for each in found
    )


def _added(change: Change, was: RecordType | None, now: RecordType) -> list[str]:
    """Name the fields that begin in this version, and the machines' fields."""
    if was is None:
        return []
    taken = {*was.fields, *was.state_fields, *change.renames.get(now.id, {}).values()}
    return [name for name in (*now.fields, *now.state_fields) if name not in taken]


def _children_first(flow: Flow) -> Iterator[RecordType]:
    """Give the record types, each after those that its fields ``records`` list."""
    done: set[str] = set()

    def visit(record: RecordType) -> Iterator[RecordType]:
        if record.id in done:
            return
        done.add(record.id)
        for field in record.fields.values():
            if field.kind == "records" and (child := flow.records.get(field.to or "")):
                yield from visit(child)
        yield record

    for record in flow.records.values():
        if not record.id.startswith("$"):
            yield from visit(record)
