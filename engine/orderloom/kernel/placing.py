"""Putting a record where a test wants it: none of its actions run, no event happens.

Its timers wait, as they would for a record that has just come there.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from orderloom.expression.scope import ENTERED
from orderloom.flow.command import Announce, Origin
from orderloom.flow.decision import Decision
from orderloom.flow.effect import Created
from orderloom.kernel import timers
from orderloom.kernel.actions.table import act
from orderloom.kernel.creation import compute_first, fitted, key_of, unmet_demands
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import worked_out
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import Program, RecordProgram
from orderloom.kernel.references import appear
from orderloom.kernel.refusal import Reasons, why
from orderloom.kernel.serials import draw
from orderloom.kernel.settle import refresh
from orderloom.ports import View

COMMAND = "given"


class Placement(NamedTuple):
    """A record as it is to stand; machines that ``states`` leaves out begin at ``initial``."""

    record: str
    values: Mapping[str, Any]
    states: Mapping[str, str]


def place(
    program: Program, view: View, origin: Origin, now: datetime, placement: Placement
) -> Decision:
    """Decide to put a record there, as if it had entered its states at ``now``.

    Returns:
        The decision; refused when a value does not fit, a required field is missing, or a
        record of that identity is there already.
    """
    record = program.records[placement.record]
    work = Overlay(program, view, Announce(origin, now, COMMAND, {}), COMMAND, act)
    values, reasons = fitted(record.fields, placement.values, None)
    present = {name: value for name, value in values.items() if value is not None}
    key = key_of(record, present)
    if key is None:
        missing = ", ".join(name for name in record.identity if name not in present)
        reasons += (why("OL709", record=record.id, missing=missing),)
    elif view.find(record.id, key) is not None:
        reasons += (why("OL710", record=record.id, key=key),)
    if reasons or key is None:
        return _decision(work, placement, reasons=reasons)
    draft = work.add(record, key)
    draft.values.update(present)
    _complete(work, draft, placement.states)
    if record.timed:
        for machine in record.machines:
            timers.enter(work, draft, machine, (), machine.path(draft.values[machine.field]))
    reasons = unmet_demands(work, draft, None)
    return _decision(work, placement, draft, reasons)


def _complete(work: Overlay, draft: Draft, states: Mapping[str, str]) -> None:
    """Add what a record has besides the fields that were given."""
    record, values = draft.program, draft.values
    work.effects += draw(work, draft)
    around = work.glance(draft, {})
    found: dict[str, Any] = {}
    for field in record.defaults:
        if field.default is not None and field.name not in values:
            found[field.name] = worked_out(work, draft, field, field.default.of, around)
    stays = {each.field: states.get(each.field, each.initial) for each in record.machines}
    found |= dict.fromkeys(_entered(record, stays), work.now)
    found |= stays | {f"{name}_since": work.now for name in stays}
    values.update({name: value for name, value in found.items() if value is not None})
    compute_first(work, draft)
    appear(work, draft)
    refresh(work)


def _entered(record: RecordProgram, stays: Mapping[str, str]) -> frozenset[str]:
    names = {
        f"{ENTERED}{field}.{each}"
        for field, state in stays.items()
        for each in record.state_fields[field].path(state)
    }
    return record.entered & names


def _decision(
    work: Overlay, placement: Placement, draft: Draft | None = None, reasons: Reasons = ()
) -> Decision:
    decision = Decision(
        command=COMMAND,
        origin=work.origin,
        now=work.now,
        outcome="refused" if reasons else "applied",
        record=placement.record,
        record_id=None if draft is None or reasons else draft.id,
        reasons=reasons,
    )
    if draft is not None and not reasons:
        decision.changes += work.changes()
        created = Created(record=draft.program.id, record_id=draft.id, key=draft.key)
        decision.effects += [created, *work.effects]
        decision.timers = timers.changes_of(draft) if draft.program.timed else []
    return decision
