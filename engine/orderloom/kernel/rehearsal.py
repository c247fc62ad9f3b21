"""What a rule or tree would do to a record as it stands: ``try`` asks, nobody commits."""

from typing import Any

from orderloom.flow.command import Command, Judge, Observe
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Event, Overlay
from orderloom.kernel.program import REHEARSAL, RecordProgram
from orderloom.names import RecordId


def rehearse(work: Overlay, command: Judge) -> Draft | None:
    """Let the definition's event happen to the record, as far as it could have happened.

    Only the rule or tree in question judges this first event; what it sets off is judged by all.
    """
    draft = work.get(command.record_id)
    judged = work.program.judged(command.definition)
    if draft is None or draft.program.id != judged.record:
        return draft
    for name in judged.on:
        payload = payload_of(name, draft)
        if payload is not None:
            payload |= {"name": name, "at": work.now, "record": draft.id}
            work.queue.append(Event(f"{REHEARSAL}{command.definition}", draft, payload, None))
            break
    return draft


def payload_of(event: str, draft: Draft) -> dict[str, Any] | None:
    """Give the parts of an event that may have led to the record as it is, or None."""
    _, _, rest = event.partition(".")
    first, _, second = rest.partition(".")
    values = draft.values
    if first in draft.program.state_fields:
        return {} if values.get(first) == second else None
    if second == "changed":
        return {"is": values.get(first)}
    possible: dict[str, dict[str, Any]] = {
        "created": {},
        "changed": {"fields": list(draft.program.fields)},
    }
    if values.get("tags"):
        possible["tagged"] = {"tag": values["tags"][-1]}
    if values.get("holds"):
        possible["held"] = {"hold": values["holds"][-1]}
    return possible.get(first)


def staleness(draft: Draft, command: Command) -> dict[str, Any]:
    """Give what ``R.stale`` tells: the version field, what came and what is stored."""
    field = draft.program.version_field or ""
    value = command.values.get(field) if isinstance(command, Observe) else None
    reason = f"{draft.values.get(field)} is stored"
    return {"position": command.origin.where, "field": field, "value": value, "reason": reason}


def nobody(work: Overlay, record_type: str) -> Draft:
    """Give an empty stand-in for what has no record; it is never stored.

    Without a ``record_type`` it is of none.
    """
    program = work.program
    record: RecordProgram = program.records[record_type] if record_type else program.no_record
    return Draft(record, RecordId(""), "", None)
