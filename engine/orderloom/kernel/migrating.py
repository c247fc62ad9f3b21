"""A record's turn when another version came in force: what it has becomes what that expects.

Nothing of this is an event, and no action of a state runs: the record stands where its new
version would have it. What it leads to by itself (automatic transitions, lasting rules) follows,
but only where the migration moved it or set something.
"""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.machine import Machine
from orderloom.definition.migrate import Migrate
from orderloom.definition.record import FINISHING, Field
from orderloom.diagnostics import Cause
from orderloom.expression.scope import ENTERED
from orderloom.flow.deploy_effect import Migrated, Renamed
from orderloom.flow.effect import FieldChanged
from orderloom.kernel import finishing, overdue, timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.earlier import plain
from orderloom.kernel.faulting import cause_of, worked_out
from orderloom.kernel.overlay import Overlay, same
from orderloom.kernel.program import Computed
from orderloom.kernel.references import find_match
from orderloom.sight.masking import shown


def migrate(work: Overlay, draft: Draft, plan: Mapping[str, Any]) -> None:
    """Give a record its turn.

    Args:
        work: Takes what becomes of it.
        draft: The record, read under the new version, its renamed fields under their new names.
        plan: ``renames`` (old name to new), ``moves`` (a machine's field to state to state),
            ``entries`` (of ``Flow.migrate``, by number: those whose values are set), ``added``
            (fields that begin with their defaults), ``laters`` (timers that begin) and
            ``finishing`` (a machine's field to state to the earlier machine that is kept).
    """
    draft.anew = True
    stood = {machine.field: draft.values.get(machine.field) for machine in draft.program.machines}
    for old, new in plan["renames"].items():
        if draft.values.get(new) is not None:
            _tell_renamed(work, draft, old, new)
    moved = [
        _move(work, draft, machine, target)
        for machine in draft.program.machines
        if (target := _target(work, plan, machine, stood[machine.field])) is not None
    ]
    _let_finish(work, draft, plan.get("finishing", {}), {*moved})
    _begin_added(work, draft, plan["added"])
    written = [
        _set(work, draft, entry)
        for entry in map(work.program.flow.migrate.__getitem__, plan["entries"])
        if _is_meant(draft, entry, stood)
    ]
    _compute(work, draft)
    if draft.program.timed:
        overdue.take_over(work, draft, plan["laters"])
    draft.dirty.clear()
    draft.unsettled = bool(moved or written)


def entry_for(work: Overlay, machine: Machine, was: str) -> Cause:
    """Give the line that moves records out of a state; of a rollback the machine's own."""
    for entry in work.program.flow.migrate:
        if entry.to is not None and (entry.machine, entry.state) == (machine.id, was):
            return entry.cause
    return Cause(definition=f"machine/{machine.id}", path="states", place=machine.place)


def _is_meant(draft: Draft, entry: Migrate, stood: Mapping[str, object]) -> bool:
    if entry.record not in (draft.program.id, *draft.program.shape.lineage):
        return False
    if entry.state is None:
        return True
    machines = draft.program.machines
    field = next((each.field for each in machines if plain(each.id) == entry.machine), "")
    return stood.get(field) == entry.state


def _tell_renamed(work: Overlay, draft: Draft, old: str, new: str) -> None:
    known = draft.program.fields.get(new)
    machine = draft.program.state_fields.get(new)
    if known is None and machine is None:  # what the engine keeps beside a machine's field
        return
    cause = None if known is None else cause_of(draft, known)
    if machine is not None:
        cause = Cause(definition=f"machine/{machine.id}", path="field", place=machine.place)
    work.effects.append(
        Renamed(record=draft.program.id, record_id=draft.ref, cause=cause, field=old, into=new)
    )


def _let_finish(
    work: Overlay, draft: Draft, plan: Mapping[str, Mapping[str, str]], moved: set[str]
) -> None:
    """Let a record keep the earlier machines that it is to finish under, unless it was moved."""
    for field, machine in work.program.records[draft.program.id].state_fields.items():
        before = draft.values.get(f"{FINISHING}{field}")
        if before is not None and field in moved:
            finishing.end(work, draft, machine)
        elif before is None and field not in moved:
            name = plan.get(field, {}).get(str(draft.values.get(field)))
            if name is not None:
                finishing.begin(work, draft, machine, name)


def _target(work: Overlay, plan: Mapping[str, Any], machine: Machine, stood: object) -> str | None:
    """Say where a record is moved; one that a machine is new to begins where all begin.

    One that finishes under an earlier machine is moved only where an entry says so.
    """
    if plain(machine.id) != machine.id and not any(
        entry.to is not None and (entry.machine, entry.state) == (plain(machine.id), stood)
        for entry in work.program.flow.migrate
    ):
        return None
    if stood is None:
        return machine.initial if machine.field in plan["added"] else None
    target: str | None = plan["moves"].get(machine.field, {}).get(stood)
    return target


def _move(work: Overlay, draft: Draft, machine: Machine, target: str) -> str:
    """Let the record stand elsewhere: the old stay's timers go, those of the new one begin.

    Returns:
        The machine's field.
    """
    machine = work.program.records[draft.program.id].state_fields[machine.field]
    field, was = machine.field, str(draft.values.get(machine.field) or "")
    cause = entry_for(work, machine, was)
    work.put(draft, field, target)
    work.put(draft, f"{field}_since", work.now)
    entered = machine.path(target)
    for state in entered:
        if (name := f"{ENTERED}{field}.{state}") in draft.program.entered:
            work.put(draft, name, work.now)
    work.effects.append(
        Migrated(
            record=draft.program.id,
            record_id=draft.ref,
            cause=cause,
            machine=machine.id,
            field=field,
            was=was,
            state=target,
        )
    )
    timers.stop_all(work, draft, field)
    if draft.program.timed:
        timers.enter(work, draft, machine, (), entered)
    return field


def _begin_added(work: Overlay, draft: Draft, names: list[str]) -> None:
    around = work.glance(draft, {})
    for name in names:
        field = draft.program.fields.get(name)
        if field is not None and field.default is not None and name not in draft.values:
            value = worked_out(work, draft, field, field.default.of, around)
            _write(work, draft, field, value, cause_of(draft, field))


def _set(work: Overlay, draft: Draft, entry: Migrate) -> str:
    for name, value in entry.values:
        field = draft.program.fields[name]
        found = worked_out(work, draft, field, value.of, work.glance(draft, {}))
        _write(work, draft, field, found, entry.cause)
    return entry.written


def _compute(work: Overlay, draft: Draft) -> None:
    """Bring everything that is kept up to date to what the new version makes of it."""
    for each in draft.program.computed:
        field, around = draft.program.fields[each.name], work.glance(draft, {})
        if isinstance(each, Computed):
            value = worked_out(work, draft, field, each.evaluate, around)
        elif field.name not in draft.values:
            value, awaited = find_match(work, draft, each, around)
            if draft.values.get(each.awaits) != awaited:
                work.put(draft, each.awaits, awaited)
        else:
            continue
        _write(work, draft, field, value, cause_of(draft, field))


def _write(work: Overlay, draft: Draft, field: Field, value: Any, cause: Cause) -> None:  # noqa: ANN401
    was = draft.values.get(field.name)
    if same(was, value):
        return
    work.put(draft, field.name, value)
    work.effects.append(
        FieldChanged(
            record=draft.program.id,
            record_id=draft.ref,
            cause=cause,
            field=field.name,
            was=shown(was, hidden=field.sensitive),
            value=shown(value, hidden=field.sensitive),
        )
    )
