"""Bringing a record into being."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from orderloom.definition.record import Field
from orderloom.diagnostics import Cause
from orderloom.flow.effect import Created
from orderloom.flow.record import identity_key
from orderloom.kernel.coerce import NO, coerce
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import unfit, worked_out
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import Computed, RecordProgram
from orderloom.kernel.references import appear, find_match, unknown_target
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.serials import draw
from orderloom.kernel.transition import Passage, observe, take
from orderloom.sight.masking import shown


def fitted(
    fields: Mapping[str, Field],
    values: Mapping[str, Any],
    cause: Cause | None,
    work: Overlay | None = None,
) -> tuple[dict[str, Any], Reasons]:
    """Bring values to their fields' types; a reason for each that does not fit.

    Without ``work`` none of the fields is a reference.
    """
    fitting: dict[str, Any] = {}
    reasons: Reasons = GRANTED
    for name, value in values.items():
        field = fields[name]
        fit = coerce(field, value)
        if fit is NO:
            reasons += (unfit(field, value, cause),)
        else:
            fitting[name] = fit
            if field.kind == "reference" and fit is not None and work is not None:
                reasons += unknown_target(work, field, fit, cause)
    return fitting, reasons


def key_of(record: RecordProgram, values: Mapping[str, Any]) -> str | None:
    """Give the identity that values have, None while a part of it is missing."""
    parts = [values.get(name) for name in record.identity]
    return None if None in parts else identity_key(parts)


class Beginning(NamedTuple):
    """A record about to be: values that fit, and where its machines begin (else at ``initial``).

    ``case`` is the type and subject of a case, for the trace.
    """

    record: RecordProgram
    key: str
    values: Mapping[str, Any]
    states: Mapping[str, str] = MappingProxyType({})
    cause: Cause | None = None
    case: tuple[str, str] = ("", "")


def begin(work: Overlay, beginning: Beginning) -> tuple[Draft, Reasons]:
    """Create a record; refused when a required field is missing."""
    record, key, given, states, cause, (case, about) = beginning
    draft = work.add(record, key)
    # What is new goes away as a whole when it is taken back: no need to remember each write.
    values = draft.values
    for name, value in given.items():
        if value is not None:
            values[name] = value
    numbers = draw(work, draft) if record.serials else []
    if record.defaults:
        _fill_in(work, draft)
    reasons = unmet_demands(work, draft, cause)
    if reasons:
        return draft, reasons
    if record.computed:
        compute_first(work, draft)
    work.effects.append(
        Created(
            record=record.id,
            record_id=draft.ref,
            cause=cause,
            key=record.shown_key(key),
            case=case or None,
            about=about or None,
        )
    )
    work.effects += numbers
    work.emit(f"{record.id}.created", draft, {})
    for machine in record.machines:
        state = states.get(machine.field, machine.initial)
        if state in machine.path(machine.initial):
            take(work, draft, Passage(machine, machine.initial))
        else:
            observe(work, draft, machine, state)
    draft.born = True
    if record.parents or record.awaited_by:
        appear(work, draft)
    return draft, GRANTED


def _fill_in(work: Overlay, draft: Draft) -> None:
    """Give a new record the defaults of fields that it does not have."""
    values, around = draft.values, work.glance(draft, {})
    for field in draft.program.defaults:
        if field.default is not None and field.name not in values:
            _put(values, field.name, worked_out(work, draft, field, field.default.of, around))


def compute_first(work: Overlay, draft: Draft) -> None:
    """Give a new record its computed fields, and the references that its fields describe."""
    values, around = draft.values, work.glance(draft, {})
    for each in draft.program.computed:
        if isinstance(each, Computed):
            field = draft.program.fields[each.name]
            _put(values, each.name, worked_out(work, draft, field, each.evaluate, around))
        elif each.name not in values:
            found, awaited = find_match(work, draft, each, around)
            _put(values, each.name, found)
            _put(values, each.awaits, awaited)


def _put(values: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401 - a flow's value
    if value is not None:
        values[name] = value


def unmet_demands(work: Overlay, draft: Draft, cause: Cause | None) -> Reasons:
    """Give a reason for each required field without a value, and each unique one with another's."""
    record = draft.program
    if not (record.required or record.unique):
        return GRANTED
    missing = tuple(
        why("OL708", cause, field=name, record=record.id)
        for name in record.required
        if name not in draft.values
    )
    return missing + tuple(
        why("OL746", cause, field=name, record=record.id, value=told)
        for name in record.unique
        if (told := _taken(work, draft, name)) is not None
    )


def _taken(work: Overlay, draft: Draft, name: str) -> str | None:
    """Give the value of a unique field, as traces hold it, if another record has it too."""
    value = draft.values.get(name)
    before = None if draft.before is None else draft.before.values.get(name)
    if value is None or value == before:
        return None
    if all(other is draft for other in work.pointing(draft.program.id, name, value)):
        return None
    return str(shown(value, hidden=name in draft.program.sensitive))
