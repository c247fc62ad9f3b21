"""Raw messages of connections: purged when their time is over, replayed while they are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from orderloom.app.application import Application
from orderloom.app.inputs import connection_named
from orderloom.errors import MessageRejected, OrderloomError
from orderloom.foresight.dry_desk import DryDesk
from orderloom.runtime.tally import Tally

_PURGED = "purged"
_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How it went.

    Attributes:
        tally: What became of the items that were tried again.
        lost: Messages whose bytes are no longer there, and why.
    """

    tally: Tally
    lost: tuple[OrderloomError, ...]


def purge(app: Application, *, for_real: bool) -> Mapping[str, int]:
    """Take away raw messages older than ``keep_raw``; give the numbers by connection.

    What is not worked to its end, quarantined or parked is never taken away.
    """
    now, inbox = app.clock.now(), app.stores.inbox
    return {
        connection.id: inbox.purge(connection.id, now - connection.keep_raw)
        if for_real
        else len(inbox.outdated(connection.id, now - connection.keep_raw))
        for connection in app.flow.connections.values()
    }


def purge_daily(app: Application) -> None:
    """Do as ``purge`` with each connection for which a day has passed since the last time."""
    now = app.clock.now()
    for connection in app.flow.connections.values():
        notes = app.stores.notes(connection.id)
        noted = notes.get(_PURGED)
        if noted is not None and now - datetime.fromisoformat(noted) < _EVERY:
            continue
        app.stores.inbox.purge(connection.id, now - connection.keep_raw)
        notes.put(_PURGED, now.isoformat())


def replay(
    app: Application, *, message: str | None, connection: str | None, for_real: bool
) -> Replayed:
    """Try what was quarantined once more, from the bytes as they were received.

    What was taken is not worked again, so that nothing is doubled.

    Args:
        app: The flow and its store.
        message: Only this message; None: all.
        connection: Only what came by this connection; None: by any, or by hand.
        for_real: Whether anything is written.

    Raises:
        OrderloomError: There is no such connection, or no such message (OL626).
    """
    source = None if connection is None else connection_named(app.flow, connection).id
    if message is not None and app.stores.inbox.standing(message) is None:
        raise MessageRejected("OL626", message=message)
    desk = app.live_desk() if for_real else DryDesk(app.stores)
    worker, lost = app.worker(desk), []
    worker.begin(app.clock.now())
    worker.resume()
    worker.tally = Tally()
    for message_id in app.stores.inbox.quarantined(source):
        if message in (None, message_id):
            try:
                worker.replay(message_id)
            except MessageRejected as error:
                lost.append(error)
    return Replayed(tally=worker.tally, lost=tuple(lost))
