"""Fields that belong to a connected system: its word stands, any other's does not take effect."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.record import Field
from orderloom.diagnostics import Cause
from orderloom.flow.effect import Conflict
from orderloom.kernel import calls
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay, same
from orderloom.sight.masking import shown


def without_lost(work: Overlay, draft: Draft, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a channel may write of what it says of a record that is there.

    Each word that does not stand is journalled and told as ``R.F.conflict``; saying what is there
    already is no conflict. What a new record begins with is nobody's to dispute.
    """
    admitted: dict[str, Any] = {}
    lost: dict[str, Any] = {}
    for name, value in values.items():
        field = draft.program.fields[name]
        if field.owner is None or work.origin.source in field.owners:
            admitted[name] = value
        elif not same(draft.values.get(name), value):
            lost[name] = value
            _tell(work, draft, field, value)
    if lost:
        work.write(work.disputed, draft.id, lost)
    else:
        calls.agree(work, draft, work.origin.source)
    return admitted


def _tell(work: Overlay, draft: Draft, field: Field, lost: Any) -> None:  # noqa: ANN401
    kept = draft.values.get(field.name)
    hidden = field.name in draft.program.sensitive
    cause = Cause(
        definition=f"record/{draft.program.id}", path=f"fields.{field.name}", place=field.place
    )
    work.effects.append(
        Conflict(
            record=draft.program.id,
            record_id=draft.ref,
            cause=cause,
            field=field.name,
            kept=shown(kept, hidden=hidden),
            lost=shown(lost, hidden=hidden),
        )
    )
    name = f"{draft.program.id}.{field.name}.conflict"
    work.emit(name, draft, {"kept": kept, "lost": lost})
