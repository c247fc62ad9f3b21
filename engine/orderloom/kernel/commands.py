"""How each command is applied to the overlay, before anything settles."""

from collections.abc import Iterable
from typing import Any

from orderloom.diagnostics import Cause
from orderloom.flow.command import Actor, Announce, Change, Fire, Lift, Observe, Run
from orderloom.flow.effect import Why
from orderloom.kernel.action_list import tell_refusals
from orderloom.kernel.actions.hold import lift
from orderloom.kernel.actions.run import run_playbook
from orderloom.kernel.actions.set_fields import write_fields
from orderloom.kernel.coerce import merge_list
from orderloom.kernel.creation import Beginning, begin, fitted, unmet_demands
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import cause_of
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.owning import without_lost
from orderloom.kernel.program import RecordProgram
from orderloom.kernel.refusal import GRANTED, Reasons, unmet, why
from orderloom.kernel.transition import fire, observe


def apply_observe(work: Overlay, command: Observe) -> tuple[Draft | None, Reasons, bool]:
    """Write what a channel says.

    Returns:
        The record, reasons when it cannot be taken, and whether it was stale.
    """
    record = work.program.records[command.record]
    if command.happened_at is not None and command.happened_at < work.now:
        work.happened_at = command.happened_at
    mapping = work.program.flow.mappings[command.mapping]
    draft = work.find(record, command.key)
    values = dict(command.values)
    known: dict[str, str] = {}
    for name in record.state_fields:
        if (state := values.pop(name, None)) is not None:
            known[name] = state
    if draft is None:
        if mapping.when_absent != "create":
            code = "OL712" if mapping.when_absent == "park" else "OL713"
            told = record.shown_key(command.key)
            return None, (why(code, record=record.id, key=told),), False
        draft, reasons = begin(work, Beginning(record, command.key, values, known))
        return draft, reasons, False
    if mapping.when_present == "refuse":
        told = record.shown_key(command.key)
        return draft, (why("OL714", record=record.id, key=told),), False
    if mapping.when_present == "ignore":
        return draft, GRANTED, False
    if _is_stale(record, draft, values):
        return draft, GRANTED, True
    _update(work, draft, values, known)
    return draft, unmet_demands(work, draft, None), False


def _is_stale(record: RecordProgram, draft: Draft, values: dict[str, Any]) -> bool:
    if record.version_field is None:
        return False
    stored = draft.values.get(record.version_field)
    incoming = values.get(record.version_field)
    return stored is not None and incoming is not None and bool(incoming < stored)


def _update(work: Overlay, draft: Draft, values: dict[str, Any], states: dict[str, Any]) -> None:
    identity = draft.program.identity
    news = {name: value for name, value in values.items() if name not in identity}
    for name, value in news.items():
        field = draft.program.fields[name]
        if field.key is not None and isinstance(value, list):
            news[name] = merge_list(field, draft.values.get(name), value)
    write_fields(work, draft, without_lost(work, draft, news), None)
    for field_name, state in states.items():
        observe(work, draft, draft.program.state_fields[field_name], state)


def apply_fire(work: Overlay, command: Fire) -> tuple[Draft | None, Reasons]:
    """Fire a transition by hand, if the person's role may."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    transitions = [
        transition
        for machine in draft.program.machines
        for transition in machine.named.get(command.transition, ())
    ]
    if not transitions:
        names = sorted({name for machine in draft.program.machines for name in machine.named})
        known = ", ".join(names) or "–"
        return draft, (why("OL716", transition=command.transition, known=known),)
    roles = sorted({role for transition in transitions for role in transition.by})
    if (refusal := not_allowed(command.origin.actor, roles, command.transition)) is not None:
        return draft, (refusal,)
    asked = {name: field for one in transitions for name, field in one.inputs.items()}
    unknown = tuple(
        why("OL717", transition=command.transition, input=name)
        for name in command.inputs
        if name not in asked
    )
    given = {name: value for name, value in command.inputs.items() if name in asked}
    inputs, unfit = fitted(asked, given, None)
    reasons = unknown + unfit
    return draft, reasons or fire(work, draft, command.transition, inputs, None)


def apply_run(work: Overlay, command: Run) -> tuple[Draft | None, Reasons]:
    """Run a playbook by hand, if the person's role may: all of it or nothing."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    playbooks = work.program.flow.playbooks
    own = (draft.program.id, *draft.program.shape.lineage)
    playbook = playbooks.get(command.playbook)
    if playbook is None or playbook.record not in own:
        known = ", ".join(sorted(each.id for each in playbooks.values() if each.record in own))
        about = draft.program.id
        reason = why("OL730", playbook=command.playbook, record=about, known=known or "–")
        return draft, (reason,)
    refusal = not_allowed(command.origin.actor, playbook.by, command.playbook)
    if refusal is not None:
        return draft, (refusal,)
    cause = Cause(definition=f"playbook/{playbook.id}", path="", place=playbook.place)
    reasons = run_playbook(work, draft, playbook, command.inputs, cause)
    tell_refusals(work)
    return draft, reasons


def apply_change(work: Overlay, command: Change) -> tuple[Draft | None, Reasons]:
    """Write fields that a person typed, if their role may edit each."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    reasons: Reasons = GRANTED
    for name in command.values:
        reasons += _against_editing(work, draft, name, command.origin.actor)
    if reasons:
        return draft, reasons
    fitting, reasons = fitted(draft.program.fields, command.values, None, work)
    if reasons:
        return draft, reasons
    write_fields(work, draft, fitting, None)
    return draft, unmet_demands(work, draft, None)


def _against_editing(work: Overlay, draft: Draft, name: str, actor: Actor | None) -> Reasons:
    field = draft.program.fields.get(name)
    is_drawn = field is not None and field.kind == "serial"
    if field is None or field.compute is not None or is_drawn or name in draft.program.identity:
        return (why("OL718", field=name, record=draft.program.id),)
    if field.owner is not None:
        return (why("OL685", cause_of(draft, field), field=name, owner=field.owner),)
    refusal = None if actor is None else not_allowed(actor, field.edit, name)
    if refusal is not None:
        return (refusal,)
    return unmet(field.edit_when, draft, work.glance(draft, {}), cause_of(draft, field))


def apply_lift(work: Overlay, command: Lift) -> tuple[Draft | None, Reasons]:
    """Lift a hold by hand, if the person's role may; the reason must be said."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    detail = draft.holds.get(command.hold)
    if detail is None:
        held = ", ".join(draft.holds) or "–"
        return draft, (why("OL719", hold=command.hold, held=held),)
    if not command.why.strip():
        return draft, (why("OL720", hold=command.hold),)
    if (refusal := not_allowed(command.origin.actor, detail.by, command.hold)) is not None:
        return draft, (refusal,)
    language = work.program.flow.languages[0]
    lift(work, draft, command.hold, {language: command.why.strip()}, None)
    return draft, GRANTED


def not_allowed(actor: Actor | None, roles: Iterable[str], what: str) -> Why | None:
    """Refuse a person none of whose roles is listed; the engine itself may do everything."""
    if actor is None or not actor.roles.isdisjoint(roles):
        return None
    return why("OL721", what=what, roles=", ".join(roles) or "–", user=actor.id)


def apply_announce(work: Overlay, command: Announce) -> tuple[Draft | None, Reasons]:
    """Let an event happen that the interpreter did not cause."""
    draft = None if command.record_id is None else work.get(command.record_id)
    work.emit(command.event, draft, dict(command.payload))
    return draft, GRANTED
