"""Records whose time is over: archived, so that no selection finds them, or erased.

Each has a timer of the engine's own, set when the time begins to count. That a record changed
later moves no timer: when it rings it is looked whether the time is over, and if not, it waits on.
"""

from datetime import datetime

from orderloom.definition.record import ARCHIVED, Retain
from orderloom.diagnostics import Cause
from orderloom.expression.scope import ENTERED
from orderloom.flow.retain_effect import Archived
from orderloom.flow.timer import Timer
from orderloom.kernel import stays
from orderloom.kernel.draft import Draft
from orderloom.kernel.erasing import erase
from orderloom.kernel.overlay import Overlay

RETAIN = "retain"
"""What sort of timer it is; its name is that of the record type behind it."""


def is_end(timer: Timer) -> bool:
    """Say whether a timer waits for the end of a record's time."""
    return timer.name.startswith(f"{RETAIN}{stays.MARK}")


def follow(work: Overlay) -> None:
    """Let the time of what changed begin to count, or no longer count; bring archived ones back."""
    for draft in tuple(work.drafts.values()):
        retain = draft.program.shape.retain
        if retain is not None and draft.changed and not draft.quiet:
            _watch(work, draft, retain)


def _watch(work: Overlay, draft: Draft, retain: Retain) -> None:
    if ARCHIVED in draft.values:
        if draft.anew:
            return
        work.put(draft, ARCHIVED, None)
        work.effects.append(_archived(draft, retain, back=True))
    name = f"{RETAIN}{stays.MARK}{draft.program.id}"
    changed = draft.values.get("changed_at", work.now) if draft.anew else work.now
    since = changed if retain.state is None else _entered(draft, retain)
    if since is None:
        stays.let_sleep(work, draft, name)
    elif stays.due_of(draft, name) is None or _is_new_stay(draft, retain):
        stays.wake(work, draft, name, stays.after(since, retain.span))


def _is_new_stay(draft: Draft, retain: Retain) -> bool:
    """Say whether this command has led into the state whose stay is counted."""
    before = None if draft.before is None else draft.before.values
    name = f"{ENTERED}{retain.field}.{retain.state}"
    return before is not None and before.get(name) != draft.values.get(name)


def _entered(draft: Draft, retain: Retain) -> datetime | None:
    """Say when the record entered the state, None while it does not stand there."""
    machine = draft.program.state_fields.get(retain.field or "")
    state = None if machine is None else draft.values.get(machine.field)
    if machine is None or state is None or retain.state not in machine.path(state):
        return None
    known = draft.values.get(f"{ENTERED}{machine.field}.{retain.state}")
    found: datetime | None = known or draft.values.get(f"{machine.field}_since")
    return found


def ring(work: Overlay, draft: Draft, put_off: datetime | None) -> None:
    """Archive or erase a record if its time is over; its timer, which rang, is gone already.

    Args:
        work: Takes what becomes of it.
        draft: The record.
        put_off: Until when it must wait, for something is under way that holds what would be
            erased; None: it need not.
    """
    retain = draft.program.shape.retain
    if retain is None:
        return
    counted = draft.values["changed_at"] if retain.state is None else _entered(draft, retain)
    draft.quiet = True
    if counted is None:
        return
    due = max(stays.after(counted, retain.span), put_off or work.now)
    if due > work.now:
        stays.wake(work, draft, f"{RETAIN}{stays.MARK}{draft.program.id}", due)
    elif retain.erases:
        erase(work, draft, _cause(draft, retain))
    elif ARCHIVED not in draft.values:
        work.put(draft, ARCHIVED, work.now)
        work.effects.append(_archived(draft, retain, back=False))


def _archived(draft: Draft, retain: Retain, *, back: bool) -> Archived:
    cause = _cause(draft, retain)
    return Archived(record=draft.program.id, record_id=draft.ref, cause=cause, back=back)


def _cause(draft: Draft, retain: Retain) -> Cause:
    return Cause(definition=f"record/{draft.program.id}", path="retain", place=retain.place)
