"""Records that finish under an earlier version's machine.

The record itself says which machine moves it, and whoever asks its program for machines is given
that one in place of the newer; all else about the record is the newer version's.
"""

from typing import Any

from orderloom.definition.machine import Machine
from orderloom.definition.migrate import Finishing
from orderloom.definition.record import FINISHING, TIMERS
from orderloom.diagnostics import Cause
from orderloom.flow.deploy_effect import Finishes
from orderloom.kernel import timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay


def begin(work: Overlay, draft: Draft, machine: Machine, name: str) -> None:
    """Let a record finish under the earlier machine of a name; its timers go on as they are."""
    kept = work.program.flow.finishing[name]
    _mark(work, draft, machine, name)
    _rename_timers(work, draft, f"machine/{kept.of}.", f"machine/{name}.")
    work.effects.append(
        Finishes(
            record=draft.program.id,
            record_id=draft.ref,
            cause=_cause(work, kept),
            machine=kept.of,
            field=machine.field,
            state=str(draft.values.get(machine.field) or ""),
            version=kept.version,
        )
    )


def end(work: Overlay, draft: Draft, machine: Machine) -> None:
    """Let the newer version's machine move a record from now on."""
    _mark(work, draft, machine, None)


def newer(work: Overlay, draft: Draft, machine: Machine, target: str) -> Machine:
    """Give the machine whose state a record enters: with an end of finishing the newer one."""
    kept = work.program.flow.finishing.get(machine.id)
    if kept is None or not kept.ends(target, work.program.flow.machines[kept.of]):
        return machine
    timers.stop_all(work, draft, machine.field)
    _mark(work, draft, machine, None)
    return work.program.flow.machines[kept.of]


def _mark(work: Overlay, draft: Draft, machine: Machine, name: str | None) -> None:
    work.put(draft, f"{FINISHING}{machine.field}", name)
    draft.program = work.program.under(work.program.records[draft.program.id], draft.values)


def _rename_timers(work: Overlay, draft: Draft, before: str, now: str) -> None:
    waiting = timers.waiting_of(draft)
    renamed: list[dict[str, Any]] = [
        {**entry, "name": now + entry["name"].removeprefix(before)}
        if entry["name"].startswith(before)
        else entry
        for entry in waiting
    ]
    if renamed != waiting:
        work.put(draft, TIMERS, renamed)


def _cause(work: Overlay, kept: Finishing) -> Cause:
    for entry in work.program.flow.migrate:
        if entry.finish and entry.machine == kept.of:
            return entry.cause
    place = kept.machine.place
    return Cause(definition=f"machine/{kept.machine.id}", path="states", place=place)
