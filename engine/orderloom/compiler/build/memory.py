"""What records of each type remember for the engine: timers, openers, branches, past states."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.machine import Machine
from orderloom.definition.record import (
    ARCHIVED,
    BRANCHES,
    CALLS,
    DONE,
    FINISHING,
    LASTING,
    OPENERS,
    RESERVED,
    STARTED,
    TAKEN,
    TIMERS,
    RecordType,
)
from orderloom.definition.rule import Rule
from orderloom.expression import types
from orderloom.expression.scope import ENTERED
from orderloom.expression.types import ListType, ObjectType, Type


def remembering(
    draft: Draft,
    records: Mapping[str, RecordType],
    machines: Mapping[str, Machine],
    sorted_by_trees: Collection[str],
    rules: Collection[Rule],
) -> dict[str, RecordType]:
    """Give the record types with what each has to remember, which most have not.

    Args:
        draft: Knows what waits.
        records: The types.
        machines: All machines.
        sorted_by_trees: The types that a tree is about.
        rules: All rules.
    """
    fields = [field for each in records.values() for field in each.fields.values()]
    fields += [f for m in machines.values() for w in m.transitions for f in w.inputs.values()]
    has_secrets = any(field.sensitive for field in fields)
    hidden = frozenset({OPENERS, CALLS, TAKEN} if has_secrets else ())
    found: dict[str, RecordType] = {}
    for name, record in records.items():
        memory = dict(_memory(draft, record, machines))
        if name in sorted_by_trees:
            memory[BRANCHES] = ListType(ObjectType(_branch()))
        memory |= _of_rules([rule for rule in rules if rule.record == name])
        found[name] = record
        if memory:
            found[name] = replace(
                record,
                memory={**record.memory, **memory},
                hidden_memory=record.hidden_memory | (hidden & memory.keys()),
            )
    return found


def _memory(
    draft: Draft, record: RecordType, machines: Mapping[str, Machine]
) -> Iterator[tuple[str, Type]]:
    own = [machines[name] for name in record.machines if name in machines]
    earlier = [m for name, m in machines.items() if name.rpartition("@")[0] in record.machines]
    yield from ((f"{FINISHING}{machine.field}", types.TEXT) for machine in earlier)
    own += earlier
    is_timed = any(state.later for machine in own for state in machine.states.values())
    openings = [each for each in draft.openings.values() if each.record == record.id]
    if openings:
        is_timed = is_timed or any(opening.later for opening in openings)
        yield OPENERS, ListType(types.ANY)
    if any(each.record in (record.id, *record.lineage) for each in draft.calls.values()):
        yield CALLS, ListType(types.ANY)
        yield DONE, ListType(types.TEXT)
        yield TAKEN, ListType(types.ANY)
    reserves = [e for e in draft.reserves.values() if e.record in (record.id, *record.lineage)]
    if reserves:
        is_timed = is_timed or any(each.later for each in reserves)
        yield RESERVED, ListType(ObjectType(_reserved()))
    for machine in own:
        names = (f"{ENTERED}{machine.field}.{state}" for state in machine.states)
        yield from ((name, types.TIME) for name in names if name in draft.entered)
    if record.retain is not None:
        yield ARCHIVED, types.TIME
    if is_timed or record.retain is not None:
        yield TIMERS, ListType(ObjectType(_timer()))


def _of_rules(rules: Collection[Rule]) -> Iterator[tuple[str, Type]]:
    """Give what is remembered of rules, all about one type of records."""
    yield from ((f"{STARTED}{rule.id}", types.TIME) for rule in rules if rule.once_per is not None)
    lasting = [rule.lasting for rule in rules if rule.lasting is not None]
    memory = state_memory()
    if lasting:
        yield LASTING, memory[LASTING]
    if any(each.hold or each.keep_for for each in lasting) or any(r.repeat_every for r in rules):
        yield TIMERS, memory[TIMERS]


def state_memory() -> dict[str, Type]:
    """Give what is remembered of lasting rules: where they stand, and their timers."""
    return {LASTING: ListType(ObjectType(_state())), TIMERS: ListType(ObjectType(_timer()))}


def _state() -> dict[str, Type]:
    return {
        "rule": types.TEXT,
        "state": types.TEXT,
        "since": types.TIME,
        "started": types.TIME,
        "spared": types.BOOLEAN,
        "mutes": ListType(types.TEXT),
    }


def _timer() -> dict[str, Type]:
    return {
        "id": types.TEXT,
        "name": types.TEXT,
        "of": types.TEXT,
        "since": types.TIME,
        "due": types.TIME,
        "chain": types.INTEGER,
        "overdue": types.TIME,
    }


def _reserved() -> dict[str, Type]:
    found: dict[str, Type] = {"quantity": types.DECIMAL}
    for name in ("name", "stock", "item", "place", "share"):
        found[name] = types.TEXT
    return found


def _branch() -> dict[str, Type]:
    return {
        "branch": types.TEXT,
        "label": types.TEXT,
        "put": types.BOOLEAN,
        "owed": types.BOOLEAN,
    }
