"""The intake as a process: its socket, its threads, and how it ends."""

import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from ipaddress import ip_address
from signal import SIGINT, SIGTERM, signal

import uvicorn

from orderloom.app.application import Application
from orderloom.app.keeping import Reopen
from orderloom.errors import OrderloomError
from orderloom.intake.accepting import Acceptor
from orderloom.intake.application import Intake
from orderloom.intake.doors import Door, Porter, doors_of
from orderloom.intake.heads import protocol
from orderloom.intake.working import Engine

MOST_CONNECTIONS = 1_000
GRACE_SECONDS = 10

_log = logging.getLogger(__name__)


def doors_at(
    app: Application, listener: socket.socket, *, may_be_none: bool = False
) -> dict[str, Door]:
    """Give the flow's doors, as far as they may stand open at this address.

    Raises:
        OrderloomError: There are none (OL771), though there must be; or others can call at one
            that nothing checks (OL769).
    """
    doors = doors_of(app)
    if not doors and not may_be_none:
        raise OrderloomError("OL771")
    unchecked = [
        f"{door.connection.id}.{door.stream.name}" for door in doors.values() if door.is_open
    ]
    if unchecked and not ip_address(listener.getsockname()[0]).is_loopback:
        raise OrderloomError("OL769", streams=", ".join(unchecked))
    return doors


def serve(  # noqa: PLR0913, PLR0917 - the parts of a process
    app: Application,
    listener: socket.socket,
    doors: Mapping[str, Door],
    base: str,
    tell: Callable[[], None],
    reopen: Reopen,
) -> None:
    """Serve until a signal stops it: requests under way are answered, what was taken is kept.

    When another version of the definitions comes in force, ``reopen`` gives the flow under it,
    with its doors.
    """
    entrance = _Entrance(listener)
    engine = Engine(app, reopen, entrance.stand)
    with closing(engine):
        acceptor = Acceptor(app.stores, engine.wake, engine.note_refused)
        with closing(acceptor):
            intake = Intake(doors, Porter(app), acceptor, app.clock.now, base)
            entrance.intake = intake
            _Server(intake, tell).run(sockets=[listener])


class _Entrance:
    """Puts the doors of another version in the place of those before."""

    def __init__(self, listener: socket.socket) -> None:
        self._is_local = ip_address(listener.getsockname()[0]).is_loopback
        self.intake: Intake | None = None

    def stand(self, app: Application) -> None:
        """Open the doors of a flow, but for those that nothing checks where others can call."""
        if self.intake is not None:
            doors = doors_of(app)
            closed = [] if self._is_local else [door for door in doors.values() if door.is_open]
            for door in closed:
                _log.error("%s stays closed: nothing says whose its webhooks are", door.path)
                del doors[door.path]
            self.intake.stand(doors, Porter(app))


class _Server(uvicorn.Server):
    """Uvicorn without words of its own, that says when it answers."""

    def __init__(self, intake: Intake, tell: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                intake,
                http=protocol(),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._tell = tell

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End by itself at a signal; uvicorn would raise it again and cut our own end short."""
        before = {each: signal(each, self.handle_exit) for each in (SIGINT, SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal(each, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._tell()
