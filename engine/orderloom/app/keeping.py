"""Keeping a flow going: ring what is due, poll, deliver, look how it stands, again and again."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Literal

from orderloom.app.application import Application, open_application
from orderloom.app.inputs import pollable, reachable
from orderloom.app.polling import Rounds
from orderloom.app.running import attend, deliver, ring, run
from orderloom.app.status import Status, Trouble, status_of
from orderloom.app.troubles import keep_troubles
from orderloom.errors import OrderloomError, StoreUnusable
from orderloom.flow.command import Announce, Answer
from orderloom.flow.decision import Batch, Settlement
from orderloom.flow.message import Message
from orderloom.runtime.scheduler import ticking
from orderloom.runtime.worker import Worker

TICK_SECONDS = 3

Duty = Literal["work", "schedule", "deliver"]
DUTIES: frozenset[Duty] = frozenset({"work", "schedule", "deliver"})
"""Work messages and jobs; ring timers, run schedules, poll and probe; send what waits."""

ROLES = ("all", *sorted(DUTIES))
"""The names under which processes keep what troubles them."""

_log = logging.getLogger(__name__)

Reopen = Callable[[], AbstractContextManager[Application]]


class Stopping(BaseException):
    """The process shall end, and nothing is under way at this point.

    No error: whoever tries what went wrong again, or lets others go on, must let it pass.
    """


class Keeper:
    """Rings timers, runs schedules, polls all connections, delivers the outbox.

    One failing part stops no other. Its picture of the flow is as old as the last tick, and can
    be read by any thread. When another version of the definitions comes in force it goes on under
    that: what was decided under the one before, and not written yet, is decided again.

    Args:
        app: The flow.
        reopen: Opens it under the version in force; None: there is only one.
        duties: Which part of the work is its own.
        reopened: Called with the flow whenever another version was taken up.
    """

    def __init__(
        self,
        app: Application,
        reopen: Reopen | None = None,
        duties: frozenset[Duty] = DUTIES,
        reopened: Callable[[Application], None] = lambda _: None,
    ) -> None:
        self._app = app
        self._reopen = reopen
        self._duties = duties
        self._role = "all" if duties == DUTIES else "+".join(sorted(duties))
        self._reopened = reopened
        self._opened: list[ExitStack] = []
        self._rounds = Rounds(app)
        self._is_stopped = Event()
        self._status = status_of(app)

    def app(self) -> Application:
        """Give the flow under the version that is in force now."""
        if self._reopen is not None and self._app.is_overtaken():
            opened = ExitStack()
            self._app = opened.enter_context(self._reopen())
            self._opened.append(opened)
            self._rounds = Rounds(self._app)
            self._reopened(self._app)
        return self._app

    def worker(self) -> Worker:
        """Give a worker under the version that is in force now; it ends at a stop."""
        app = self.app()
        return app.worker(app.live_desk(), self.pass_on)

    def stop(self) -> None:
        """Ask to end: from now on, whatever commits ends after it, and no call begins."""
        self._is_stopped.set()

    def close(self) -> None:
        """Let go what was opened meanwhile."""
        for opened in self._opened:
            opened.close()
        self._opened.clear()

    def status(self) -> Status:
        """Give the newest picture."""
        return self._status

    def pass_on(self, _: Batch | None = None) -> None:
        """Go on, unless the process shall end.

        Raises:
            Stopping: It shall.
        """
        if self._is_stopped.is_set():
            raise Stopping

    def tick(self) -> None:
        """Do one round; whatever goes wrong is logged and shown, never raised."""
        before = self._status.troubles
        troubles: list[Trouble] = _tried(self.app)
        self._let_go()
        try:
            for part in self._parts():
                self.pass_on()
                troubles += _tried(partial(self.followed, part))
        except Stopping:
            return
        if tuple(troubles) != before:
            for code, facts in troubles:
                _log.warning("%s %s", code, dict(facts))
        try:
            self._status = status_of(self._app, troubles)
            keep_troubles(self._app, self._role, troubles)
        except Exception:  # noqa: BLE001 - the page shows the last picture meanwhile
            _log.exception("the status could not be taken")

    def followed(self, work: Callable[[], object]) -> None:
        """Do something, and once more where another version came in force meanwhile."""
        try:
            work()
        except StoreUnusable as error:
            if error.code != "OL692" or self._reopen is None:
                raise
            self.app()
            work()

    def _parts(self) -> Iterator[Callable[[], object]]:
        duties = self._duties
        if duties >= {"work", "schedule"}:
            yield lambda: run(self._app, [], self.pass_on)
        elif "work" in duties:
            yield lambda: attend(self._app, self.pass_on)
        elif "schedule" in duties:
            yield lambda: ring(self._app, self.pass_on)
        if "schedule" in duties:
            for connection in pollable(self._app.flow):
                yield partial(self._polled, connection)
        if "deliver" in duties:
            yield self._delivered
        if "schedule" in duties:
            for connection in reachable(self._app.flow):
                yield partial(self._looked, connection)

    def _polled(self, connection: str) -> None:
        if connection in self._app.flow.connections:
            self._rounds.poll(connection, self.pass_on)

    def _looked(self, connection: str) -> None:
        if connection in self._app.flow.connections:
            self._rounds.look(connection)

    def _delivered(self) -> None:
        deliver(self._app, _Following(self), is_stopping=self._is_stopped.is_set)

    def _let_go(self) -> None:
        """Close what was opened for versions before; nothing is under way there any more."""
        for opened in self._opened[:-1]:
            opened.close()
        del self._opened[:-1]


class _Following:
    """Decides what comes of calls under the version that is in force when it comes.

    What was sent and answered must be settled, also where a deploy falls between.
    """

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def hear(self, answer: Answer, settlement: Settlement) -> None:
        """Decide what an answer leads to."""
        self._keeper.followed(lambda: self._worker().hear(answer, settlement))

    def announce(self, command: Announce) -> None:
        """Tell rules what happened to a connection."""
        self._keeper.followed(lambda: self._worker().announce(command))

    def take(self, message: Message) -> None:
        """Take what a call answered as a message."""
        self._keeper.followed(lambda: self._worker().take(message))

    def _worker(self) -> Worker:
        app = self._keeper.app()
        return app.worker(app.live_desk())


def _tried(work: Callable[[], object]) -> list[Trouble]:
    """Do something and give what went wrong, if anything did."""
    try:
        work()
    except OrderloomError as error:
        return [(error.code, error.facts)]
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything
        _log.exception("a part of the background work failed")
        return [("OL679", {"error": type(error).__name__})]
    return []


@contextmanager
def kept_going(
    folder: Path,
    store_url: str,
    environment: str | None,
    *,
    seconds: int = TICK_SECONDS,
    duties: frozenset[Duty] = DUTIES,
) -> Iterator[Keeper]:
    """Open a flow, keep it going in the background, and close it at the end.

    Raises:
        DefinitionInvalid: The flow has errors.
        StoreUnusable: The store cannot be opened.
    """
    with open_application(folder, store_url, environment=environment) as app:
        keeper = Keeper(app, reopening(folder, store_url, environment), duties)
        with closing(keeper), ticking(keeper.tick, seconds):
            try:
                yield keeper
            finally:
                keeper.stop()


def reopening(folder: Path, store_url: str, environment: str | None) -> Reopen:
    """Give what opens a flow under the version that its store works under."""
    return partial(open_application, folder, store_url, environment=environment, follows=True)
