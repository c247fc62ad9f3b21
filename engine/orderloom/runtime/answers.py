"""Answers to calls: each decided on a fresh picture, and its outbox row settled with it."""

import logging
from collections.abc import Callable
from typing import Protocol

from orderloom.errors import RevisionConflict, StoreUnusable
from orderloom.flow.command import Answer
from orderloom.flow.decision import Batch, Decision, Settlement
from orderloom.flow.effect import Why
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.runtime.desk import Desk
from orderloom.runtime.timers import ring_at_once

MOST_TRIES = 5
SETTLED = "OL653"

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Hears what came of a call."""

    def hear(self, answer: Answer, settlement: Settlement) -> None:
        """Decide what an answer leads to, and settle the call with it."""
        ...


class Answers:
    """Decides answers, one commit each: a crash loses neither the answer nor what it led to.

    Args:
        desk: Where decisions go.
        program: The flow.
        commit: Takes each batch.
    """

    def __init__(self, desk: Desk, program: Program, commit: Callable[[Batch], None]) -> None:
        self._desk = desk
        self._program = program
        self._commit = commit

    def hear(self, answer: Answer, settlement: Settlement) -> None:
        """Decide what an answer leads to; one that was decided already changes nothing.

        Raises:
            RevisionConflict: Somebody else keeps changing the record; the call still waits.
        """
        for attempt in range(1, MOST_TRIES + 1):
            try:
                self._commit(Batch(decisions=self._decide(answer), settled=[settlement]))
            except RevisionConflict as conflict:
                if conflict.code == SETTLED:
                    return
                if attempt == MOST_TRIES:
                    raise
            else:
                return

    def _decide(self, answer: Answer) -> list[Decision]:
        try:
            with self._desk.picture() as picture:
                decision = decide(self._program, picture, answer)
                picture.apply(decision)
                decisions = [decision, *ring_at_once(self._program, picture, decision)]
        except StoreUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - one poison answer must not stop the others
            _log.exception("the answer to %s could not be decided", answer.call)
            return [_given_up(answer, error)]
        return decisions


def _given_up(answer: Answer, error: Exception) -> Decision:
    """Give the journal's word on an answer that the engine itself failed on."""
    facts = {"call": answer.call, "error": type(error).__name__}
    return Decision(
        command="answer",
        origin=answer.origin,
        now=answer.now,
        outcome="refused",
        record="",
        record_id=answer.record_id,
        reasons=(Why("OL755", facts),),
    )
