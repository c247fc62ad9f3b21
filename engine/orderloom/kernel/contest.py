"""Calls that cannot be taken back, wanted by two definitions for one cause: none goes."""

from typing import NamedTuple

from orderloom.definition.action import OpenCase
from orderloom.definition.common import Value
from orderloom.diagnostics import Cause
from orderloom.flow.effect import Called, Proposed, Withheld
from orderloom.kernel import calls
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import UNDECIDED


class Want(NamedTuple):
    """The wish of a definition for a call that cannot be taken back."""

    definition: str
    cause: Cause
    connection: str
    operation: str


def want(work: Overlay, draft: Draft, wish: Want) -> bool:
    """Note a wish; say whether another definition has one for the same record already."""
    known = work.wants.get(draft.id, ())
    work.write(work.wants, draft.id, (*known, wish))
    return any(each.definition != wish.definition for each in known)


def withhold(work: Overlay) -> bool:
    """Take back what several definitions want; say whether there was anything to take back."""
    found = False
    for record_id, wishes in work.wants.items():
        names = {wish.definition for wish in wishes}
        if len(names) > 1 and work.withheld.get(record_id) != len(wishes):
            work.withheld[record_id] = len(wishes)
            _withhold(work, work.drafts[record_id], wishes)
            found = True
    return found


def _withhold(work: Overlay, draft: Draft, wishes: tuple[Want, ...]) -> None:
    gone = {
        call.id
        for call in work.calls
        if call.irreversible and call.action is not None and call.record_id == draft.ref
    }
    work.calls[:] = [call for call in work.calls if call.id not in gone]
    work.effects[:] = [
        effect
        for effect in work.effects
        if not (isinstance(effect, Called | Proposed) and effect.call in gone)
    ]
    for call_id in gone:
        calls.forget(work, draft, call_id)
    names = tuple(dict.fromkeys(wish.definition for wish in wishes))
    for wish in wishes:
        work.effects.append(
            Withheld(
                record=draft.program.id,
                record_id=draft.ref,
                cause=wish.cause,
                connection=wish.connection,
                operation=wish.operation,
                also=tuple(name for name in names if name != wish.definition),
            )
        )
    cause = wishes[-1].cause
    told = "; ".join(f"{wish.definition}: {wish.connection}.{wish.operation}" for wish in wishes)
    text = Value(place=cause.place, constant=told)
    case = OpenCase(cause=cause, case=UNDECIDED, values=(("text", text),))
    work.act(work, draft, case, work.surroundings(draft, {}))
