"""``emit``: let an event of the flow's own happen."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Emit
from orderloom.flow.asking_effect import Emitted
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.creation import fitted
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.sight.masking import shown


def emit(
    work: Overlay, draft: Draft, action: Emit, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Let the event happen to the record, or to none; refused when its parts do not fit."""
    fields = work.program.flow.events[action.event]
    given = {
        name: field.default.of({}, work.glance(None, {}))
        for name, field in fields.items()
        if field.default is not None
    }
    given |= {name: value.of(scope, around) for name, value in action.values}
    parts, reasons = fitted(fields, given, action.cause, work)
    lacking = [name for name, field in fields.items() if field.required and given.get(name) is None]
    reasons += tuple(why("OL571", action.cause, event=action.event, name=name) for name in lacking)
    if reasons:
        return reasons
    parts = {name: value for name, value in parts.items() if value is not None}
    values = dict(action.values)
    told = {
        name: shown(value, hidden=fields[name].sensitive or _is_hidden(work, values, name, around))
        for name, value in parts.items()
    }
    work.effects.append(
        Emitted(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            event=action.event,
            values=told,
        )
    )
    work.emit_own(action.event, draft if draft.ref is not None else None, parts)
    return GRANTED


def _is_hidden(work: Overlay, values: Mapping[str, Any], name: str, around: Surroundings) -> bool:
    """Say whether a part comes from anything sensitive."""
    compiled = None if name not in values else values[name].compiled
    return compiled is not None and any(work.program.discretion.hidden(compiled, around.event))
