"""Working what was accepted, in a thread beside: answers never wait for it."""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from orderloom.app.application import Application
from orderloom.app.keeping import TICK_SECONDS, Keeper, Reopen, Stopping
from orderloom.flow.command import Announce, Origin
from orderloom.runtime.alarms import Watch
from orderloom.runtime.worker import Worker

AGAIN = timedelta(hours=1)
"""Of one stream, refused webhooks are told of so often, however many a stranger sends."""

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class Engine:
    """Works the inbox as soon as something is in it, and keeps the flow going as ``serve`` does.

    Args:
        app: The flow.
        reopen: Opens it under the version in force.
        reopened: Called in the thread that works, whenever another version was taken up.
    """

    def __init__(
        self, app: Application, reopen: Reopen, reopened: Callable[[Application], None]
    ) -> None:
        self._keeper = Keeper(app, reopen, reopened=reopened)
        self._woken = Event()
        self._refused: SimpleQueue[tuple[str, str, str]] = SimpleQueue()
        self._heard: SimpleQueue[str] = SimpleQueue()
        self._is_stopped = False
        self._thread = Thread(target=self._run, name="intake-work")
        self._thread.start()

    def wake(self, heard: Collection[str]) -> None:
        """Say that there is something to work, and from which connections."""
        for connection in heard:
            self._heard.put(connection)
        self._woken.set()

    def note_refused(self, connection: str, stream: str, code: str) -> None:
        """Say that a webhook was kept apart."""
        self._refused.put((connection, stream, code))
        self._woken.set()

    def close(self) -> None:
        """Write the group that is under way, and end; the rest waits for the next start."""
        self._is_stopped = True
        self._keeper.stop()
        self._woken.set()
        self._thread.join()
        self._keeper.close()

    def _run(self) -> None:
        self._keeper.tick()
        while not self._is_stopped:
            if self._woken.wait(TICK_SECONDS):
                self._woken.clear()
                self._tried(self._work)
            else:
                self._keeper.tick()

    def _tried(self, work: Callable[[], None]) -> None:
        try:
            self._keeper.followed(work)
        except Stopping:
            return
        except Exception:  # noqa: BLE001 - the next tick tries again
            _log.exception("the inbox could not be worked")

    def _work(self) -> None:
        worker = self._keeper.worker()
        app = self._keeper.app()
        for name in set(_all_of(self._heard)):
            connection = app.flow.connections.get(name)
            if connection is not None:  # the definitions may know it no longer
                watch = Watch(connection, app.stores.notes(name), worker.announce)
                watch.heard(app.clock.now())
        worker.resume()
        for refused in _all_of(self._refused):
            self._tell(app, worker, *refused)

    def _tell(
        self, app: Application, worker: Worker, connection: str, stream: str, code: str
    ) -> None:
        """Let rules know of a refused webhook, unless they were told lately."""
        now, notes = app.clock.now(), app.stores.notes(connection)
        noted = notes.get(f"unverified/{stream}")
        if noted is not None and now - datetime.fromisoformat(noted) < AGAIN:
            return
        _log.warning("webhooks to %s.%s are refused: %s", connection, stream, code)
        name = f"connection.{connection}.unverified"
        facts = {"stream": stream, "error": code}
        worker.announce(Announce(Origin(f"{name}:{now.isoformat()}"), now, name, facts))
        notes.put(f"unverified/{stream}", now.isoformat())


def _all_of(queue: "SimpleQueue[_T]") -> Iterator[_T]:
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return
