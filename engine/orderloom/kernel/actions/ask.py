"""``ask``: begin an approval about the record, unless the same action waits for one already."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Ask
from orderloom.definition.common import title_text
from orderloom.definition.record import APPROVAL
from orderloom.flow.asking_effect import Asked
from orderloom.flow.record import identity_key
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import openers, timers
from orderloom.kernel.actions.open_case import is_open
from orderloom.kernel.creation import Beginning, begin
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import Reasons


def ask(
    work: Overlay, draft: Draft, action: Ask, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Ask, or find that the question is open already."""
    del scope  # nothing in it is an expression
    title = title_text(action.title, work.program.flow.languages[0])
    return ask_people(work, draft, action, around, title)


def ask_people(
    work: Overlay, draft: Draft, action: Ask, around: Surroundings, title: str
) -> Reasons:
    """Ask under a title, or find that the question is open already."""
    known = work.linked(APPROVAL, "record", draft)
    for approval in known:
        if is_open(approval) and openers.is_waiting(approval, action.name):
            _note(work, draft, action, approval, title, again=True)
            break
    else:
        asker = None if work.user is None else work.user["id"]
        values = {"record": draft.id, "number": len(known) + 1, "title": title}
        values |= {"roles": list(action.roles), "asker": asker}
        key = identity_key([draft.id, len(known) + 1])
        record = work.program.records[APPROVAL]
        beginning = Beginning(record, key, values, cause=action.cause)
        approval, reasons = begin(work, beginning)
        if reasons:
            return reasons
        _note(work, draft, action, approval, title, again=False)
        openers.remember(work, approval, action, around)
        if action.later:
            inside = openers.around_case(work, approval, action.later[0].name)
            timers.start(work, approval, timers.THE_CASE, action.later, inside)
    if action.result is not None:
        work.write(around.results, action.result, approval.values)
    return ()


def _note(  # noqa: PLR0913 - what was asked about what
    work: Overlay, draft: Draft, action: Ask, approval: Draft, title: str, *, again: bool
) -> None:
    work.effects.append(
        Asked(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            approval=approval.id,
            title=title,
            roles=action.roles,
            again=again,
        )
    )
