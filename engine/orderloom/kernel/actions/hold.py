"""``hold`` and ``unhold``: block transitions until somebody allows them again."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Hold, Unhold
from orderloom.diagnostics import Cause
from orderloom.flow.effect import Held, Unheld
from orderloom.flow.record import HoldDetail
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons


def hold(
    work: Overlay, draft: Draft, action: Hold, _: Surroundings, __: Mapping[str, Any]
) -> Reasons:
    """Put a hold on; the same hold again takes the new blocks, roles and reason."""
    detail = HoldDetail(action.blocks, action.by, dict(action.why or {}), action.cause.definition)
    known = draft.holds.get(action.hold)
    if known == detail:
        return GRANTED
    draft.own()
    work.write(draft.holds, action.hold, detail)
    work.put(draft, "holds", list(draft.holds))
    work.effects.append(
        Held(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            name=action.hold,
            blocks=detail.blocks,
            by=detail.by,
            why=detail.why,
        )
    )
    if known is None:
        work.emit(f"{draft.program.id}.held", draft, {"hold": action.hold})
    return GRANTED


def unhold(
    work: Overlay, draft: Draft, action: Unhold, _: Surroundings, __: Mapping[str, Any]
) -> Reasons:
    """Lift a hold; without it nothing happens."""
    lift(work, draft, action.hold, dict(action.why or {}), action.cause)
    return GRANTED


def lift(
    work: Overlay, draft: Draft, name: str, why: Mapping[str, str], cause: Cause | None
) -> None:
    """Take a hold off, if it is there."""
    if name not in draft.holds:
        return
    draft.own()
    work.write(draft.holds, name, None)
    work.put(draft, "holds", list(draft.holds))
    work.effects.append(
        Unheld(record=draft.program.id, record_id=draft.ref, cause=cause, name=name, why=dict(why))
    )
    work.emit(f"{draft.program.id}.unheld", draft, {"hold": name})
