"""Taking a decision back by hand: the journal says what it did, the outbox what calls answered."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from orderloom.app.acting import origin_of, submit
from orderloom.app.application import Application
from orderloom.app.finding import find_record
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor, Command, Undo
from orderloom.flow.decision import Decision
from orderloom.flow.effect import Call
from orderloom.kernel.interpreter import decide
from orderloom.names import RecordId
from orderloom.ports import JournalEntry
from orderloom.runtime.picture import Picture


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
    record_id = find_record(app, record, by).id
    story = [each for each in app.stores.journal.story(record_id) if each.outcome == "applied"]
    fitting = [
        each
        for each in story
        if (each.command != "undo" if wish.entry is None else each.seq == wish.entry)
    ]
    if not fitting:
        raise OrderloomError("OL936", record=record, entry=str(wish.entry or "–"))
    command = undoing_of(app, fitting[-1], by, partly=wish.partly)
    return submit(app, command) if wish.for_real else _foreseen(app, command)


def undoing_of(app: Application, entry: JournalEntry, by: Actor, *, partly: bool) -> Undo:
    """Give the command that takes back what a decision did, to its record and to others."""
    found = app.stores.journal.beside(entry)
    story = app.stores.journal.story(entry.record_id or "")
    again = any(each.entry.get("asked", {}).get("undo") == entry.seq for each in story)
    effects = tuple(
        (RecordId(each.record_id), _once(_with_way_back(app, effect), again=again))
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


def _once(effect: Mapping[str, Any], *, again: bool) -> Mapping[str, Any]:
    """Mark movements of goods that were taken back before: nothing else tells by itself."""
    return {**effect, "taken_back": True} if again and effect["effect"] == "stock" else effect


def _with_way_back(app: Application, effect: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give an effect; a call that was answered has under ``back`` the one that takes it back."""
    if effect["effect"] != "called":
        return effect
    answered = app.stores.outbox.answered(effect["call"])
    back = None if answered is None else _back(app, *answered)
    return effect if back is None else {**effect, "back": back}


def _back(app: Application, call: Call, answer: Mapping[str, Any]) -> Call | None:
    """Give the call of an operation's ``undo``: it gets what was said, and what was answered."""
    connection = app.flow.connections.get(call.connection or "")
    connector = None if connection is None else app.connectors.get(connection.connector)
    if connector is None:
        return None
    operations = {each.name: each for each in connector.operations}
    asked = operations.get(call.operation)
    undo = None if asked is None or asked.undo is None else operations.get(asked.undo)
    if undo is None:
        return None
    payload = {**answer, **call.payload}
    if undo.takes is not None:
        payload = {
            name: payload[name] for name in undo.takes.get("properties", {}) if name in payload
        }
    return replace(
        call, operation=undo.name, payload=payload, irreversible=undo.irreversible, action=None
    )
