"""The probe of an alarm: asking a connection for something on purpose, on the way of all work."""

import logging
from datetime import datetime

from orderloom.app.application import Application
from orderloom.app.probing import probe
from orderloom.definition.connection import Connection
from orderloom.errors import OrderloomError, OutgoingStopped
from orderloom.flow.effect import Call
from orderloom.runtime.alarms import health_noted

BROKEN = "OL679"
NOT_ARRIVED = "OL931"

_log = logging.getLogger(__name__)


def probe_error(app: Application, connection: Connection, last: datetime) -> str | None:
    """Ask a connection, and give the code of what went wrong; None: it answers.

    Where everything comes by webhook, what was asked for last must have arrived since ``last``.

    Raises:
        OutgoingStopped: Nothing may leave now.
    """
    try:
        if connection.alarm.ask is None:
            errors = [each.error for each in probe(app, connection.id) if each.error is not None]
            return errors[0].code if errors else None
        _ask(app, connection, connection.alarm.ask)
    except OutgoingStopped:
        raise
    except OrderloomError as error:
        return error.code
    except Exception:  # noqa: BLE001 - a plugin may raise anything
        _log.exception("connection %s broke while it was probed", connection.id)
        return BROKEN
    return NOT_ARRIVED if _is_missed(app, connection, last) else None


def _ask(app: Application, connection: Connection, operation: str) -> None:
    connector, session = app.switchboard.route(connection.id)
    now = app.clock.now()
    name = f"probe:{connection.id}:{now.isoformat()}"
    connector.perform(
        session,
        Call(
            id=name,
            at=now,
            connection=connection.id,
            operation=operation,
            payload={},
            key=name,
            irreversible=False,
            record_id=None,
        ),
    )


def _is_missed(app: Application, connection: Connection, last: datetime) -> bool:
    """Say whether what the last probe asked for should have come by webhook, and did not."""
    streams = connection.streams.values()
    if not streams or any(each.is_polled for each in streams) or last == app.clock.now():
        return False
    health = health_noted(app.stores.notes(connection.id))
    return health is None or health.heard <= last
