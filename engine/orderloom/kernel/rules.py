"""Rules that hit: acting, unless ``once_per`` says that it was enough."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from orderloom.definition.record import STARTED
from orderloom.definition.rule import OncePer, Rule
from orderloom.diagnostics import Cause
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.effect import Judged, Spared
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.discretion import shown
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import note, reason_of
from orderloom.kernel.memos import memo
from orderloom.kernel.overlay import Event, Overlay
from orderloom.kernel.rehearsal import nobody
from orderloom.kernel.settle import refresh


class Slot(NamedTuple):
    """Where a rule's last start is remembered: ``name`` in ``holder``; ``key`` as people see it."""

    holder: Draft
    name: str
    key: str


def act_rule(work: Overlay, event: Event, rule: Rule, judged: Judged) -> None:
    """Let a rule that hit act, or journal why it does not; a refused start does not count."""
    draft = event.draft or nobody(work, rule.record)
    slot = None
    if rule.once_per is not None:
        slot = _slot(work, rule, rule.once_per, draft, event.payload)
        if slot is None or _is_taken(work, slot, rule.once_per, rule, judged):
            return
    work.effects.append(judged)
    done = run_separately(work, draft, rule.do, event.payload, f"rule/{rule.id}")
    if slot is not None and done:
        work.put(slot.holder, slot.name, work.now)
    refresh(work)


def _slot(
    work: Overlay, rule: Rule, once: OncePer, draft: Draft, event: Mapping[str, Any]
) -> Slot | None:
    """Find where the last start for this key is remembered; None, noted, when it has no key."""
    if once.key is None and draft.ref is not None:
        return Slot(draft, f"{STARTED}{rule.id}", draft.program.shown_key(draft.key))
    around = work.surroundings(draft, event)
    try:
        key = None if once.key is None else once.key.of(draft.values, around)
    except TROUBLE as trouble:
        note(work, draft, reason_of(trouble, _cause(rule, once)))
        return None
    compiled = None if once.key is None else once.key.compiled
    discretion = work.program.discretion
    hidden = compiled is not None and any(discretion.hidden(compiled, event))
    told = "" if key is None else str(shown(key, hidden=hidden))
    return Slot(memo(work, f"rule/{rule.id}", key), STARTED, told)


def _is_taken(work: Overlay, slot: Slot, once: OncePer, rule: Rule, judged: Judged) -> bool:
    """Say whether the rule started for this key not long ago, and journal so."""
    last: datetime | None = slot.holder.values.get(slot.name)
    if last is None or work.now - last >= once.every:
        return False
    work.effects.append(
        Spared(
            record=judged.record,
            record_id=judged.record_id,
            cause=judged.cause,
            rule=rule.id,
            on=judged.on,
            reason="OL170",
            facts={"key": slot.key or "–", "since": last.isoformat(timespec="seconds")},
            values=judged.values,
        )
    )
    return True


def _cause(rule: Rule, once: OncePer) -> Cause:
    place = rule.place if once.key is None else once.key.place
    return Cause(definition=f"rule/{rule.id}", path="once_per", place=place)
