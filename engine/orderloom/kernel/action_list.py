"""Lists of actions: all or nothing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from orderloom.definition.action import AWAITED, Action, Actions
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.effect import Refused
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import reason_of
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, CycleFound, Reasons

DEEPEST = 20


def run_list(work: Overlay, draft: Draft, actions: Actions, around: Surroundings) -> Reasons:
    """Run actions in order; ``then`` of one that was done follows it at once.

    Returns:
        Nothing, or the reasons of the first that was refused and has no ``else``; then the
        caller takes the list back.
    """
    for action in actions:
        mark = work.mark()
        reasons = _carry_out(work, draft, action, around)
        if not reasons:
            done = reasons is not None and not isinstance(action, AWAITED)
            reasons = run_list(work, draft, action.then, around) if done else GRANTED
            if reasons:
                return reasons
            continue
        work.back_to(mark)
        if action.otherwise is None:
            return reasons
        note_refusal(work, draft, action.cause.path, reasons, actions=(action,))
        about = _after_refusal(work, draft, action, around)
        if about is None:
            return reasons
        reasons = run_list(work, about, action.otherwise, around)
        if reasons:
            return reasons
    return GRANTED


def _after_refusal(
    work: Overlay, draft: Draft, action: Action, around: Surroundings
) -> Draft | None:
    """Give the record that ``else`` is about: of a case or call its subject, if that is there."""
    if not isinstance(action, AWAITED) or action.of is None:
        return draft
    try:
        subject = action.of.of(draft.values, around)
    except TROUBLE:
        return None
    return None if subject is None else work.get(id_of(subject))


def id_of(subject: Any) -> str:  # noqa: ANN401 - a flow's value
    """Give the id of a record that a value stands for: a reference, or the record's values."""
    return str(subject["id"] if isinstance(subject, Mapping) else subject)


def _carry_out(work: Overlay, draft: Draft, action: Action, around: Surroundings) -> Reasons | None:
    """Carry an action out if its ``when`` is true, else give None; a fault refuses it."""
    try:
        if action.when is not None:
            verdict = action.when.compiled.evaluate(draft.values, around)
            if verdict is not True:
                return None
        return work.act(work, draft, action, around)
    except TROUBLE as trouble:
        return (reason_of(trouble, action.cause),)


def run_named(
    work: Overlay, draft: Draft, actions: Actions, around: Surroundings, name: str
) -> Reasons:
    """Run a list that counts as one level deeper, under a name that a circle would be told by.

    Returns:
        As ``run_list``; the caller takes a refused list back.

    Raises:
        CycleFound: Lists have set each other off too many levels deep.
    """
    if len(work.path) == DEEPEST:
        raise CycleFound(work.path[-4:], actions[0].cause)
    work.path.append(name)
    reasons = run_list(work, draft, actions, around)
    work.path.pop()
    return reasons


def run_separately(  # noqa: PLR0913 - the list, what it sees, and what it is called
    work: Overlay,
    draft: Draft,
    actions: Actions,
    event: Mapping[str, Any],
    name: str,
    *,
    results: Mapping[str, Any] = MappingProxyType({}),
) -> bool:
    """Run a list of its own: refused, it is undone and journalled, and all else stands.

    ``results`` are names from elsewhere that its expressions see besides.

    Returns:
        Whether it went through.

    Raises:
        CycleFound: Lists have set each other off too many levels deep.
    """
    if not actions:
        return True
    mark = work.mark()
    speaker, work.speaker = work.speaker, ""
    voice, work.voice = work.voice, work.program.muted.get(name.removeprefix("rule/"), work.voice)
    around = work.surroundings(draft, event)
    around.results.update(results)
    reasons = run_named(work, draft, actions, around, name)
    work.speaker, work.voice = speaker, voice
    if reasons:
        work.back_to(mark)
        note_refusal(work, draft, name, reasons, actions)
    if not work.path:
        tell_refusals(work)
    return not reasons


def tell_refusals(work: Overlay) -> None:
    """Let the events happen of what lists were refused, undone or not."""
    refused, work.refusals = work.refusals, []
    for target, event, payload in refused:
        # A record may have been created in the very list that was undone.
        if target is None or target.id in work.drafts:
            work.emit(event, target, payload)


def note_refusal(
    work: Overlay, draft: Draft, name: str, reasons: Reasons, actions: Actions
) -> None:
    """Journal that a list or action was refused, and why."""
    work.effects.append(
        Refused(
            record=draft.program.id,
            record_id=draft.ref,
            cause=actions[0].cause,
            action=name,
            reasons=reasons,
        )
    )
