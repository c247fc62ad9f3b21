"""``group``: one message for all starts of a rule that share some names.

What the starts bring is collected in a memo, for each message, addressee and group; a timer ends
the collecting. The message is written only then, about the newest of them.
"""

from typing import Any, NamedTuple

from orderloom.definition.message import Text
from orderloom.definition.record import HELD
from orderloom.definition.rule import Rule
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.effect import Why
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import contact, letters, muting, stays
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import note, reason_of
from orderloom.kernel.letters import Address, Letter, Occasion
from orderloom.kernel.memos import memo
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import why
from orderloom.kernel.rehearsal import nobody
from orderloom.kernel.telling import Telling, records_told

GROUP = "group"
"""Begins the name of the timer at which a group's message goes."""
STARTS = "starts"
"""What a message calls the starts that it tells."""

Held = dict[str, Any]
"""A start as it is remembered: what ``letters.kept`` gives, ``medium``, ``values``, ``brought`` and
``silencers`` (rules that silence it while they are on, each with the key that they share)."""


class Start(NamedTuple):
    """A message that a start of a rule would send; ``values`` are handed to its text."""

    occasion: Occasion
    address: Address
    medium: str
    values: dict[str, Any]


def collect(work: Overlay, draft: Draft, rule: Rule, start: Start, around: Surroundings) -> None:
    """Let a message wait for others of its group."""
    assert rule.group is not None  # noqa: S101 - asked of such rules only
    seen = (around.results, draft.values, around.event)
    shared = [next((s[n] for s in seen if s.get(n) is not None), None) for n in rule.group.by]
    occasion = start.occasion
    said = "" if occasion.cause is None else occasion.cause.path
    holder = memo(work, f"{GROUP}/{rule.id}", [said, start.address.key, *shared])
    name = f"{GROUP}{stays.MARK}{rule.id}"
    due = stays.due_of(holder, name)
    if due is None:
        due = stays.after(work.now, rule.group.wait)
        stays.wake(work, holder, name, due)
    starts: list[Held] = holder.values.get(HELD) or []
    to = letters.shown_to(start.address, start.medium)
    if len(starts) == contact.MOST_HELD:
        reason = why("OL062", most=f"{contact.MOST_HELD:,}")
        letters.suppress(work, occasion, reason, to)
        return
    letters.wait(work, occasion, why("OL064", rule=rule.id), to, due)
    own = (*rule.per, *rule.facts)
    telling = Telling(work, draft, start.address.role)
    figures = ((name, telling.figure(name, around.results.get(name))) for name in own)
    brought = {name: value for name, value in figures if value is not None}
    brought |= {name: value for name, value in start.values.items() if value is not None}
    brought["at"] = work.now
    if occasion.record_id is not None:
        brought["record"] = occasion.record_id
    entry = letters.kept(occasion, start.address)
    entry |= {"medium": start.medium, "values": start.values, "brought": brought}
    entry["silencers"] = muting.silencers(rule, seen)
    letters.hold(work, holder, [*starts, entry])


def tell(work: Overlay, holder: Draft, rule: Rule | None) -> None:
    """Send the message of a group whose time has come."""
    starts = _unsilenced(work, rule, holder.values.get(HELD) or [])
    letters.hold(work, holder, [])
    if not starts:
        return
    told = [letters.recalled(each)[0] for each in starts]
    message = work.program.flow.messages.get(told[-1].message)
    text = None if message is None else message.media.get(starts[-1]["medium"])
    if text is None:
        _drop(work, starts, why("OL063", message=told[-1].message))
    elif rule is not None and muting.is_quiet(work, rule):
        _drop(work, starts, why("OL185", rule=rule.id))
    elif (letter := _written(work, text, starts)) is not None:
        for each in told[:-1]:
            letters.join(work, each, each.message, letter.to)
        contact.post(work, letter)


def _unsilenced(work: Overlay, rule: Rule | None, starts: list[Held]) -> list[Held]:
    """Give the starts that no other rule silences by now; the others are told to be dropped."""
    left: list[Held] = []
    for each in starts:
        silent = None if rule is None else muting.inhibited(work, rule, each.get("silencers", {}))
        if silent is None:
            left.append(each)
        else:
            _drop(work, [each], silent)
    return left


def _drop(work: Overlay, starts: list[Held], reason: Why) -> None:
    for each in starts:
        occasion, address = letters.recalled(each)
        letters.suppress(work, occasion, reason, letters.shown_to(address, each["medium"]))


def _written(work: Overlay, text: Text, starts: list[Held]) -> Letter | None:
    """Write the message, about the newest start; None, noted, when that cannot be done."""
    last = starts[-1]
    occasion, address = letters.recalled(last)
    draft = None if occasion.record_id is None else work.get(occasion.record_id)
    about = draft or nobody(work, "")
    told = Telling(work, about, address.role)
    around = work.surroundings(draft, {})
    around.records = records_told(work, address.role)
    around.to = address.media[last["medium"]]
    around.values = {**last["values"], STARTS: [each["brought"] for each in starts]}
    try:
        written = letters.render(text, told.record(), around, address.language)
    except TROUBLE as trouble:
        note(work, about, reason_of(trouble, occasion.cause))
        return None
    return Letter(occasion=occasion, address=address, medium=last["medium"], text=written)
