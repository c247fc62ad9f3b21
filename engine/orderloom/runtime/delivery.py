"""The deliverer: outbox row → connector → answer. The only one who speaks to the outside."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from orderloom.errors import DeliveryFailed, OutcomeUnknown, OutgoingStopped
from orderloom.ports import Clock, Connector, Outbox, OutboxRow, Session, Switch

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

    An irreversible call whose outcome is unknown (the connector broke in the middle, or no answer
    came) and whose peer honours no key is not tried again: it stays for a person to see. While all
    outgoing calls are stopped, nothing is tried and nothing counts as a try.
    """

    def __init__(self, outbox: Outbox, route: Route, clock: Clock, switch: Switch) -> None:
        self._outbox = outbox
        self._route = route
        self._clock = clock
        self._switch = switch

    def deliver(self) -> Mapping[str, int]:
        """Send everything that is due now; give the numbers of calls sent and failed."""
        done = {"sent": 0, "failed": 0}
        # A connector that is stopped in the middle leaves its call as it waits.
        with suppress(OutgoingStopped):
            while rows := self._outbox.due(self._clock.now(), AT_ONCE):
                for row in rows:
                    if self._switch.is_stopped():
                        return done
                    done["sent" if self._send(row) else "failed"] += 1
        return done

    def _send(self, row: OutboxRow) -> bool:
        call = row.call
        now = self._clock.now()
        keyed = False
        try:
            connector, session = self._route(call.connection or "")
            keyed = any(each.keyed for each in connector.operations if each.name == call.operation)
            answer = connector.perform(session, call)
        except OutgoingStopped:
            raise
        except DeliveryFailed as error:
            is_safe = keyed or not call.irreversible or not isinstance(error, OutcomeUnknown)
            again = is_safe and error.error_class in RETRIED
            self._outbox.failed(call.id, now, error.code, self._again_at(row, now, again=again))
        except Exception:  # noqa: BLE001 - a plugin may raise anything: who knows what arrived
            _log.exception("connection %s broke while carrying %s", call.connection, call.id)
            again = keyed or not call.irreversible
            self._outbox.failed(call.id, now, "OL640", self._again_at(row, now, again=again))
        else:
            self._outbox.sent(call.id, now, answer)
            return True
        return False

    @staticmethod
    def _again_at(row: OutboxRow, now: datetime, *, again: bool) -> datetime | None:
        return now + _pause(row.attempts) if again and row.attempts + 1 < TRIES else None


def _pause(attempts: int) -> timedelta:
    """Wait twice as long after each failure, up to a minute."""
    return min(FIRST * (1 << min(attempts, TRIES)), LONGEST)
