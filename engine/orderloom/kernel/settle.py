"""Settling: computed fields, then automatic transitions, until nothing changes."""

from orderloom.definition.machine import Machine, Transition
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import CycleFound
from orderloom.kernel.timers import follow
from orderloom.kernel.transition import Passage, blocking_hold, take

MOST_STEPS = 20


def refresh(work: Overlay) -> None:
    """Bring computed fields up to date and let the changes since the last time be known."""
    for draft in work.drafts.values():
        dirty = draft.dirty
        if dirty and draft.program.computed:
            around = work.glance(draft, {})
            for computed in draft.program.computed:
                if not computed.reads.isdisjoint(dirty):
                    work.put_field(draft, computed.name, computed.evaluate(draft.values, around))
        if dirty and draft.program.follows and not draft.program.follows.isdisjoint(dirty):
            follow(work, draft, frozenset(dirty))
        dirty.clear()
    if work.touched:
        work.flush_changes()


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
            if not all(each.compiled.evaluate(values, around) is True for each in transition.when):
                continue
            if blocking_hold(draft, transition.name) is None:
                return machine, transition
    return None
