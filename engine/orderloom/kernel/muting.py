"""Which of a rule's messages are held back, and by what; what it does besides is not touched."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from orderloom.definition.action import Notify
from orderloom.definition.muting import Inhibit, Quiet
from orderloom.definition.record import NUMBERED, STARTED
from orderloom.definition.rule import Rule
from orderloom.flow.effect import Why
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.memos import key_text, memo, recall
from orderloom.kernel.overlay import Event, Overlay
from orderloom.kernel.refusal import why


def against(work: Overlay, draft: Draft, action: Notify, around: Surroundings) -> Why | None:
    """Give the reason why a message is not to go, None when nothing is against it."""
    rule = _speaker(work, action)
    if rule is None:
        return None
    if is_quiet(work, rule):
        return why("OL185", rule=rule.id)
    return inhibited(work, rule, silencers(rule, (around.results, draft.values, around.event)))


def silencers(rule: Rule, names: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give the rules that silence one while they are on, each with the key that they must share."""
    seen = tuple(names)
    keys = ((each.rule, _key_of(each, seen)) for each in rule.inhibited_by)
    return {other: key for other, key in keys if key is not None}


def inhibited(work: Overlay, rule: Rule, silencers: Mapping[str, str]) -> Why | None:
    """Give the reason why a rule is silent while others are on, None when none of them is."""
    for other, key in silencers.items():
        found = recall(work, f"on/{other}", key)
        if found is not None and found.values.get(NUMBERED, 0) > 0:
            return why("OL186", rule=rule.id, other=other)
    return None


def _speaker(work: Overlay, action: Notify) -> Rule | None:
    """Name the rule that speaks, if it may be muted; at its end it never is."""
    if work.voice is not None:
        return work.voice
    kind, _, name = action.cause.definition.partition("/")
    found = work.program.muted.get(name) if kind == "rule" else None
    return None if action.cause.path.startswith("recovered") else found


def is_quiet(work: Overlay, rule: Rule) -> bool:
    """Say whether a rule is silent now, whatever others are on."""
    return any(_is_quiet(work, each) for each in rule.quiet)


def _is_quiet(work: Overlay, quiet: Quiet) -> bool:
    if quiet.start is not None and quiet.end is not None:
        clock = work.now.astimezone(ZoneInfo(quiet.zone)).time()
        if quiet.start <= quiet.end:
            return quiet.start <= clock < quiet.end
        return clock >= quiet.start or clock < quiet.end
    return any(_is_recent(work, event, quiet.span) for event in quiet.events)


def _is_recent(work: Overlay, event: str, span: timedelta) -> bool:
    found = recall(work, f"event/{event}", None)
    last: datetime | None = None if found is None else found.values.get(STARTED)
    return last is not None and work.now - last < span


def note_event(work: Overlay, event: Event) -> None:
    """Remember that an event happened which makes rules silent for a while."""
    work.put(memo(work, f"event/{event.name}", None), STARTED, work.now)


def turn_on(work: Overlay, rule: Rule, names: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Let a rule that starts silence others; give what ``turn_off`` is to take back."""
    seen = tuple(names)
    keys = (_key_of(each, seen) for each in work.program.muting.get(rule.id, ()))
    found = tuple(dict.fromkeys(key for key in keys if key is not None))
    _add(work, rule.id, found, 1)
    return found


def turn_off(work: Overlay, rule: str, keys: Iterable[str]) -> None:
    """Let a rule that ends no longer silence others."""
    _add(work, rule, keys, -1)


def _add(work: Overlay, rule: str, keys: Iterable[str], number: int) -> None:
    for key in keys:
        counter = memo(work, f"on/{rule}", key)
        work.put(counter, NUMBERED, counter.values.get(NUMBERED, 0) + number)


def _key_of(inhibit: Inhibit, names: Iterable[Mapping[str, Any]]) -> str | None:
    """Give the values that must be the same, as one key; None while one of them is missing."""
    seen = tuple(names)
    values = {
        name: next((each[name] for each in seen if each.get(name) is not None), None)
        for name in inhibit.same
    }
    if None in values.values():
        return None
    return key_text(values)
