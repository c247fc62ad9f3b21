"""What stands against a change: records that would be left where nothing is, values unreadable."""

from collections import Counter
from collections.abc import Iterator, Sequence

from orderloom.definition.machine import Machine
from orderloom.definition.record import Field, RecordType
from orderloom.diagnostics import Diagnostic, Place
from orderloom.flow.record import identity_key
from orderloom.governance.change import Change
from orderloom.governance.convertible import has_words_only, is_readable
from orderloom.governance.finishing import beginning, marks
from orderloom.ports import Reader

MOST_NAMED = 5


def against(change: Change, reader: Reader) -> Iterator[Diagnostic]:
    """Give everything that stands against a change in a store, by the definition it lies in."""
    for record in change.new.records.values():
        for machine in map(change.new.machines.__getitem__, record.machines):
            yield from _stranded(change, record, machine, reader)
    if change.old is None:
        return
    for record in change.old.records.values():
        yield from _without_machine(change, record, reader)
        now = change.new.records.get(record.id)
        if now is not None and reader.types().get(record.id):
            yield from _other_identity(change, record, now, reader)
            yield from _unreadable(change, record, now, reader)
            yield from _not_unique(change, record, now, reader)


def _stranded(
    change: Change, record: RecordType, machine: Machine, reader: Reader
) -> Iterator[Diagnostic]:
    """Find records in states that the machine no longer has, and that nobody provides for."""
    provided = {*change.moves.get((record.id, machine.id), ()), *machine.states}
    provided |= {*beginning(change, record, machine, reader)[0]}
    for state, ids in reader.stands(record.id, change.stored_field(record, machine)).items():
        if state not in provided:
            kept = marks(record, machine, reader)
            left = [each for each in ids if each not in kept]
            if left:
                yield _left(record.id, machine.id, state, left, machine.place)


def _without_machine(change: Change, was: RecordType, reader: Reader) -> Iterator[Diagnostic]:
    """Find records that are under way in a machine, or of a type, that is gone as a whole."""
    old, new = change.old, change.new
    now = new.records.get(was.id)
    for name in was.machines:
        if old is None or (now is not None and name in now.machines):
            continue
        machine = old.machines[name]
        for state, ids in reader.stands(was.id, machine.field).items():
            known = machine.states.get(state)
            if known is None or not known.final:
                place = new.place if now is None else now.place
                yield _left(was.id, name, state, ids, place)


def _left(record: str, machine: str, state: str, ids: Sequence[str], place: Place) -> Diagnostic:
    more = ", …" if len(ids) > MOST_NAMED else ""
    facts = {
        "number": f"{len(ids):,}",
        "record": record,
        "machine": machine,
        "state": state,
        "ids": ", ".join(ids[:MOST_NAMED]) + more,
    }
    return Diagnostic(code="OL691", place=place, facts=facts)


def _other_identity(
    change: Change, was: RecordType, now: RecordType, reader: Reader
) -> Iterator[Diagnostic]:
    names = change.renames.get(now.id, {})
    if tuple(names.get(name, name) for name in was.identity) == now.identity:
        return
    facts = {
        "record": now.id,
        "was": ", ".join(was.identity),
        "now": ", ".join(now.identity),
        "number": f"{reader.types()[now.id]:,}",
    }
    yield Diagnostic(code="OL693", place=now.place, facts=facts)


def _unreadable(
    change: Change, was: RecordType, now: RecordType, reader: Reader
) -> Iterator[Diagnostic]:
    """Find fields whose values the new type could not read."""
    names = change.renames.get(now.id, {})
    for old in was.fields.values():
        new = now.fields.get(names.get(old.name, old.name))
        if new is None or not (_is_stored(old) and _is_stored(new)):
            continue
        number = _misfits(now, old, new, reader)
        if number:
            facts = {
                "record": now.id,
                "field": new.name,
                "was": str(old.type),
                "now": str(new.type),
                "number": f"{number:,}",
            }
            yield Diagnostic(code="OL694", place=new.place, facts=facts)


def _misfits(record: RecordType, old: Field, new: Field, reader: Reader) -> int:
    """Count the records whose value would be lost, or may be where it is sealed."""
    if not is_readable(old.type, new.type):
        return reader.holders(record.id, old.name)
    words, before = has_words_only(new.type), has_words_only(old.type)
    if words is None or (before is not None and before <= words):
        return 0
    if old.sensitive:
        return reader.holders(record.id, old.name)
    held = reader.stands(record.id, old.name)
    return sum(len(ids) for word, ids in held.items() if word not in words)


def _is_stored(field: Field) -> bool:
    """Say whether a field has values of its own, which nothing works out again."""
    return field.compute is None and not field.measured and field.kind != "records"


def _not_unique(
    change: Change, was: RecordType, now: RecordType, reader: Reader
) -> Iterator[Diagnostic]:
    """Find values that several records have of a field that is to be unique."""
    backwards = {new: old for old, new in change.renames.get(now.id, {}).items()}
    for name in now.unique:
        stored = backwards.get(name, name)
        if stored in was.unique or stored not in was.fields:
            continue
        seen = Counter(
            identity_key((value,))
            for record in reader.all(now.id)
            if (value := record.values.get(name)) is not None
        )
        number = sum(times for times in seen.values() if times > 1)
        if number:
            facts = {"record": now.id, "field": name, "number": f"{number:,}"}
            yield Diagnostic(code="OL729", place=now.fields[name].place, facts=facts)
