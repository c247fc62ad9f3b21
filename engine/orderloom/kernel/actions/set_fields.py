"""``set``: write fields of the record."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Set
from orderloom.diagnostics import Cause
from orderloom.flow.effect import FieldChanged, Overruled
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.creation import fitted, unmet_demands
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay, definition_of
from orderloom.kernel.refusal import Reasons
from orderloom.sight.masking import shown


def set_fields(
    work: Overlay, draft: Draft, action: Set, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Write all of the action's fields, or give the reasons why not."""
    values = {name: value.of(scope, around) for name, value in action.changes}
    fitting, reasons = fitted(draft.program.fields, values, action.cause, work)
    if reasons:
        return reasons
    write_fields(work, draft, fitting, action.cause)
    return unmet_demands(work, draft, action.cause)


def write_fields(
    work: Overlay, draft: Draft, values: Mapping[str, Any], cause: Cause | None
) -> None:
    """Write fitted values; a field another definition wrote for this event stays."""
    speaker = work.speaker or definition_of(cause)
    for name, value in values.items():
        hidden = name in draft.program.sensitive
        if cause is not None and work.current is not None:
            writer = work.written.get((draft.id, name))
            if writer is not None and writer != speaker:
                work.effects.append(
                    Overruled(
                        record=draft.program.id,
                        record_id=draft.ref,
                        cause=cause,
                        field=name,
                        value=shown(value, hidden=hidden),
                        by=writer,
                    )
                )
                continue
            work.write(work.written, (draft.id, name), speaker)
        was = draft.values.get(name)
        if work.put_field(draft, name, value):
            work.effects.append(
                FieldChanged(
                    record=draft.program.id,
                    record_id=draft.ref,
                    cause=cause,
                    field=name,
                    was=shown(was, hidden=hidden),
                    value=shown(value, hidden=hidden),
                )
            )
