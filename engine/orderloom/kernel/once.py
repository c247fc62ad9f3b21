"""``once_per``: whether a rule started for a key not long ago."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from orderloom.definition.record import STARTED
from orderloom.definition.rule import OncePer, Rule
from orderloom.diagnostics import Cause
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.rule_effect import Spared
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import note, reason_of
from orderloom.kernel.memos import memo
from orderloom.kernel.overlay import Overlay
from orderloom.sight.masking import shown


class Slot(NamedTuple):
    """Where a rule's last start is remembered: ``name`` in ``holder``; ``key`` as people see it."""

    holder: Draft
    name: str
    key: str


class Hit(NamedTuple):
    """A rule about to start: at which event, for what it read, and what its values see.

    ``holder`` remembers the group that it is about, if it is about one.
    """

    rule: Rule
    draft: Draft
    on: str
    cause: Cause
    values: Mapping[str, Any]
    around: Surroundings
    holder: Draft | None = None


def may_start(work: Overlay, hit: Hit) -> Slot | None:
    """Give where to remember that the rule starts; None, journalled, when it must not."""
    once = hit.rule.once_per
    assert once is not None  # noqa: S101 - asked of such rules only
    slot = _slot(work, hit, once)
    last: datetime | None = None if slot is None else slot.holder.values.get(slot.name)
    if slot is None or last is None or work.now - last >= once.every:
        return slot
    work.effects.append(
        Spared(
            record=hit.rule.record,
            record_id=hit.draft.ref,
            cause=hit.cause,
            rule=hit.rule.id,
            on=hit.on,
            reason="OL170",
            facts={"key": slot.key or "–", "since": last.isoformat(timespec="seconds")},
            values=dict(hit.values),
        )
    )
    return None


def remember(work: Overlay, slot: Slot) -> None:
    """Keep that the rule started now."""
    work.put(slot.holder, slot.name, work.now)


def _slot(work: Overlay, hit: Hit, once: OncePer) -> Slot | None:
    """Find where the last start for this key is remembered; None, noted, when it has no key."""
    rule, draft, around = hit.rule, hit.draft, hit.around
    if once.key is None and draft.ref is not None:
        return Slot(draft, f"{STARTED}{rule.id}", draft.program.shown_key(draft.key))
    if once.key is None and hit.holder is not None:
        return Slot(hit.holder, STARTED, ", ".join(map(str, hit.values.values())))
    try:
        key = None if once.key is None else once.key.of(draft.values, around)
    except TROUBLE as trouble:
        note(work, draft, reason_of(trouble, _cause(rule, once)))
        return None
    compiled = None if once.key is None else once.key.compiled
    discretion = work.program.discretion
    hidden = compiled is not None and any(discretion.hidden(compiled, around.event))
    told = "" if key is None else str(shown(key, hidden=hidden))
    return Slot(memo(work, f"rule/{rule.id}", key), STARTED, told)


def _cause(rule: Rule, once: OncePer) -> Cause:
    place = rule.place if once.key is None else once.key.place
    return Cause(definition=f"rule/{rule.id}", path="once_per", place=place)
