"""Answering calls in a test, where none leaves: they wait until a step says what comes back."""

from typing import Any

from orderloom.definition.test import Answer
from orderloom.flow import command as commands
from orderloom.flow.command import Origin
from orderloom.flow.decision import Settlement
from orderloom.flow.effect import Call
from orderloom.names import RecordId
from orderloom.runtime.answered import AnswerReader
from orderloom.runtime.delivery import who_asked
from orderloom.yaml_tests.failing import PlayStopped
from orderloom.yaml_tests.stage import Stage

REJECTED = "OL756"
FAILED = "OL757"
_MOST = 1000


def answer(stage: Stage, step: Answer) -> None:
    """Let the oldest call that fits be answered.

    Raises:
        PlayStopped: None waits.
    """
    call = _waiting(stage, step)
    around = stage.around()
    given: dict[str, Any] = {name: value.of({}, around) for name, value in step.values}
    error = {"answered": None, "rejected": REJECTED, "failed": FAILED}[step.outcome]
    if error is not None:
        given = {"reason": step.reason, "error": error}
    now, asker = stage.clock.now(), who_asked(call) or ""
    command = commands.Answer(
        origin=Origin(call.id, where=asker),
        now=now,
        call=call.id,
        action=asker,
        connection=step.connection,
        operation=step.operation,
        record_id=None if call.record_id is None else RecordId(call.record_id),
        outcome=step.outcome,
        answer=given,
        error=error,
    )
    settlement = Settlement(
        call=call.id,
        state="sent" if error is None else "failed",
        at=now,
        answer=given if error is None else None,
        error=error,
    )
    worker = stage.app.worker(stage.app.live_desk())
    if error is None:
        AnswerReader(stage.flow.connections, worker.take).read(call, given, now)
    worker.hear(command, settlement)


def _waiting(stage: Stage, step: Answer) -> Call:
    """Give the oldest call that fits; a message, for which nobody waits, only after all others."""
    record_id = None if step.target is None else stage.find(step.target)
    rows = stage.app.stores.outbox.due(stage.clock.now(), _MOST)
    calls = sorted((row.call for row in rows), key=lambda call: call.action is None)
    for call in calls:
        fits = (call.connection, call.operation) == (step.connection, step.operation)
        if fits and record_id in (None, call.record_id):
            return call
    raise PlayStopped("OL811", step.place, call=f"{step.connection}.{step.operation}")
