"""Rules that hit at an event: acting, unless ``once_per`` says that it was enough."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.rule import Rule
from orderloom.diagnostics import Cause
from orderloom.flow.effect import Judged
from orderloom.kernel import once
from orderloom.kernel.brakes import Piece, run
from orderloom.kernel.overlay import Event, Overlay
from orderloom.kernel.rehearsal import nobody
from orderloom.kernel.settle import refresh


def act_rule(  # noqa: PLR0913, PLR0917 - a rule, what it hit at, and what it was judged by
    work: Overlay,
    event: Event,
    rule: Rule,
    cause: Cause,
    judged: Judged,
    facts: Mapping[str, Any],
) -> None:
    """Let a rule that hit act, or journal why it does not; a refused start does not count.

    ``facts`` are its figures as they were when it was judged.
    """
    draft = event.draft if event.draft is not None and rule.record else nobody(work, rule.record)
    slot = None
    if rule.once_per is not None:
        around = work.surroundings(draft, event.payload)
        around.results.update(facts)
        hit = once.Hit(rule, draft, event.name, cause, judged.values, around)
        slot = once.may_start(work, hit)
        if slot is None:
            return
    work.effects.append(judged)
    name = f"rule/{rule.id}"
    piece = Piece(name, name, cause, draft, rule.do, event.payload, facts, touches=draft.ref)
    if run(work, piece) != "refused" and slot is not None:
        once.remember(work, slot)
    refresh(work)
