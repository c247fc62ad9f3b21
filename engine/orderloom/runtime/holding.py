"""Having a call for oneself while it is sent: nobody else may send it, or overtake it."""

import logging
from datetime import timedelta
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from orderloom.ports import Clock, Outbox, OutboxRow

LEASE = timedelta(minutes=2)
"""So long a call waits for whoever was sending it and died."""

_KEPT_IN_TIME = 3
"""A call is kept for longer so often within a lease."""

_log = logging.getLogger(__name__)


class Holding:
    """A call that was taken and is being sent, however long that takes.

    No deadline is known that holds for all of it: a connector may ask several times, and wait for
    its turn. So a thread keeps the call, and a lease needs to be no longer than a process may
    stand still. Left by an error, the call stays taken: who knows what arrived.

    Args:
        outbox: Where it waits.
        row: It, as it was taken.
        clock: Says until when it is kept.
        lease: For how long it is kept each time.
    """

    def __init__(self, outbox: Outbox, row: OutboxRow, clock: Clock, lease: timedelta) -> None:
        self._outbox = outbox
        self._row = row
        self._clock = clock
        self._lease = lease
        self._guard = Lock()
        self._over = Event()
        self._keeper = Thread(target=self._keep_on, name=f"hold {row.call.id}", daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.rest()

    def keep(self) -> bool:
        """Keep the call for another lease; False: it is somebody else's by now."""
        with self._guard:
            kept = self._outbox.keep(self._row, self._clock.now() + self._lease)
            if kept is None:
                return False
            self._row = kept
            return True

    def rest(self) -> OutboxRow:
        """Keep the call no longer, and give how it stands."""
        self._over.set()
        self._keeper.join()
        return self._row

    def _keep_on(self) -> None:
        pause = self._lease.total_seconds() / _KEPT_IN_TIME
        while not self._over.wait(pause):
            try:
                if not self.keep():
                    return
            except Exception:  # noqa: BLE001 - the store may be busy; there is another turn
                _log.exception("the call %s could not be kept", self._row.call.id)
