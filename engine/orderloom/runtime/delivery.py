"""The deliverer: outbox row → connector → answer. The only one who speaks to the outside."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from orderloom.definition.connection import Retry
from orderloom.errors import DeliveryFailed, OutcomeUnknown, OutgoingStopped
from orderloom.flow.command import Answer, Origin
from orderloom.flow.decision import Settlement
from orderloom.flow.effect import Call
from orderloom.flow.message_effect import OF_MESSAGE
from orderloom.names import RecordId
from orderloom.ports import Clock, Connector, Outbox, OutboxRow, Session, Switch
from orderloom.runtime.answers import Listener
from orderloom.runtime.breaker import RETRIED, Breakers
from orderloom.runtime.holding import LEASE, Holding
from orderloom.runtime.pauses import asked_pause, pause

_log = logging.getLogger(__name__)

TRIES = Retry().tries
AT_ONCE = 100
BROKE = "OL640"
INTERRUPTED = "OL937"

Route = Callable[[str], tuple[Connector, Session]]
"""Connection id to the connector and its session; raises ``DeliveryFailed`` when there is none."""

RetryOf = Callable[[str | None], Retry]
"""Connection id to how its calls are tried again."""


Read = Callable[[Call, Mapping[str, Any], datetime], None]
"""Takes what a call answered, before it is settled."""


Report = Callable[[Call, Session, DeliveryFailed], None]
"""Keeps what went over a session whose call failed."""


def unreported(_: Call, __: Session, ___: DeliveryFailed) -> None:
    """Keep nothing."""


def unread(_: Call, __: Mapping[str, Any], ___: datetime) -> None:
    """Read no answer."""


def usual_retry(_: str | None) -> Retry:
    """Give how calls are tried again where nothing is said."""
    return Retry()


class Deliverer:
    """Sends what waits in the outbox, at least once, with an idempotency key.

    Of several deliverers on one store, one takes a call before it is sent and has it for itself;
    if it dies, the call is due again when its lease is over.

    An irreversible call whose outcome is unknown (the connector broke in the middle, no answer
    came, or whoever sent it died) and whose peer honours no key is not tried again: it stays for a
    person to see. While all
    outgoing calls are stopped, nothing is tried and nothing counts as a try. What an action waits
    for goes to ``listener``, which settles the call together with what its answer leads to.
    A connection whose breaker is open is passed over: its calls wait, in order, and no try counts.
    """

    def __init__(  # noqa: PLR0913 - each is a port of its own
        self,
        outbox: Outbox,
        route: Route,
        clock: Clock,
        switch: Switch,
        listener: Listener,
        *,
        retry_of: RetryOf = usual_retry,
        read: Read = unread,
        report: Report = unreported,
        breakers: Breakers | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self._outbox = outbox
        self._route = route
        self._clock = clock
        self._switch = switch
        self._listener = listener
        self._retry_of = retry_of
        self._read = read
        self._report = report
        self._breakers = breakers
        self._lease = lease

    def deliver(self) -> Mapping[str, int]:
        """Send everything that is due now; give the numbers of calls sent and failed."""
        done = {"sent": 0, "failed": 0}
        resting: set[str] = set()
        # A connector that is stopped in the middle leaves its call as it waits.
        with suppress(OutgoingStopped):
            while rows := self._outbox.due(self._clock.now(), AT_ONCE, resting):
                for row in rows:
                    if self._switch.is_stopped():
                        return done
                    if self._rests(row.call):
                        resting.add(row.call.connection or "")
                        continue
                    taken = self._outbox.take(row, self._clock.now() + self._lease)
                    if taken is not None:
                        was_begun = row.held_until is not None
                        done["sent" if self._send(taken, was_begun=was_begun) else "failed"] += 1
        return done

    def _rests(self, call: Call) -> bool:
        breakers = self._breakers
        return breakers is not None and breakers.is_open(call.connection or "", self._clock.now())

    def _send(self, row: OutboxRow, *, was_begun: bool) -> bool:
        with Holding(self._outbox, row, self._clock, self._lease) as holding:
            return self._carry(row, holding, was_begun=was_begun)

    def _carry(self, row: OutboxRow, holding: Holding, *, was_begun: bool) -> bool:
        call = row.call
        may_repeat, session = not call.irreversible, None
        try:
            connector, session = self._route(call.connection or "")
            may_repeat = may_repeat or _is_keyed(connector, call)
            is_over = was_begun and not (may_repeat and row.attempts < self._tries(call))
            answer = _performed(connector, session, call, is_over=is_over)
        except OutgoingStopped:
            self._outbox.leave(holding.rest())
            raise
        except DeliveryFailed as error:
            is_lost = was_begun and not may_repeat
            told = _interrupted(call) if is_lost else error
            is_safe = may_repeat or not isinstance(told, OutcomeUnknown)
            again = is_safe and told.error_class in RETRIED
            self._failed(row, holding, told, session, again=again)
        except Exception:  # noqa: BLE001 - a plugin may raise anything: who knows what arrived
            _log.exception("connection %s broke while carrying %s", call.connection, call.id)
            broken = DeliveryFailed(BROKE, "transient")
            self._failed(row, holding, broken, session, again=may_repeat)
        else:
            self._answered(call, answer)
            return True
        return False

    def _answered(self, call: Call, answer: Mapping[str, Any]) -> None:
        now = self._clock.now()
        if self._breakers is not None:
            self._breakers.answered(call.connection or "", now)
        self._read(call, answer, now)
        if call.action is None:
            self._outbox.sent(call.id, now, answer)
            return
        settlement = Settlement(call=call.id, state="sent", at=now, answer=dict(answer))
        self._listener.hear(_command(call, call.action, now, dict(answer), None), settlement)

    def _failed(
        self,
        row: OutboxRow,
        holding: Holding,
        error: DeliveryFailed,
        session: Session | None,
        *,
        again: bool,
    ) -> None:
        call, now = row.call, self._clock.now()
        if session is not None:
            self._report(call, session, error)
        if self._breakers is not None and error.code != INTERRUPTED:
            retry = self._retry_of(call.connection)
            self._breakers.failed(call.connection or "", retry, error, now)
        again_at = self._again_at(row, now, again=again, asked=asked_pause(error, now))
        _tell(row, error, again_at)
        asker = who_asked(call)
        if asker is None or again_at is not None:
            held_until = holding.rest().held_until
            self._outbox.failed(call.id, now, error.code, again_at, held_until)
            return
        if not holding.keep():  # whoever has it now hears what comes of it
            return
        settlement = Settlement(call=call.id, state="failed", at=now, error=error.code)
        told = {**error.facts, "error": error.code}
        self._listener.hear(_command(call, asker, now, told, error), settlement)

    def _tries(self, call: Call) -> int:
        return self._retry_of(call.connection).tries

    def _again_at(
        self, row: OutboxRow, now: datetime, *, again: bool, asked: timedelta
    ) -> datetime | None:
        retry, failures = self._retry_of(row.call.connection), row.attempts + 1
        if not again or failures >= retry.tries:
            return None
        draw = _draw(row.call.id, failures)
        return now + max(pause(retry, failures, draw), asked)


def _is_keyed(connector: Connector, call: Call) -> bool:
    return any(each.keyed for each in connector.operations if each.name == call.operation)


def _performed(
    connector: Connector, session: Session, call: Call, *, is_over: bool
) -> Mapping[str, Any]:
    """Carry a call out, unless it was begun before and must not be once more."""
    if is_over:
        raise _interrupted(call)
    return connector.perform(session, call)


def _interrupted(call: Call) -> OutcomeUnknown:
    """Give what is known of a call that somebody began to send, and never told of."""
    return OutcomeUnknown(INTERRUPTED, "transient", connection=call.connection or "")


def who_asked(call: Call) -> str | None:
    """Name what hears that a call failed for good: the action that waits, or a message."""
    message = call.payload.get("message")
    if call.action is None and isinstance(message, str):
        return f"{OF_MESSAGE}{message}"
    return call.action


def _tell(row: OutboxRow, error: DeliveryFailed, again_at: datetime | None) -> None:
    """Log what was asked and what came back; values stand in the journal, sensitive ones masked."""
    call = row.call
    _log.warning(
        "%s.%s (%s, try %s) with %s: %s %s; %s",
        call.connection,
        call.operation,
        call.id,
        row.attempts + 1,
        ", ".join(call.payload) or "-",
        error.code,
        dict(error.facts),
        "given up" if again_at is None else f"again at {again_at.isoformat()}",
        extra={"record": call.record_id, "call": call.id, "codes": [error.code]},
    )


def _command(
    call: Call, action: str, now: datetime, answer: dict[str, Any], error: DeliveryFailed | None
) -> Answer:
    rejected = error is not None and error.error_class == "rejected"
    return Answer(
        origin=Origin(call.id, where=action),
        now=now,
        call=call.id,
        action=action,
        connection=call.connection or "",
        operation=call.operation,
        record_id=None if call.record_id is None else RecordId(call.record_id),
        outcome="answered" if error is None else "rejected" if rejected else "failed",
        answer=answer,
        error=None if error is None else error.code,
    )


def _draw(call_id: str, failures: int) -> float:
    """Spread what failed together: each call waits another part of its pause, always the same."""
    digest = blake2b(f"{call_id} {failures}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
