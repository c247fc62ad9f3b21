"""Keeping a flow going: ring what is due, poll, deliver, look how it stands, again and again."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from orderloom.app.application import Application, open_application
from orderloom.app.inputs import pollable, reachable
from orderloom.app.polling import Rounds
from orderloom.app.running import deliver, run
from orderloom.app.status import Status, status_of
from orderloom.errors import OrderloomError
from orderloom.runtime.scheduler import ticking

TICK_SECONDS = 3

_log = logging.getLogger(__name__)

Reopen = Callable[[], AbstractContextManager[Application]]

Trouble = tuple[str, Mapping[str, str]]


class Keeper:
    """Rings timers, runs schedules, polls all connections, delivers the outbox.

    One failing part stops no other. Its picture of the flow is as old as the last tick, and can
    be read by any thread. When another version of the definitions comes in force it goes on under
    that.

    Attributes:
        ticked_at: When the last round ended.

    Args:
        app: The flow.
        reopen: Opens it under the version in force; None: there is only one.
    """

    def __init__(self, app: Application, reopen: Reopen | None = None) -> None:
        self._app = app
        self._reopen = reopen
        self._opened = ExitStack()
        self._rounds = Rounds(app)
        self._status = status_of(app)
        self.ticked_at = app.clock.now()

    def app(self) -> Application:
        """Give the flow under the version that is in force now."""
        if self._reopen is not None and self._app.is_overtaken():
            self._opened.close()
            self._app = self._opened.enter_context(self._reopen())
            self._rounds = Rounds(self._app)
        return self._app

    def current(self) -> Application:
        """Give the flow as it was opened last, for any thread to read."""
        return self._app

    def close(self) -> None:
        """Let go what was opened meanwhile."""
        self._opened.close()

    def status(self) -> Status:
        """Give the newest picture."""
        return self._status

    def tick(self) -> None:
        """Do one round; whatever goes wrong is logged and shown, never raised."""
        before = self._status.troubles
        troubles: list[Trouble] = _tried(self.app)
        troubles += _tried(partial(run, self._app, []))
        for connection in pollable(self._app.flow):
            troubles += _tried(partial(self._rounds.poll, connection))
        troubles += _tried(partial(deliver, self._app))
        for connection in reachable(self._app.flow):
            troubles += _tried(partial(self._rounds.look, connection))
        if tuple(troubles) != before:
            for code, facts in troubles:
                _log.warning("%s %s", code, dict(facts))
        try:
            self._status = status_of(self._app, troubles)
        except Exception:  # noqa: BLE001 - the page shows the last picture meanwhile
            _log.exception("the status could not be taken")
        self.ticked_at = self._app.clock.now()


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
    folder: Path, store_url: str, environment: str | None, *, seconds: int = TICK_SECONDS
) -> Iterator[Keeper]:
    """Open a flow, keep it going in the background, and close it at the end.

    Raises:
        DefinitionInvalid: The flow has errors.
        StoreUnusable: The store cannot be opened.
    """
    with open_application(folder, store_url, environment=environment) as app:
        keeper = Keeper(app, reopening(folder, store_url, environment))
        with closing(keeper), ticking(keeper.tick, seconds):
            yield keeper


def reopening(folder: Path, store_url: str, environment: str | None) -> Reopen:
    """Give what opens a flow under the version that its store works under."""
    return partial(open_application, folder, store_url, environment=environment, follows=True)
