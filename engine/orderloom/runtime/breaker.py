"""Leaving a peer alone that fails every call: one call knocks now and then, the others wait.

How a connection stands is in its notes, so that the next process does not begin to hammer again.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec import Struct

from orderloom.definition.connection import Retry
from orderloom.errors import DeliveryFailed
from orderloom.ports import Notebook
from orderloom.runtime.alarms import Watch
from orderloom.runtime.pauses import asked_pause, pause

OPENS_AFTER = 5
"""So many calls in a row that failed for now, whichever they were."""

RETRIED = frozenset({"transient", "throttled"})
"""Classes of what may work later: the peer's state, not the call's."""

_NOTE = "breaker"


class Breaker(Struct, frozen=True, omit_defaults=True):
    """Calls in a row that failed, and until when the connection is left alone after them.

    ``since`` is when the first of them failed.
    """

    failures: int = 0
    since: datetime | None = None
    until: datetime | None = None


_CLOSED = Breaker()


def breaker_noted(notes: Notebook) -> Breaker:
    """Give how a connection's breaker stands."""
    noted = notes.get(_NOTE)
    return _CLOSED if noted is None else msgspec.json.decode(noted, type=Breaker)


class Breakers:
    """The breakers of all connections, during one round of deliveries.

    Open, nothing is tried. Once the pause is over the next call is a probe: if it fails for now
    the pause begins again, longer, as the connection's ``retry`` says; whatever else becomes of it
    shows that the peer is there.

    Args:
        notes: Connection id to what it remembers.
        watch: Connection id to who tells that it is down, and up again; None: nobody does.
    """

    def __init__(
        self,
        notes: Callable[[str], Notebook],
        watch: Callable[[str], Watch | None] = lambda _: None,
    ) -> None:
        self._notes = notes
        self._watch = watch
        self._seen: dict[str, Breaker] = {}

    def is_open(self, connection: str, now: datetime) -> bool:
        """Say whether a connection is left alone now."""
        until = self._read(connection).until
        return until is not None and now < until

    def failed(self, connection: str, retry: Retry, error: DeliveryFailed, now: datetime) -> None:
        """Note a call that failed."""
        if error.error_class not in RETRIED:
            self.answered(connection, now)
            return
        before = self._read(connection)
        failures, since = before.failures + 1, before.since or now
        until = None
        if failures >= OPENS_AFTER:
            lasting = pause(retry, failures - OPENS_AFTER + 1, 1.0)
            until = now + max(lasting, asked_pause(error, now))
        self._write(connection, Breaker(failures, since, until))
        if until is not None and (watch := self._watch(connection)) is not None:
            watch.calls_rest(error.code, since, now)

    def answered(self, connection: str, now: datetime) -> None:
        """Note that the peer answered, be it a refusal."""
        if self._read(connection) == _CLOSED:
            return
        self._write(connection, _CLOSED)
        if (watch := self._watch(connection)) is not None:
            watch.calls_go(now)

    def _read(self, connection: str) -> Breaker:
        if connection not in self._seen:
            self._seen[connection] = breaker_noted(self._notes(connection))
        return self._seen[connection]

    def _write(self, connection: str, breaker: Breaker) -> None:
        self._seen[connection] = breaker
        self._notes(connection).put(_NOTE, msgspec.json.encode(breaker).decode())
