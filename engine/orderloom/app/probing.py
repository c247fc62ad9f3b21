"""Trying a connection out, on the very way that a run takes, without taking anything."""

from dataclasses import dataclass

from orderloom.app.application import Application
from orderloom.app.inputs import connection_named
from orderloom.definition.connection import Connection, Stream
from orderloom.errors import MessageRejected, OrderloomError
from orderloom.flow.message import FailedItem, Message, message_id
from orderloom.foresight.dry_notes import DryNotebook
from orderloom.ports import Connector, ReceivedFile, Session

MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What the first answer of a stream was.

    Attributes:
        stream: Its name.
        name: The answer's name; None: nothing is there at the moment.
        size: Its bytes.
        items: How many items its mapping makes of it.
        faults: Codes with facts of those that it cannot take, the first few.
        error: Why there was no answer.
    """

    stream: str
    name: str | None = None
    size: int = 0
    items: int = 0
    faults: tuple[OrderloomError, ...] = ()
    error: OrderloomError | None = None

    @property
    def is_fine(self) -> bool:
        """Say whether it can be polled and read."""
        return self.error is None and not self.faults


def probe(app: Application, name: str) -> list[Probe]:
    """Ask every stream of a connection for its first answer; nothing is taken or remembered.

    One without streams is asked for nothing: its address and its secret are looked up.

    Raises:
        OrderloomError: There is no such connection, or it cannot be used at all.
    """
    connection = connection_named(app.flow, name)
    notes = DryNotebook(app.stores.notes(connection.id))
    connector, session = app.switchboard.route(connection.id, lambda _: notes)
    return [_probed(app, connection, connector, session, each) for each in _streams(connection)]


def _streams(connection: Connection) -> list[Stream]:
    return [stream for stream in connection.streams.values() if stream.is_polled]


def _probed(
    app: Application,
    connection: Connection,
    connector: Connector,
    session: Session,
    stream: Stream,
) -> Probe:
    try:
        file = next(iter(connector.poll(session, stream.name)), None)
    except OrderloomError as error:
        return Probe(stream=stream.name, error=error)
    if file is None:
        return Probe(stream=stream.name)
    return _read(app, connection, stream, file)


def _read(app: Application, connection: Connection, stream: Stream, file: ReceivedFile) -> Probe:
    message = Message(
        message_id(stream.mapping, connection.id, file.name, file.body),
        stream.mapping,
        file.name,
        file.body,
        app.clock.now(),
        connection.id,
        connection.zone,
    )
    items = 0
    faults: list[OrderloomError] = []
    try:
        for item in app.splitter.split(message, 0):
            items += 1
            if isinstance(item, FailedItem) and len(faults) < MOST_TOLD:
                faults += [OrderloomError(each.code, **each.facts) for each in item.faults]
    except MessageRejected as error:
        faults.append(error)
    size = len(file.body)
    return Probe(stream=stream.name, name=file.name, size=size, items=items, faults=tuple(faults))
