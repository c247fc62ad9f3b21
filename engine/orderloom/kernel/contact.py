"""Limits over all messages to one addressee: how many, and at which hours.

What is known of an addressee stands in a memo: when messages were sent, and those that wait, with
a timer. So a restart loses none, and of two processes that write to one person one decides again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from orderloom.definition.contact import Contact
from orderloom.definition.record import HELD, SENT
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.effect import Why
from orderloom.kernel import hours, letters, stays
from orderloom.kernel.draft import Draft
from orderloom.kernel.faulting import note, reason_of
from orderloom.kernel.letters import Address, Letter, Occasion, Rendered
from orderloom.kernel.memos import memo
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import why
from orderloom.kernel.rehearsal import nobody
from orderloom.kernel.telling import records_told

CONTACT = "contact"
"""Begins the name of the timer at which messages no longer wait."""
MOST_HELD = 1_000
"""So many may wait for one addressee: a list of the language has no more."""
MOST_STEPS = 20
"""So many obstacles in a row are looked through; beyond, a message is judged anew there."""
_TIMER = f"{CONTACT}{stays.MARK}held"

Held = dict[str, Any]
"""A message that waits: what ``letters.kept`` gives, ``medium parts at due``, and ``merge``."""


class Obstacle(NamedTuple):
    """What is in the way of a message; ``until`` None: for good."""

    limit: Contact
    reason: Why
    until: datetime | None


def post(work: Overlay, letter: Letter) -> None:
    """Send a message, unless it is to wait, or there were too many already."""
    limits = _limits(work, letter.message, letter.address)
    if not limits:
        letters.send(work, letter)
        return
    holder = memo(work, CONTACT, letter.address.key)
    obstacle = _obstacle(limits, _sent(holder), work.now)
    if obstacle is None:
        letters.send(work, letter)
        _count(work, holder, letter.message, letter.address)
    elif obstacle.until is None:
        letters.suppress(work, letter.occasion, obstacle.reason, letter.to)
    elif len(_held(holder)) >= MOST_HELD:
        reason = why("OL062", most=f"{MOST_HELD:,}")
        letters.suppress(work, letter.occasion, reason, letter.to)
    else:
        entry = letters.kept(letter.occasion, letter.address)
        entry |= {"medium": letter.medium, "parts": letter.text.parts, "at": work.now}
        _hold(work, holder, [entry], obstacle)
        _wake(work, holder)


def release(work: Overlay, holder: Draft) -> None:
    """Let messages go whose time to wait is over, joined where the flow says so."""
    held = _held(holder)
    due = [each for each in held if each["due"] <= work.now]
    letters.hold(work, holder, [each for each in held if each["due"] > work.now])
    for batch in _batches(work, due):
        _let_go(work, holder, batch)
    _wake(work, holder)


def _limits(work: Overlay, message: str, address: Address) -> tuple[Contact, ...]:
    found = work.program.flow.contact
    return tuple(each for each in found if each.concerns(address.role, address.records, message))


def _obstacle(limits: Iterable[Contact], sent: Sequence[Held], now: datetime) -> Obstacle | None:
    """Give what is in the way at an instant, with the instant at which nothing more will be."""
    first = last = _obstacle_at(limits, sent, now)
    for _ in range(MOST_STEPS):
        if last is None or last.until is None:
            break
        first = last if first is None else first._replace(until=last.until)
        last = _obstacle_at(limits, sent, last.until)
    return first


def _obstacle_at(limits: Iterable[Contact], sent: Sequence[Held], now: datetime) -> Obstacle | None:
    for limit in limits:
        if limit.start is not None and limit.end is not None:
            until = hours.quiet_until(limit.start, limit.end, limit.zone, now)
            if until is not None:
                between = f"{limit.start:%H:%M}-{limit.end:%H:%M}"
                return Obstacle(limit, why("OL060", quiet=between, zone=limit.zone), until)
    for limit in limits:
        span = hours.period_of(limit.per, limit.zone, now)
        if limit.most is not None and _number(limit, sent, span) >= limit.most:
            reason = why("OL061", most=str(limit.most), per=limit.per)
            return Obstacle(limit, reason, span.end if limit.delays else None)
    return None


def _number(limit: Contact, sent: Iterable[Held], span: hours.Span) -> int:
    return sum(
        span.begin <= each["at"] < span.end
        and limit.concerns(each["role"] or None, each["records"], each["message"])
        for each in sent
    )


def _count(work: Overlay, holder: Draft, message: str, address: Address) -> None:
    """Remember that a message was sent, and forget what no limit asks for any more."""
    spans = (hours.period_of(each.per, each.zone, work.now) for each in work.program.flow.contact)
    begin = min((span.begin for span in spans), default=work.now)
    recent = [each for each in _sent(holder) if each["at"] >= begin]
    entry = {"message": message, "role": address.role or "", "records": list(address.records)}
    work.put(holder, SENT, [*recent, {**entry, "at": work.now}])


def _hold(work: Overlay, holder: Draft, entries: Iterable[Held], obstacle: Obstacle) -> None:
    """Let messages wait until nothing is in their way."""
    assert obstacle.until is not None  # noqa: S101 - else they do not wait
    held = list(_held(holder))
    for entry in entries:
        occasion, address = letters.recalled(entry)
        to = letters.shown_to(address, entry["medium"])
        letters.wait(work, occasion, obstacle.reason, to, obstacle.until)
        held.append({**entry, "due": obstacle.until, "merge": obstacle.limit.merge or ""})
    letters.hold(work, holder, held)


def _wake(work: Overlay, holder: Draft) -> None:
    due = min((each["due"] for each in _held(holder)), default=None)
    if due is None:
        stays.let_sleep(work, holder, _TIMER)
    elif stays.due_of(holder, _TIMER) != due:
        stays.wake(work, holder, _TIMER, due)


def _batches(work: Overlay, due: Iterable[Held]) -> list[list[Held]]:
    """Give what goes as one message: those that one message joins, each other by itself."""
    batches: list[list[Held]] = []
    joined: dict[str, list[Held]] = {}
    for entry in due:
        merge = entry["merge"]
        if merge in joined:
            joined[merge].append(entry)
            continue
        batches.append([entry])
        if merge in work.program.flow.messages:
            joined[merge] = batches[-1]
    return batches


def _let_go(work: Overlay, holder: Draft, batch: list[Held]) -> None:
    letter = _letter(batch[0]) if len(batch) == 1 else _joined(work, batch)
    if letter is None:
        for entry in batch:
            _let_go(work, holder, [entry])
        return
    limits = _limits(work, letter.message, letter.address)
    obstacle = _obstacle(limits, _sent(holder), work.now)
    if obstacle is not None and obstacle.until is not None:
        _hold(work, holder, batch, obstacle)
        return
    if obstacle is not None:
        for entry in batch:
            letters.suppress(work, letters.recalled(entry)[0], obstacle.reason, letter.to)
        return
    if len(batch) > 1:
        for entry in batch:
            letters.join(work, letters.recalled(entry)[0], letter.message, letter.to)
    letters.send(work, letter)
    if limits:
        _count(work, holder, letter.message, letter.address)


def _letter(entry: Held) -> Letter:
    occasion, address = letters.recalled(entry)
    text = Rendered(entry["parts"], ())
    return Letter(occasion=occasion, address=address, medium=entry["medium"], text=text)


def _joined(work: Overlay, batch: list[Held]) -> Letter | None:
    """Give the message that tells several; None, noted if it faults, when it cannot."""
    last, address = letters.recalled(batch[-1])
    message = work.program.flow.messages[batch[-1]["merge"]]
    medium = next((each for each in message.media if each in address.media), None)
    limit = next((each for each in work.program.flow.contact if each.merge == message.id), None)
    if medium is None or limit is None:
        return None
    around = work.surroundings(None, {})
    around.records = records_told(work, address.role)
    around.to = address.media[medium]
    around.values = {"messages": [_told(entry) for entry in batch]}
    try:
        text = letters.render(message.media[medium], {}, around, address.language)
    except TROUBLE as trouble:
        note(work, nobody(work, ""), reason_of(trouble, limit.cause))
        return None
    alike = all(each["record_id"] == batch[-1]["record_id"] for each in batch)
    occasion = Occasion(
        message=message.id,
        cause=limit.cause,
        record=last.record if alike else "",
        record_id=last.record_id if alike else None,
    )
    return Letter(occasion=occasion, address=address, medium=medium, text=text)


def _told(entry: Held) -> dict[str, Any]:
    """Give a message as the one that joins it sees it."""
    parts = entry["parts"]
    seen = {"message": entry["message"], "at": entry["at"], "text": parts.get("text")}
    if "subject" in parts:
        seen["subject"] = parts["subject"]
    if entry["record_id"]:
        seen["record"] = entry["record_id"]
    return seen


def _sent(holder: Draft) -> list[Held]:
    sent: list[Held] = holder.values.get(SENT) or []
    return sent


def _held(holder: Draft) -> list[Held]:
    held: list[Held] = holder.values.get(HELD) or []
    return held
