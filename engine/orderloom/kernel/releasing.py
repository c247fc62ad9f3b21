"""A person decides about parked work: it is run now, or left for good."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from orderloom.definition.record import BRAKED, TOUCHED, WAITING, WORK
from orderloom.flow.command import Release, Review
from orderloom.flow.rule_effect import Released
from orderloom.kernel import lasting, timers
from orderloom.kernel.action_list import run_separately
from orderloom.kernel.commands import not_allowed
from orderloom.kernel.draft import Draft
from orderloom.kernel.labels import holding
from orderloom.kernel.memos import memo
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.rehearsal import nobody

Kept: TypeAlias = Mapping[str, Any]
"""A piece as it was parked (see ``brakes``)."""


def apply_decision(work: Overlay, command: Review | Release) -> tuple[Draft | None, Reasons]:
    """Do as a person decided, if their role may."""
    refusal = _refusal(work, command)
    if refusal:
        return None, refusal
    if isinstance(command, Release):
        _release(work, command.definition)
        return None, GRANTED
    parked = work.get(command.parked)
    if parked is None or WORK not in parked.values:  # decided already
        return None, GRANTED
    return _review(work, command, parked), GRANTED


def _release(work: Overlay, definition: str) -> None:
    """Let a definition work again, counting anew."""
    counter = memo(work, f"brake/{definition}", None)
    work.put(counter, BRAKED, None)
    work.put(counter, TOUCHED, None)


def _review(work: Overlay, command: Review, parked: Draft) -> Draft | None:
    """Run a parked piece or leave it; give the record that it is about."""
    kept: Kept = parked.values[WORK]
    work.put(parked, WORK, None)
    work.put(parked, WAITING, None)
    about = None if kept["record"] is None else work.get(kept["record"])
    draft = about or nobody(work, kept["about"])
    place = len(work.effects)
    decision: Literal["resumed", "discarded", "void"] = "discarded"
    if not command.discard:
        decision = "resumed" if _resume(work, draft, kept) else "void"
    told = Released(
        record=draft.program.id,
        record_id=draft.ref,
        definition=command.definition,
        list=str(kept["list"]),
        decision=decision,
    )
    work.effects.insert(place, told)
    return about


def _refusal(work: Overlay, command: Release | Review) -> Reasons:
    """Refuse a person who may not publish: who may set rules going may let them go on."""
    flow = work.program.flow
    if command.definition not in flow.brakes:
        known = ", ".join(sorted(flow.brakes)) or "–"
        return (why("OL178", definition=command.definition, known=known),)
    roles = flow.environments[flow.environment].publish
    refusal = not_allowed(command.origin.actor, roles, command.definition)
    return GRANTED if refusal is None else (refusal,)


def _resume(work: Overlay, draft: Draft, kept: Kept) -> bool:
    """Run a piece; False: there is no more reason for it, or no such list any more."""
    later = work.program.laters.get(kept["list"])
    if later is not None:
        return timers.resume(work, draft, later, kept["guard"])
    found = work.program.lists.get(kept["list"])
    if found is None or not _is_wanted(work, draft, kept["guard"]):
        return False
    results = dict(kept["results"])
    if found.item is not None:
        draft.own()
        results[found.item] = draft.values
    run_separately(work, draft, found.do, kept["event"], kept["list"], results=results)
    return True


def _is_wanted(work: Overlay, draft: Draft, guard: Mapping[str, Any]) -> bool:
    """Say whether what the piece was parked for is still so."""
    if "branch" in guard:
        return any(each["branch"] == guard["branch"] for each in holding(draft))
    if "holder" in guard:
        return lasting.resume(work, guard)
    return True
