"""A timer rings: a definition's own, or one of the engine's."""

from orderloom.flow.command import Ring
from orderloom.kernel import lasting, stays, timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why


def ring(work: Overlay, command: Ring) -> tuple[Draft | None, Reasons]:
    """Let a timer's time be over; one that no longer waits does nothing."""
    timer = command.timer
    kind, _, name = timer.name.partition(stays.MARK)
    if kind != lasting.STAY:
        return timers.ring(work, command)
    holder = work.get(timer.record_id)
    if holder is None:
        return None, (why("OL715", record=timer.record_id),)
    if stays.is_over(work, holder, timer):
        rule = work.program.flow.rules.get(name)
        if rule is not None and rule.lasting is not None:
            lasting.ring(work, lasting.subject_of(rule, holder))
    return holder, GRANTED
