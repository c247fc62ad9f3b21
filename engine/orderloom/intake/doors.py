"""The addresses at which platforms call, and how each is checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orderloom.app.application import Application
from orderloom.app.secrets import previous_of
from orderloom.declarative.connector import DeclaredConnector
from orderloom.declarative.webhooks import Checker, Heard, Secret
from orderloom.definition.connection import Connection, Stream
from orderloom.definition.webhook import Verify
from orderloom.errors import DeliveryFailed, WebhookRefused
from orderloom.flow.message import Message, message_id
from orderloom.flow.webhook import Arrival

PREFIX = "/webhooks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One address: a stream of a connection.

    Attributes:
        checker: None: nothing says whose the webhooks are.
        is_here: Whether the connection has an address in this environment.
    """

    connection: Connection
    stream: Stream
    checker: Checker | None
    is_here: bool

    @property
    def path(self) -> str:
        """Give where it stands."""
        return f"{PREFIX}/{self.connection.id}/{self.stream.name}"

    @property
    def is_open(self) -> bool:
        """Say whether anybody may bring anything: nothing checks it."""
        return self.checker is None and self.is_here

    @property
    def verify(self) -> Verify | None:
        """Give how it is checked."""
        return None if self.checker is None else self.checker.verify


def doors_of(app: Application) -> dict[str, Door]:
    """Give every address of the flow, by path, also those that are closed in this environment."""
    return {door.path: door for door in _doors(app)}


def _doors(app: Application) -> Iterator[Door]:
    for connection in app.flow.connections.values():
        connector = app.connectors[connection.connector]
        feeds = connector.definition.streams if isinstance(connector, DeclaredConnector) else {}
        for stream in connection.streams.values():
            if not stream.webhook:
                continue
            feed = feeds.get(stream.name)
            verify = None if feed is None else feed.verify
            yield Door(
                connection=connection,
                stream=stream,
                checker=_checker(verify, connection),
                is_here=app.flow.environment in connection.environments,
            )


def _checker(verify: Verify | None, connection: Connection) -> Checker | None:
    return None if verify is None else Checker(verify, connection.id, connection.zone)


class Porter:
    """Says whose a webhook is, and makes a message of it."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def hear(self, door: Door, arrival: Arrival) -> Heard:
        """Check what arrived at a door.

        Raises:
            WebhookRefused: The door is closed here (OL766), or it cannot be believed or opened.
        """
        if not door.is_here:
            environment = self._app.flow.environment
            name = door.connection.id
            raise WebhookRefused("OL766", connection=name, environment=environment)
        if door.checker is None:
            return Heard()
        return door.checker.check(arrival, self._secrets(door.connection))

    def message(self, door: Door, arrival: Arrival, heard: Heard) -> Message:
        """Give the message that a believed webhook is.

        A delivery's id makes it known by itself only where the signature covers it: else a
        stranger could put the next delivery's id on old bytes, and the real one would be taken
        for a repetition.
        """
        stream, source = door.stream, door.connection.id
        name = f"{stream.name} {heard.delivery}".strip()
        told = b"" if heard.delivery and heard.is_known_by_id else arrival.body
        return Message(
            message_id(stream.mapping, source, name, told),
            stream.mapping,
            name,
            arrival.body,
            self._app.clock.now(),
            source,
            door.connection.zone,
            heard.opened,
        )

    def _secrets(self, connection: Connection) -> Sequence[Secret]:
        """Give the secret, and the one before it while that is kept."""
        name = connection.environments[self._app.flow.environment].secret
        if name is None:
            return (None,)
        secrets = self._app.secrets
        try:
            newest = secrets.find(name, connection.id)
            before = secrets.sought(previous_of(name), connection.id)
        except DeliveryFailed as error:
            raise WebhookRefused("OL764", connection=connection.id) from error
        return (newest,) if before is None else (newest, before)
