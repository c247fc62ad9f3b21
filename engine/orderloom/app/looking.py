"""Looking at a flow that other processes keep going; nothing is written by it."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Lock

from orderloom.app.application import Application
from orderloom.app.keeping import ROLES, Reopen
from orderloom.app.status import Status, status_of
from orderloom.app.troubles import kept_troubles

FRESH = timedelta(seconds=1)
"""So old a picture may be: readers who ask at once share one."""


class Window:
    """Gives the newest picture of a flow; may be asked by several threads.

    Args:
        app: The flow.
        reopen: Opens it under the version in force.
    """

    def __init__(self, app: Application, reopen: Reopen) -> None:
        self._app = app
        self._reopen = reopen
        self._opened = ExitStack()
        self._lock = Lock()
        self._taken_at: datetime | None = None
        self._status = status_of(app)

    def status(self) -> Status:
        """Take a picture, unless the last one is fresh."""
        with self._lock:
            now = self._app.clock.now()
            if self._taken_at is None or not self._taken_at <= now < self._taken_at + FRESH:
                self._look()
                self._taken_at = now
            return self._status

    def close(self) -> None:
        """Let go what was opened meanwhile."""
        self._opened.close()

    def _look(self) -> None:
        if self._app.is_overtaken():
            self._opened.close()
            self._app = self._opened.enter_context(self._reopen())
        self._status = status_of(self._app, kept_troubles(self._app, ROLES))
