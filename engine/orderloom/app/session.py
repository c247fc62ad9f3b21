"""What a connector is given to work with."""

from dataclasses import dataclass
from pathlib import Path

from orderloom.definition.connection import Connection
from orderloom.definition.flow import Flow
from orderloom.errors import DeliveryFailed
from orderloom.ports import Clock, Connector, Session


@dataclass(frozen=True, slots=True)
class ConnectionSession:
    """A connection in one environment: its address, resolved, and a clock."""

    connection: str
    folder: str | None
    clock: Clock


class Switchboard:
    """Finds the connector and session of a connection in the flow's environment.

    Args:
        flow: The flow.
        base: The flow's folder, which relative folders of addresses start from.
        connectors: Loaded connectors by id.
        clock: Handed to connectors.
    """

    def __init__(
        self, flow: Flow, base: Path, connectors: dict[str, Connector], clock: Clock
    ) -> None:
        self._flow = flow
        self._base = base
        self._connectors = connectors
        self._clock = clock

    def route(self, connection_id: str) -> tuple[Connector, Session]:
        """Give what carries out calls on a connection.

        Raises:
            DeliveryFailed: The connection is gone, or has no address in this environment.
        """
        connection = self._flow.connections.get(connection_id)
        if connection is None or self._flow.environment not in connection.environments:
            raise DeliveryFailed(
                "OL641", "bug", connection=connection_id, environment=self._flow.environment
            )
        return self._connectors[connection.connector], self.session(connection)

    def session(self, connection: Connection) -> Session:
        """Open a session on a connection that has an address here."""
        address = connection.environments[self._flow.environment]
        folder = None if address.folder is None else str((self._base / address.folder).resolve())
        return ConnectionSession(connection.id, folder, self._clock)
