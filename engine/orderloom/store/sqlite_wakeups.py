"""Wake-ups over a file: its count of commits is looked at, several times a second."""

from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

_LOOKS_A_SECOND = 20
_NEWEST = (
    "SELECT (SELECT max(rowid) FROM inbox), (SELECT max(seq) FROM outbox), "
    "(SELECT max(seq) FROM jobs)"
)


class SqliteWakeups:
    """``Wakeups`` of processes on one file."""

    def __init__(self, driver: ModuleType, path: str) -> None:
        self._driver = driver
        self._path = path
        self._stopped = Event()
        self._reading: Any = None
        self._commits: int | None = None
        self._newest: tuple[int | None, ...] = ()
        self._duties: dict[str, Any] = {}

    def wait(self, seconds: float) -> bool:
        """Wait until another connection has committed something."""
        for _ in range(max(1, round(seconds * _LOOKS_A_SECOND))):
            if self._stopped.wait(1 / _LOOKS_A_SECOND):
                return False
            try:
                if self._has_more():
                    return True
            except self._driver.OperationalError:  # somebody writes: the next look says it
                continue
        return False

    @property
    def is_stopped(self) -> bool:
        """Say whether nobody shall wait any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End the waiting."""
        self._stopped.set()

    def elected(self, duty: str) -> bool:
        """Take the lock on a file of the duty's own, which falls with the process."""
        if duty in self._duties:
            return True
        path = Path(f"{self._path}.{duty}.lock")
        lock = self._driver.connect(
            str(path), timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except self._driver.OperationalError:  # another has it, or no file can be made here
            lock.close()
            return False
        self._duties[duty] = lock
        return True

    def close(self) -> None:
        """Let all locks go."""
        self.stop()
        for lock in self._duties.values():
            lock.close()
        self._duties.clear()
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _has_more(self) -> bool:
        """Say whether there is more of what waits than at the last look, after others' commits."""
        if self._reading is None:
            self._reading = self._driver.connect(
                self._path, isolation_level=None, check_same_thread=False
            )
        [commits] = self._reading.execute("PRAGMA data_version").fetchone()
        if commits == self._commits:
            return False
        first, self._commits = self._commits is None, commits
        before, self._newest = self._newest, self._reading.execute(_NEWEST).fetchone()
        return not first and any(
            now is not None and (was is None or now > was)
            for now, was in zip(self._newest, before, strict=True)
        )
