"""What waits about a record: timers, calls, approvals, parked work, references."""

from collections.abc import Iterator, Mapping
from typing import Any

from orderloom.app import phrases_of_hindrances as phrases
from orderloom.app.braking import parked
from orderloom.app.documents import Document, cause_document
from orderloom.app.hindrances.hindrance import Hindrance, Verdict
from orderloom.app.hindrances.seeker import Seeker
from orderloom.app.naming import readable
from orderloom.codes.model import Wording
from orderloom.definition.action import Fire
from orderloom.definition.record import APPROVAL, AWAITS, CALLS, OVERDUE, TIMERS, WORK
from orderloom.flow.effect import Why
from orderloom.kernel.actions.open_case import is_open
from orderloom.kernel.stays import MARK
from orderloom.kernel.timers import around_of
from orderloom.ports import CallStanding
from orderloom.runtime.breaker import breaker_noted


def waits(seeker: Seeker) -> Iterator[Hindrance]:
    """Give everything that waits."""
    yield from _timers(seeker)
    yield from _calls(seeker)
    yield from _proposals(seeker)
    yield from _approvals(seeker)
    yield from _parked(seeker)
    yield from _references(seeker)


def _timers(seeker: Seeker) -> Iterator[Hindrance]:
    for entry in seeker.record.values.get(TIMERS) or ():
        if MARK not in entry["name"]:  # else it is the engine's own, told as what it waits for
            yield _timer(seeker, entry)


def _timer(seeker: Seeker, entry: Mapping[str, Any]) -> Hindrance:
    later = seeker.work.program.laters.get(entry["name"])
    due = entry.get(OVERDUE) or entry.get("due")
    wording = phrases.TIMER_OVERDUE if OVERDUE in entry else phrases.TIMER
    reasons: list[Document] = []
    if later is not None and later.when is not None:
        around = around_of(seeker.work, seeker.draft, dict(entry))
        reasons = seeker.against((later.when,), around, later.cause)
    would = () if later is None else later.do
    fires = [each.transition for each in would if isinstance(each, Fire)]
    return Hindrance(
        kind="timer",
        name=entry["name"],
        verdict="waits",
        says=seeker.speech.says(
            phrases.TIMER_NO_DUE if due is None else wording,
            timer=readable(entry["name"]),
            due="" if due is None else seeker.speech.when(due),
        ),
        at=due,
        cause=None if later is None else cause_document(later.cause),
        reasons=reasons,
        about=frozenset({entry["name"], *fires}),
    )


def _calls(seeker: Seeker) -> Iterator[Hindrance]:
    for call in seeker.app.stores.outbox.unsent(seeker.record.id):
        yield _call(seeker, call)


def _call(seeker: Seeker, call: CallStanding) -> Hindrance:
    wording, due = _standing(seeker, call)
    about = f"{call.connection}.{call.operation}"
    verdict: Verdict = "waits" if call.status == "waiting" else "blocked"
    reasons = [] if call.error is None else [(Why(call.error, {}), None)]
    return Hindrance(
        kind="call",
        name=about if call.connection else call.operation,
        verdict=verdict,
        says=seeker.speech.says(
            wording,
            connection=lambda n: n.connection(call.connection or ""),
            operation=readable(call.operation),
            due=due,
            tries=lambda n: (
                phrases.TRIES.fill({"tries": str(call.attempts)}, n.language)
                if call.attempts
                else ""
            ),
        ),
        at=call.next_at if call.status == "waiting" else call.at,
        reasons=seeker.told(reasons, seeker.work.surroundings(seeker.draft, {})),
        about=frozenset({about, call.operation, call.id, call.connection or ""}),
    )


def _standing(seeker: Seeker, call: CallStanding) -> tuple[Wording, str]:
    """Say how a call stands, and until when it waits."""
    if call.status == "unroutable":
        return phrases.CALL_UNROUTABLE, ""
    if call.status == "failed":
        return phrases.CALL_DEAD, ""
    if seeker.app.switch.is_stopped():
        return phrases.CALL_STOPPED, ""
    if call.behind:
        return phrases.CALL_BEHIND, ""
    until = breaker_noted(seeker.app.stores.notes(call.connection or "")).until
    if until is not None and until > seeker.work.now:
        return phrases.CALL_RESTS, seeker.speech.when(until)
    return phrases.CALL_WAITS, seeker.speech.when(call.next_at)


def _proposals(seeker: Seeker) -> Iterator[Hindrance]:
    for entry in seeker.record.values.get(CALLS) or ():
        if "proposes" not in entry:
            continue
        yield Hindrance(
            kind="call",
            name=str(entry["transition"]),
            verdict="waits",
            says=seeker.speech.says(phrases.PROPOSED, transition=readable(entry["transition"])),
            about=frozenset({str(entry["transition"])}),
        )


def _approvals(seeker: Seeker) -> Iterator[Hindrance]:
    if APPROVAL not in seeker.work.program.records:
        return
    for draft in seeker.work.linked(APPROVAL, "record", seeker.draft):
        stored = seeker.eyes.view.get(draft.id)
        glimpse = None if stored is None else seeker.eyes.glimpse(stored)
        if stored is None or glimpse is None or not is_open(draft):
            continue
        roles = draft.values.get("roles") or []
        yield Hindrance(
            kind="approval",
            name=str(draft.values.get("number") or draft.id),
            verdict="waits",
            says=seeker.speech.says(
                phrases.APPROVAL,
                title=readable(glimpse.show("title", stored.values.get("title"))),
                roles=lambda n, roles=roles: ", ".join(map(n.role, roles)) or "–",
            ),
            at=stored.values.get("created_at"),
        )


def _parked(seeker: Seeker) -> Iterator[Hindrance]:
    for definition in seeker.app.flow.brakes:
        for piece in parked(seeker.eyes.view, definition):
            if piece.values[WORK]["record"] != seeker.record.id:
                continue
            since = piece.values["created_at"]
            yield Hindrance(
                kind="parked",
                name=definition,
                verdict="waits",
                says=seeker.speech.says(
                    phrases.PARKED_WORK,
                    definition=lambda n, of=definition: n.definition(of),
                    since=seeker.speech.when(since),
                ),
                at=since,
                about=frozenset({definition, definition.partition("/")[2]}),
            )


def _references(seeker: Seeker) -> Iterator[Hindrance]:
    for name, field in seeker.draft.program.references.items():
        key = seeker.record.values.get(f"{AWAITS}{name}")
        if key is None or not seeker.eyes.sees(seeker.record, (name,)):
            continue
        target = seeker.work.program.records[field.to or ""]
        cause = {"definition": f"record/{seeker.record.type}", "path": f"fields.{name}"}
        place = {"file": field.place.file, "line": field.place.line, "column": field.place.column}
        yield Hindrance(
            kind="reference",
            name=name,
            verdict="waits",
            says=seeker.speech.says(
                phrases.REFERENCE,
                field=lambda n, name=name: n.field(name),
                record=lambda n, to=field.to: n.record(to or ""),
                key=readable(target.shown_key(key)) if seeker.by is None else "",
            ),
            cause=cause | place,
            about=frozenset({name, f"{seeker.record.type}.{name}.changed"}),
        )
