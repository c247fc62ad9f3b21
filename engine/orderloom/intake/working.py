"""Working what was accepted, in a thread beside: answers never wait for it."""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import NamedTuple, TypeVar

from orderloom.app.application import Application
from orderloom.app.keeping import TICK_SECONDS, Keeper, Reopen
from orderloom.app.lookout import Lookout
from orderloom.errors import StoreUnusable
from orderloom.flow.command import Announce, Origin
from orderloom.runtime.alarms import Watch
from orderloom.runtime.worker import Worker

AGAIN = timedelta(hours=1)
"""Of one stream, refused webhooks are told of so often, however many a stranger sends."""

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class Watching(NamedTuple):
    """Who may look: who shows the token, else this computer where nobody else gets to."""

    token: str | None
    is_local: bool


class Engine:
    """Works the inbox as soon as something is in it, and keeps the flow going as ``serve`` does."""

    def __init__(self, app: Application, reopen: Reopen) -> None:
        self._keeper = Keeper(app, reopen)
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

    def lookout(self, watching: Watching) -> Lookout:
        """Give what answers those who watch."""
        keeper = self._keeper
        return Lookout(
            keeper.current, lambda: keeper.ticked_at, watching.token, is_local=watching.is_local
        )

    def close(self) -> None:
        """Finish what is under way, and end."""
        self._is_stopped = True
        self._woken.set()
        self._thread.join()
        self._keeper.close()

    def _run(self) -> None:
        self._keeper.tick()
        while not self._is_stopped:
            if self._woken.wait(TICK_SECONDS):
                self._woken.clear()
                _tried(self._work)
            else:
                self._keeper.tick()

    def _work(self) -> None:
        app = self._keeper.app()
        worker = app.worker(app.live_desk())
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


def _tried(work: Callable[[], None]) -> None:
    """Work; if another version came in force meanwhile, once more, under that."""
    for last in (False, True):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the next tick tries again
            if last or not (isinstance(error, StoreUnusable) and error.code == "OL692"):
                _log.exception("the inbox could not be worked")
                return
        else:
            return
