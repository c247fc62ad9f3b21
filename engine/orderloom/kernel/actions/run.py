"""``run``: run a playbook on the record, asked for by a definition or by hand."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Run
from orderloom.definition.playbook import Playbook
from orderloom.diagnostics import Cause
from orderloom.flow.effect import PlaybookRun
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.action_list import run_named
from orderloom.kernel.creation import fitted
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import Reasons, why


def run(
    work: Overlay, draft: Draft, action: Run, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Run the playbook; refused, it counts as this action refused.

    What it writes is written in the name of the definition that asked for it.
    """
    values = {name: value.of(scope, around) for name, value in action.values}
    playbook = work.program.flow.playbooks[action.playbook]
    speaker = work.speaker
    work.speaker = speaker or action.cause.definition
    reasons = run_playbook(work, draft, playbook, values, action.cause)
    work.speaker = speaker
    return reasons


def run_playbook(
    work: Overlay,
    draft: Draft,
    playbook: Playbook,
    values: Mapping[str, Any],
    cause: Cause | None,
) -> Reasons:
    """Run a playbook with its input; all of its actions take place or none.

    Returns:
        All reasons against the input, else those of the action that was refused.
    """
    inputs, reasons = inputs_of(work, draft, playbook, values, cause)
    if reasons:
        return reasons
    work.effects.append(
        PlaybookRun(record=draft.program.id, record_id=draft.ref, cause=cause, playbook=playbook.id)
    )
    inside = work.surroundings(draft, inputs)
    return run_named(work, draft, playbook.do, inside, f"playbook/{playbook.id}")


def inputs_of(
    work: Overlay,
    draft: Draft,
    playbook: Playbook,
    values: Mapping[str, Any],
    cause: Cause | None,
) -> tuple[dict[str, Any], Reasons]:
    """Give what a playbook's actions see as ``event``, and every reason against it."""
    reasons = tuple(
        why("OL731", cause, playbook=playbook.id, input=name)
        for name in values
        if name not in playbook.input
    )
    around = work.glance(draft, {})
    given = {
        name: field.default.of(draft.values, around)
        for name, field in playbook.input.items()
        if field.default is not None
    } | {name: value for name, value in values.items() if name in playbook.input}
    inputs, unfit = fitted(playbook.input, given, cause)
    reasons += unfit + tuple(
        why("OL732", cause, playbook=playbook.id, input=name)
        for name, field in playbook.input.items()
        if field.required and inputs.get(name) is None and name not in _named(unfit)
    )
    return inputs, reasons


def _named(reasons: Reasons) -> set[str]:
    return {reason.facts["field"] for reason in reasons}
