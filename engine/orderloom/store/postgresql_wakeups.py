"""Wake-ups by NOTIFY, and duties by advisory locks, on a connection of their own.

The lock falls with the connection: whoever is killed, or cut off, has no duty any more. Whoever
was cut off and does not know it yet does no harm: what is due is taken by a conditional write.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Event
from time import monotonic
from types import ModuleType
from typing import Any

CALL = "SELECT pg_notify('orderloom_' || current_schema(), '')"
"""Run inside a transaction that leaves something to do: heard once that can be seen."""
_LISTEN = 'LISTEN "{}"'
_ELECTED = "SELECT pg_try_advisory_lock(hashtext(current_schema()), hashtext(%s))"
_SECONDS_A_LOOK = 0.5


class PostgresWakeups:
    """``Wakeups`` of processes on one schema."""

    def __init__(self, driver: ModuleType, connect: Callable[[], Any]) -> None:
        self._driver = driver
        self._connect = connect
        self._stopped = Event()
        self._connection: Any = None
        self._duties: set[str] = set()

    def wait(self, seconds: float) -> bool:
        """Wait for a notification; a server that is away is tried again at the next waiting."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0 and not self._stopped.is_set():
            try:
                heard = list(
                    self._listening().notifies(timeout=min(left, _SECONDS_A_LOOK), stop_after=1)
                )
            except self._driver.Error:
                self._drop()
                self._stopped.wait(left)
                return False
            if heard:
                return True
        return False

    @property
    def is_stopped(self) -> bool:
        """Say whether nobody shall wait any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End the waiting."""
        self._stopped.set()

    def elected(self, duty: str) -> bool:
        """Take an advisory lock of the session, or make sure that it still stands."""
        try:
            if duty in self._duties:
                self._listening().execute("SELECT 1")
                return duty in self._duties
            is_ours: bool = self._listening().execute(_ELECTED, (duty,)).fetchone()[0]
        except self._driver.Error:
            self._drop()
            return False
        if is_ours:
            self._duties.add(duty)
        return is_ours

    def close(self) -> None:
        """Let all locks go, and the connection."""
        self.stop()
        if self._duties:
            with suppress(self._driver.Error):  # where it is gone, so are they
                self._listening().execute("SELECT pg_advisory_unlock_all()")
        self._drop()

    def _listening(self) -> Any:  # noqa: ANN401 - the driver's own type
        if self._connection is None:
            connection = self._connect()
            self._connection = connection
            [schema] = connection.execute("SELECT current_schema()").fetchone()
            channel = f"orderloom_{schema}".replace('"', '""')
            connection.execute(_LISTEN.format(channel))
        return self._connection

    def _drop(self) -> None:
        self._duties.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
