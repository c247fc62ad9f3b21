"""Polling what is due, leaving alone for a while what failed, and telling what stays down."""

from datetime import datetime
from typing import NamedTuple

from orderloom.app.application import Application
from orderloom.app.failed_calls import POLL, keep_failed
from orderloom.app.knocking import probe_error
from orderloom.declarative.tokens import token_expiring
from orderloom.definition.connection import Connection
from orderloom.errors import DeliveryFailed, OrderloomError, OutgoingStopped
from orderloom.flow.command import Announce, Origin
from orderloom.ports import Connector, ReceivedFile, Session
from orderloom.runtime.alarms import Watch
from orderloom.runtime.due_streams import due_streams
from orderloom.runtime.pauses import asked_pause, pause
from orderloom.runtime.poller import Poller
from orderloom.runtime.worker import Progress, Worker

BROKEN = "OL679"
_TOLD = "token_expiring_told"


class Rest(NamedTuple):
    """A connection is left alone until an instant, after so many failures in a row."""

    failures: int
    until: datetime
    error: Exception


class Rounds:
    """Polls connections, again and again.

    One that failed rests as its ``retry`` says, longer each time: nobody knocks at a broken door
    every few seconds. Meanwhile its error stands.
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._resting: dict[str, Rest] = {}

    def poll(self, connection_id: str, progress: Progress = lambda _: None) -> int:
        """Poll the streams of a connection that are due, and give the number of files.

        ``progress`` is called after every commit.

        Raises:
            DeliveryFailed: It failed, now or lately.
        """
        app, now = self._app, self._app.clock.now()
        connection = app.flow.connections[connection_id]
        rest = self._resting.get(connection_id)
        worker = app.worker(app.live_desk(), progress)
        watch = Watch(connection, app.stores.notes(connection_id), worker.announce)
        if rest is not None and now < rest.until:
            watch.look(now)
            raise rest.error
        try:
            files = self._polled(connection, worker, now)
        except OutgoingStopped:
            raise
        except Exception as error:
            if not _is_its_own(error):
                raise
            failures = 1 if rest is None else rest.failures + 1
            self._resting[connection_id] = _rest(connection, failures, now, error)
            watch.failed(error.code if isinstance(error, OrderloomError) else BROKEN, now)
            raise
        self._resting.pop(connection_id, None)
        if files is None:
            watch.look(now)
        else:
            watch.polled(files, now)
        return files or 0

    def look(self, connection_id: str) -> None:
        """See after a connection, whether it is polled or not: its token, its silence, its probe.

        Raises:
            OutgoingStopped: A probe is due, and nothing may leave.
        """
        app, now = self._app, self._app.clock.now()
        connection = app.flow.connections[connection_id]
        worker = app.worker(app.live_desk())
        _tell_expiring(app, connection, worker, now)
        watch = Watch(connection, app.stores.notes(connection_id), worker.announce)
        watch.look(now)
        if (last := watch.probe_due(now)) is not None:
            watch.probed(probe_error(app, connection, last), now)

    def _polled(self, connection: Connection, worker: Worker, now: datetime) -> int | None:
        """Poll what is due; None when nothing is."""
        app = self._app
        notes = app.stores.notes(connection.id)
        due = due_streams(connection, notes, now, app.flow.zone)
        if not due:
            return None
        connector, session = app.switchboard.route(connection.id)
        try:
            return Poller(worker, app.clock, _acknowledge).poll(connection, connector, session, due)
        except OutgoingStopped:
            raise
        except Exception as error:
            if _is_its_own(error):
                keep_failed(app, session, error, POLL)
            raise


def _tell_expiring(app: Application, connection: Connection, worker: Worker, now: datetime) -> None:
    """Tell once of each token that will run out because it cannot be refreshed.

    The note follows the event: a process that is killed between the two tells it again.
    """
    notes = app.stores.notes(connection.id)
    expiring = token_expiring(notes, now)
    if expiring is None or notes.get(_TOLD) == expiring.until.isoformat():
        return
    name, until = f"connection.{connection.id}.expiring", expiring.until
    facts = {"until": until, "error": expiring.error}
    worker.announce(Announce(Origin(f"{name}:{until.isoformat()}"), now, name, facts))
    notes.put(_TOLD, until.isoformat())


def _acknowledge(connector: Connector, session: Session, stream: str, file: ReceivedFile) -> None:
    connector.taken(session, stream, file)


def _is_its_own(error: Exception) -> bool:
    """Say whether an error is the connection's, rather than the store's or the flow's."""
    return isinstance(error, DeliveryFailed) or not isinstance(error, OrderloomError)


def _rest(connection: Connection, failures: int, now: datetime, error: Exception) -> Rest:
    lasting = pause(connection.retry, failures, 1.0)
    if isinstance(error, DeliveryFailed):
        lasting = max(lasting, asked_pause(error, now))
    return Rest(failures, now + lasting, error)
