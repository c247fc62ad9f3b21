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
from orderloom.names import RecordId
from orderloom.ports import Clock, Connector, Outbox, OutboxRow, Session, Switch
from orderloom.runtime.answers import Listener
from orderloom.runtime.breaker import RETRIED, Breakers
from orderloom.runtime.pauses import asked_pause, pause

_log = logging.getLogger(__name__)

TRIES = Retry().tries
AT_ONCE = 100
BROKE = "OL640"

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

    An irreversible call whose outcome is unknown (the connector broke in the middle, or no answer
    came) and whose peer honours no key is not tried again: it stays for a person to see. While all
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
                    done["sent" if self._send(row) else "failed"] += 1
        return done

    def _rests(self, call: Call) -> bool:
        breakers = self._breakers
        return breakers is not None and breakers.is_open(call.connection or "", self._clock.now())

    def _send(self, row: OutboxRow) -> bool:
        call = row.call
        keyed, session = False, None
        try:
            connector, session = self._route(call.connection or "")
            keyed = any(each.keyed for each in connector.operations if each.name == call.operation)
            answer = connector.perform(session, call)
        except OutgoingStopped:
            raise
        except DeliveryFailed as error:
            is_safe = keyed or not call.irreversible or not isinstance(error, OutcomeUnknown)
            self._failed(row, error, session, again=is_safe and error.error_class in RETRIED)
        except Exception:  # noqa: BLE001 - a plugin may raise anything: who knows what arrived
            _log.exception("connection %s broke while carrying %s", call.connection, call.id)
            broken = DeliveryFailed(BROKE, "transient")
            self._failed(row, broken, session, again=keyed or not call.irreversible)
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
        self, row: OutboxRow, error: DeliveryFailed, session: Session | None, *, again: bool
    ) -> None:
        call, now = row.call, self._clock.now()
        if session is not None:
            self._report(call, session, error)
        if self._breakers is not None:
            retry = self._retry_of(call.connection)
            self._breakers.failed(call.connection or "", retry, error, now)
        again_at = self._again_at(row, now, again=again, asked=asked_pause(error, now))
        _tell(row, error, again_at)
        if call.action is None or again_at is not None:
            self._outbox.failed(call.id, now, error.code, again_at)
            return
        settlement = Settlement(call=call.id, state="failed", at=now, error=error.code)
        told = {**error.facts, "error": error.code}
        self._listener.hear(_command(call, call.action, now, told, error), settlement)

    def _again_at(
        self, row: OutboxRow, now: datetime, *, again: bool, asked: timedelta
    ) -> datetime | None:
        retry, failures = self._retry_of(row.call.connection), row.attempts + 1
        if not again or failures >= retry.tries:
            return None
        draw = _draw(row.call.id, failures)
        return now + max(pause(retry, failures, draw), asked)


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
