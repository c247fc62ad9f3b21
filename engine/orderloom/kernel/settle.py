"""Settling: computed fields, then automatic transitions, until nothing changes."""

from orderloom.definition.machine import Machine, Transition
from orderloom.expression.trouble import TROUBLE
from orderloom.kernel import references, timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import note, reason_of, worked_out
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import Computed
from orderloom.kernel.refusal import CycleFound
from orderloom.kernel.transition import Passage, blocking_hold, take

MOST_STEPS = 20


def recompute(work: Overlay) -> None:
    """Bring computed fields up to date in the middle of a list, which may be taken back yet.

    What was written stays marked, so that it is looked at again when the list is over.
    """
    written = {record_id: set(draft.dirty) for record_id, draft in work.drafts.items()}
    _compute(work)
    for record_id, names in written.items():
        work.drafts[record_id].dirty |= names


def refresh(work: Overlay) -> None:
    """Bring computed fields up to date and let the changes since the last time be known."""
    _compute(work)
    if work.touched:
        work.flush_changes()


def _compute(work: Overlay) -> None:
    rounds = 0
    while _refresh_once(work):
        rounds += 1
        if rounds > MOST_STEPS * len(work.drafts):
            raise CycleFound(sorted({draft.program.id for draft in work.drafts.values()}), None)


def _refresh_once(work: Overlay) -> bool:
    """Bring each record up to date once; say whether a change concerns a parent of one."""
    again = False
    for draft in tuple(work.drafts.values()):  # others may be read on the way
        dirty, record = draft.dirty, draft.program
        if not dirty:
            continue
        if record.computed:
            around = work.glance(draft, {})
            for each in record.computed:
                if each.reads.isdisjoint(dirty):
                    continue
                if isinstance(each, Computed):
                    value = worked_out(work, draft, record.fields[each.name], each.evaluate, around)
                    work.put_field(draft, each.name, value)
                else:
                    references.follow(work, draft, each, around)
        if not record.follows.isdisjoint(dirty):
            timers.follow(work, draft, frozenset(dirty))
        is_written = bool(record.parents) and not dirty <= record.children
        dirty.clear()
        if is_written:
            again = references.touch_parents(work, draft) or again
    return again


def settle(work: Overlay) -> None:
    """Refresh and take automatic transitions until none is left.

    Raises:
        CycleFound: Transitions go round in a circle.
    """
    refresh(work)
    taken: list[str] = []
    while (draft := _unsettled(work)) is not None:
        draft.unsettled = False
        if not draft.program.automatic or (found := _next_automatic(work, draft)) is None:
            continue
        machine, transition = found
        if len(taken) == MOST_STEPS * len(work.drafts):
            raise CycleFound(taken[-4:], transition.cause)
        taken.append(transition.name)
        take(work, draft, Passage(machine, transition.target, transition))
        refresh(work)


def _unsettled(work: Overlay) -> Draft | None:
    for draft in work.drafts.values():
        if draft.unsettled:
            return draft
    return None


def _next_automatic(work: Overlay, draft: Draft) -> tuple[Machine, Transition] | None:
    values = draft.values
    around = work.glance(draft, {})
    for machine in draft.program.automatic:
        for transition in machine.automatic.get(values.get(machine.field, ""), ()):
            around.event = {"transition": transition.name}
            try:
                for each in transition.when:
                    if each.compiled.evaluate(values, around) is not True:
                        break
                else:
                    if blocking_hold(draft, transition.name) is None:
                        return machine, transition
            except TROUBLE as trouble:
                note(work, draft, reason_of(trouble, transition.cause))
    return None
