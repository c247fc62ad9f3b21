"""A timer rings: a definition's own, or one of the engine's."""

from orderloom.definition.record import is_own
from orderloom.definition.rule import Rule
from orderloom.flow.command import Ring
from orderloom.kernel import contact, grouping, groups, lasting, stays, timers
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why

_KINDS = (lasting.STAY, lasting.REPEAT, groups.WAKE, contact.CONTACT, grouping.GROUP)


def ring(work: Overlay, command: Ring) -> tuple[Draft | None, Reasons]:
    """Let a timer's time be over; one that no longer waits does nothing."""
    timer = command.timer
    kind, _, name = timer.name.partition(stays.MARK)
    if kind not in _KINDS:
        return timers.ring(work, command)
    holder = work.get(timer.record_id)
    if holder is None:
        return None, (why("OL715", record=timer.record_id),)
    if stays.is_over(work, holder, timer):
        _ring(work, kind, work.program.flow.rules.get(name), holder)
    return (None if is_own(holder.program.id) else holder), GRANTED


def _ring(work: Overlay, kind: str, rule: Rule | None, holder: Draft) -> None:
    if kind == contact.CONTACT:
        contact.release(work, holder)
    elif kind == grouping.GROUP:
        grouping.tell(work, holder, rule)
    elif rule is not None and rule.lasting is not None:
        _ring_lasting(work, kind, rule, holder)


def _ring_lasting(work: Overlay, kind: str, rule: Rule, holder: Draft) -> None:
    if kind == groups.WAKE:
        work.woken.append(holder)
        return
    if rule.record:
        subject = lasting.subject_of(rule, holder)
    else:
        subject = groups.of_holder(work, rule, holder)
    if kind == lasting.REPEAT:
        lasting.tell_again(work, subject)
    else:
        lasting.ring(work, subject)
