"""Erasing a record: what is sensitive of it goes, wherever it is remembered, for ever.

One way for a person's word and for the end of ``retain``: the record and the cases about it lose
their sensitive fields, messages that wait about them never go, and the store destroys keys, bodies
and calls in the commit (``Decision.erases``).
"""

from orderloom.definition.record import ABOUT, HELD, MEMO
from orderloom.diagnostics import Cause
from orderloom.flow.command import Erase
from orderloom.flow.effect import FieldChanged
from orderloom.flow.retain_effect import Erased
from orderloom.kernel import letters
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why

CASE_TEXT = "text"
"""A case's own words, which may tell what is sensitive of the record it is about."""
HIDDEN = "****"


def apply_erase(work: Overlay, command: Erase) -> tuple[Draft | None, Reasons]:
    """Erase the record that a person names."""
    draft = work.get(command.record_id)
    if draft is None:
        return None, (why("OL715", record=command.record_id),)
    erase(work, draft, None)
    return draft, GRANTED


def erase(work: Overlay, draft: Draft, cause: Cause | None) -> None:
    """Destroy what is sensitive of a record, and of the cases about it."""
    for each in (draft, *_cases(work, draft)):
        _empty(work, each, set() if each is draft else {CASE_TEXT}, cause)
        _drop_letters(work, each)
        work.erases.append(each.id)
    work.effects.append(Erased(record=draft.program.id, record_id=draft.ref, cause=cause))


def _empty(work: Overlay, draft: Draft, telling: set[str], cause: Cause | None) -> None:
    hidden = draft.program.sensitive | telling
    names = [name for name in draft.program.fields if name in hidden and name in draft.values]
    for name in (*names, *sorted(draft.program.shape.hidden_memory)):
        work.put(draft, name, None)
    draft.quiet = True
    draft.dirty.clear()
    draft.unsettled = False
    work.effects += [
        FieldChanged(
            record=draft.program.id,
            record_id=draft.ref,
            cause=cause,
            field=name,
            was=HIDDEN,
            value=None,
        )
        for name in names
    ]


def _drop_letters(work: Overlay, draft: Draft) -> None:
    """Let messages about a record no longer wait: they are written already, or keep what to say."""
    if MEMO not in work.program.records:
        return
    for holder in work.pointing(MEMO, ABOUT, draft.id):
        held: list[letters.Kept] = holder.values.get(HELD) or []
        letters.hold(work, holder, [each for each in held if each["record_id"] != draft.id])
        for each in held:
            if each["record_id"] == draft.id:
                occasion, address = letters.recalled(each)
                to = letters.shown_to(address, each["medium"])
                letters.suppress(work, occasion, why("OL635"), to)


def _cases(work: Overlay, draft: Draft) -> list[Draft]:
    """Give the cases about a record."""
    types = [each.id for each in work.program.records.values() if each.shape.is_case]
    return [case for name in types for case in work.linked(name, "record", draft)]
