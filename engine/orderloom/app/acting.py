"""What people do by hand: fire, run a playbook, change, lift a hold.

A click is a command like any other.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor, Change, Command, Fire, Lift, Origin, Run, Undo
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.message import message_id
from orderloom.kernel.interpreter import decide
from orderloom.names import RecordId, nearest
from orderloom.ports import JournalEntry
from orderloom.runtime.picture import Picture
from orderloom.runtime.timers import ring_at_once


def actor(app: Application, text: str) -> Actor:
    """Read ``role`` or ``role/person``; the person has all roles that the role includes.

    Raises:
        OrderloomError: There is no such role.
    """
    role_id, _, person = text.partition("/")
    role = app.flow.roles.get(role_id)
    if role is None:
        raise OrderloomError(
            "OL648",
            role=role_id,
            nearest=nearest(role_id, app.flow.roles) or "",
            roles=", ".join(sorted(app.flow.roles)) or "–",
        )
    return Actor(person or role_id, role.includes)


def fire(
    app: Application, record: str, transition: str, inputs: Mapping[str, Any], by: Actor
) -> Decision:
    """Fire a transition by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "fire", record, transition, repr(sorted(inputs.items())))
    record_id = find_record(app, record).id
    return _submit(app, Fire(origin, app.clock.now(), record_id, transition, dict(inputs)))


def play(
    app: Application, record: str, playbook: str, inputs: Mapping[str, Any], by: Actor
) -> Decision:
    """Run a playbook by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "run", record, playbook, repr(sorted(inputs.items())))
    record_id = find_record(app, record).id
    return _submit(app, Run(origin, app.clock.now(), record_id, playbook, dict(inputs)))


def change(app: Application, record: str, values: Mapping[str, Any], by: Actor) -> Decision:
    """Write fields by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "change", record, repr(sorted(values.items())))
    record_id = find_record(app, record).id
    return _submit(app, Change(origin, app.clock.now(), record_id, dict(values)))


def unhold(app: Application, record: str, hold: str, why: str, by: Actor) -> Decision:
    """Lift a hold by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "unhold", record, hold)
    record_id = find_record(app, record).id
    return _submit(app, Lift(origin, app.clock.now(), record_id, hold, why))


class Undoing(NamedTuple):
    """What a person wants taken back.

    ``entry`` is the journal's number of the decision; None: the newest that did anything to the
    record and is itself no undoing. ``partly``: what cannot be taken back may stay. ``for_real``:
    it is committed unless it is refused.
    """

    entry: int | None = None
    partly: bool = False
    for_real: bool = True


def undo(app: Application, record: str, by: Actor, wish: Undoing) -> Decision:
    """Take back what a decision did to a record, and to others with it.

    Args:
        app: The flow and its store.
        record: The record.
        by: Who does it.
        wish: What is to be taken back, and how.

    Raises:
        OrderloomError: The record has no such decision.
    """
    record_id = find_record(app, record).id
    story = [each for each in app.stores.journal.story(record_id) if each.outcome == "applied"]
    fitting = [
        each
        for each in story
        if (each.command != "undo" if wish.entry is None else each.seq == wish.entry)
    ]
    if not fitting:
        raise OrderloomError("OL936", record=record, entry=str(wish.entry or "–"))
    command = undoing_of(app, fitting[-1], by, partly=wish.partly)
    return _submit(app, command) if wish.for_real else _foreseen(app, command)


def undoing_of(app: Application, entry: JournalEntry, by: Actor, *, partly: bool) -> Undo:
    """Give the command that takes back what a decision did, to the record and to others."""
    found = app.stores.journal.beside(entry)
    effects = tuple(
        (RecordId(each.record_id), effect)
        for each in found
        if each.record_id is not None
        for effect in each.entry.get("effects", ())
    )
    asked = found[0].entry.get("asked", {})
    record_id = RecordId(entry.record_id or "")
    return Undo(
        origin_of(app, by, "undo", record_id, str(entry.seq)),
        app.clock.now(),
        record_id,
        entry.seq,
        effects,
        playbook=asked.get("run", ""),
        partly=partly,
    )


def _foreseen(app: Application, command: Command) -> Decision:
    with app.stores.reader() as reader:
        return decide(app.program, Picture(reader), command)


def origin_of(app: Application, by: Actor, *what: str) -> Origin:
    """Give the origin of what a person does now; ``what`` begins with its name."""
    text = "\0".join((by.id, app.clock.now().isoformat(), *what))
    return Origin(message_id("hand", by.id, what[0], text.encode()), actor=by)


def _submit(app: Application, command: Command) -> Decision:
    worker = app.worker(app.live_desk())
    worker.work_jobs()
    worker.fire_due(command.now)
    with app.stores.reader() as reader:
        picture = Picture(reader)
        decision = decide(app.program, picture, command)
        picture.apply(decision)
        rung = list(ring_at_once(app.program, picture, decision))
    if decision.outcome != "duplicate":
        app.stores.committer.commit([Batch(decisions=[decision, *rung])])
        worker.work_jobs()
    return decision
