"""Settling: computed fields, then automatic transitions, until nothing changes."""

from orderloom.definition.machine import Machine, Transition
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import CycleFound, unmet
from orderloom.kernel.transition import Passage, blocking_hold, take

MOST_STEPS = 20


def refresh(work: Overlay) -> None:
    """Bring computed fields up to date and let the changes since the last time be known."""
    for draft in tuple(work.drafts.values()):
        if draft.program.computed and draft.touched:
            around = work.surroundings(draft, {})
            for name, evaluate in draft.program.computed:
                work.put_field(draft, name, evaluate(draft.values, around))
    work.flush_changes()


def settle(work: Overlay) -> None:
    """Refresh and take automatic transitions until none is left.

    Raises:
        CycleFound: Transitions go round in a circle.
    """
    refresh(work)
    for draft in tuple(work.drafts.values()):
        if draft.program.automatic and draft.touched:
            taken: list[str] = []
            while (found := _next_automatic(work, draft)) is not None:
                machine, transition = found
                if len(taken) == MOST_STEPS:
                    raise CycleFound(taken[-4:], transition.cause)
                taken.append(transition.name)
                take(work, draft, Passage(machine, transition.target, transition))
                refresh(work)


def _next_automatic(work: Overlay, draft: Draft) -> tuple[Machine, Transition] | None:
    for machine in draft.program.automatic:
        for transition in machine.automatic.get(draft.values.get(machine.field, ""), ()):
            around = work.surroundings(draft, {"transition": transition.name})
            if blocking_hold(draft, transition.name) is None and not unmet(
                transition.when, draft, around, transition.cause
            ):
                return machine, transition
    return None
