"""Definitions that a brake holds up, and what people decide about their work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orderloom.app.acting import submit_at_once
from orderloom.app.application import Application
from orderloom.app.viewing import Eyes, looking_on
from orderloom.definition.record import PARKED, WAITING, WORK
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor, Command, Origin, Release, Review
from orderloom.flow.decision import Decision
from orderloom.flow.message import message_id
from orderloom.flow.record import Record
from orderloom.names import nearest
from orderloom.ports import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Braked:
    """A definition whose work is parked: how many pieces, since when, and about what."""

    definition: str
    since: datetime
    pieces: int
    records: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What came of a decision: pieces run, left, or with no more reason for them."""

    definition: str
    decisions: Sequence[Decision]


def braked(app: Application, by: Actor | None) -> list[Braked]:
    """Give every definition that has work parked about records that somebody sees."""
    found: list[Braked] = []
    with looking_on(app, by) as eyes:
        for definition in app.flow.brakes:
            every = parked(eyes.view, definition)
            waiting = [each for each in every if _is_seen(eyes, each.values[WORK])]
            if waiting:
                names = [_name(eyes, each.values[WORK]) for each in waiting]
                since = min(each.values["created_at"] for each in waiting)
                found.append(
                    Braked(definition=definition, since=since, pieces=len(waiting), records=names)
                )
    return found


def parked(reader: View, definition: str) -> list[Record]:
    """Give what is parked of a definition's work, first things first."""
    waiting = reader.linked(PARKED, WAITING, definition)
    return sorted(waiting, key=lambda each: each.values[WORK]["number"])


def review(app: Application, definition: str, by: Actor | None, *, discard: bool) -> Reviewed:
    """Run all that is parked of a definition's work, or leave it; then let it work again.

    Each piece has its own commit, so that one interrupted goes on where it was. While a piece is
    refused the definition stays braked.

    Raises:
        OrderloomError: No such definition has a brake.
    """
    if definition not in app.flow.brakes:
        near = nearest(definition, app.flow.brakes) or ""
        known = ", ".join(sorted(app.flow.brakes)) or "–"
        raise OrderloomError("OL178", definition=definition, nearest=near, known=known)
    decisions: list[Decision] = []
    for command in _reviews(app, definition, by, discard=discard):
        decisions.append(submit_at_once(app, command))
        if any(reason.code == "OL721" for reason in decisions[-1].reasons):
            break  # who may not decide about one may not about any
    if not any(decision.outcome == "refused" for decision in decisions):
        now = app.clock.now()
        origin = _origin(by, now, definition, len(decisions))
        decisions.append(submit_at_once(app, Release(origin, now, definition)))
    return Reviewed(definition=definition, decisions=decisions)


def _reviews(
    app: Application, definition: str, by: Actor | None, *, discard: bool
) -> Iterator[Command]:
    """Give a command for each piece, also for those that are parked meanwhile, once."""
    now = app.clock.now()
    seen: set[str] = set()
    while True:
        with app.stores.reader() as reader:
            waiting = [each for each in parked(reader, definition) if each.id not in seen]
        if not waiting:
            return
        for each in waiting:
            origin = _origin(by, now, definition, len(seen))
            seen.add(each.id)
            yield Review(origin, now, definition, each.id, discard)


def _origin(by: Actor | None, now: datetime, definition: str, number: int) -> Origin:
    who = "" if by is None else by.id
    text = f"{who}\0{now.isoformat()}\0{definition}".encode()
    return Origin(message_id("hand", who or None, "brake", text), number, actor=by)


def _is_seen(eyes: Eyes, work: dict[str, Any]) -> bool:
    record = None if work["record"] is None else eyes.view.get(work["record"])
    return eyes.sight.is_everything if record is None else eyes.glimpse(record) is not None


def _name(eyes: Eyes, work: dict[str, Any]) -> str:
    record = None if work["record"] is None else eyes.view.get(work["record"])
    return str(work["about"]) if record is None else eyes.name(record)
