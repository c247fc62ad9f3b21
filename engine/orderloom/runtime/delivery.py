"""The deliverer: outbox row → connector → answer. The only one who speaks to the outside."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from orderloom.errors import DeliveryFailed
from orderloom.ports import Clock, Connector, Outbox, OutboxRow, Session

_log = logging.getLogger(__name__)

FIRST = timedelta(seconds=2)
LONGEST = timedelta(seconds=60)
TRIES = 8
RETRIED = frozenset({"transient", "throttled"})
AT_ONCE = 100

Route = Callable[[str], tuple[Connector, Session]]
"""Connection id to the connector and its session; raises ``DeliveryFailed`` when there is none."""


class Deliverer:
    """Sends what waits in the outbox, at least once, with an idempotency key.

    An irreversible call whose outcome is unknown (the connector broke in the middle) and whose
    peer honours no key is not tried again: it stays for a person to see.
    """

    def __init__(self, outbox: Outbox, route: Route, clock: Clock) -> None:
        self._outbox = outbox
        self._route = route
        self._clock = clock

    def deliver(self) -> Mapping[str, int]:
        """Send everything that is due now; give the numbers of calls sent and failed."""
        done = {"sent": 0, "failed": 0}
        while rows := self._outbox.due(self._clock.now(), AT_ONCE):
            for row in rows:
                done["sent" if self._send(row) else "failed"] += 1
        return done

    def _send(self, row: OutboxRow) -> bool:
        call = row.call
        now = self._clock.now()
        try:
            connector, session = self._route(call.connection or "")
            answer = connector.perform(session, call)
        except DeliveryFailed as error:
            again = now + _pause(row.attempts) if error.error_class in RETRIED else None
            if row.attempts + 1 >= TRIES:
                again = None
            self._outbox.failed(call.id, now, error.code, again)
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            _log.exception("connection %s broke while carrying %s", call.connection, call.id)
            again = self._after_unknown(row, now)
            self._outbox.failed(call.id, now, f"OL640 {type(error).__name__}", again)
        else:
            self._outbox.sent(call.id, now, answer)
            return True
        return False

    def _after_unknown(self, row: OutboxRow, now: datetime) -> datetime | None:
        connector, _ = self._route(row.call.connection or "")
        shapes = {shape.name: shape for shape in connector.operations}
        shape = shapes.get(row.call.operation)
        keyed = shape is not None and shape.keyed
        if (row.call.irreversible and not keyed) or row.attempts + 1 >= TRIES:
            return None
        return now + _pause(row.attempts)


def _pause(attempts: int) -> timedelta:
    """Wait twice as long after each failure, up to a minute."""
    return min(FIRST * (1 << min(attempts, TRIES)), LONGEST)
