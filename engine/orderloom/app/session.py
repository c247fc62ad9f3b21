"""What a connector is given to work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock
from typing import Any

from orderloom.app.paces import Paces
from orderloom.app.secrets import Secret, Secrets, texts_of
from orderloom.definition.connection import Address, Connection
from orderloom.definition.flow import Flow
from orderloom.egress.client import HttpClient, system_world
from orderloom.egress.connector_log import MaskedLog
from orderloom.egress.masking import Mask
from orderloom.egress.reach import reach_of
from orderloom.egress.sockets import Sockets
from orderloom.egress.witness import Witness
from orderloom.errors import DeliveryFailed
from orderloom.ports import Clock, Connector, Http, Log, Notebook, Reach, Switch

_NO_STREAM = (timedelta(0), timedelta(days=1))

Notebooks = Callable[[str], Notebook]
"""Connection id to what that connection remembers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSession:
    """A connection in one environment; see ``ports.Session``.

    Its text leaves the secret out. ``spans`` is overlap and begin of each stream, ``own`` what its
    ``with`` says; ``cancelled`` says whether the connector should come to an end.
    """

    connection: str
    folder: str | None
    url: str | None
    zone: str
    clock: Clock
    http: Http
    reach: Reach
    notes: Notebook
    log: Log
    secret: Secret | None
    settings: Mapping[str, Any]
    spans: Mapping[str, tuple[timedelta, timedelta]]
    cancelled: Callable[[], bool]
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"ConnectionSession({self.connection})"

    def is_cancelled(self) -> bool:
        """Say whether to come to an end: all outgoing calls are stopped, or the program ends."""
        return self.cancelled()

    def overlap(self, stream: str) -> timedelta:
        """Give how much of a stream is read again at every poll."""
        return self.spans.get(stream, _NO_STREAM)[0]

    def begin(self, stream: str) -> timedelta:
        """Give how far back the first poll of a stream reads."""
        return self.spans.get(stream, _NO_STREAM)[1]

    def stream_settings(self, stream: str) -> Mapping[str, Any]:
        """Give what a stream's ``with`` says."""
        return self.own.get(stream, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What a session takes from around its connection; see ``ConnectionSession``."""

    folder: str | None
    url: str | None
    clock: Clock
    http: Http
    reach: Reach
    notes: Notebook
    log: Log
    secret: Secret | None
    cancelled: Callable[[], bool]


def session_of(connection: Connection, ways: Ways) -> ConnectionSession:
    """Give the session of a connection: whoever runs, tries or replays one has it from here."""
    streams = connection.streams.values()
    return ConnectionSession(
        connection=connection.id,
        folder=ways.folder,
        url=ways.url,
        zone=connection.zone,
        clock=ways.clock,
        http=ways.http,
        reach=ways.reach,
        notes=ways.notes,
        log=ways.log,
        secret=ways.secret,
        settings=connection.settings,
        spans={each.name: (each.overlap, each.begin) for each in streams},
        own={each.name: each.settings for each in streams},
        cancelled=ways.cancelled,
    )


class Clients:
    """The ways out, one for each connection: its sockets are its own, and stay open.

    One that was made with another secret is closed and made anew, so that a changed one is
    masked as well.
    """

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._kept: dict[str, tuple[tuple[str, ...], HttpClient]] = {}
        self._guard = Lock()

    def client(self, flow: Flow, connection: str, address: Address, secret: Secret | None) -> Http:
        """Give the way out of a connection in the flow's environment."""
        texts = tuple(texts_of(secret))
        with self._guard:
            known = self._kept.get(connection)
            if known is not None and known[0] == texts:
                return known[1]
            reach = reach_of(connection, address, flow.environments[flow.environment])
            client = HttpClient(reach, self._switch, texts, system_world())
            self._kept[connection] = (texts, client)
        if known is not None:
            known[1].close()
        return client

    def close(self) -> None:
        """Close all of them."""
        with self._guard:
            for _, client in self._kept.values():
                client.close()
            self._kept.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What sessions take from around the flow.

    Attributes:
        switch: Stops all outgoing calls.
        secrets: Where secrets are looked up.
        notebooks: What connections remember.
    """

    switch: Switch
    secrets: Secrets
    notebooks: Notebooks


class Switchboard:
    """Finds the connector and session of a connection in the flow's environment.

    Args:
        flow: The flow.
        base: The flow's folder, which relative folders of addresses start from.
        connectors: Connectors by id.
        clock: Handed to connectors.
        outside: The switch, and where secrets and what connections remember are found.
    """

    def __init__(
        self,
        flow: Flow,
        base: Path,
        connectors: Mapping[str, Connector],
        clock: Clock,
        outside: Outside,
    ) -> None:
        self._flow = flow
        self._base = base
        self._connectors = connectors
        self._clock = clock
        self._outside = outside
        self._clients = Clients(outside.switch)
        self._paces = Paces()
        self._closed = Event()

    def route(
        self, connection_id: str, notebooks: Notebooks | None = None
    ) -> tuple[Connector, ConnectionSession]:
        """Give what carries out calls on a connection.

        Args:
            connection_id: The connection.
            notebooks: What it remembers; None: as the store has it.

        Raises:
            DeliveryFailed: The connection is gone, or has no address in this environment, or its
                secret cannot be had (OL880, OL881).
        """
        connection = self._flow.connections.get(connection_id)
        if connection is None or self._flow.environment not in connection.environments:
            raise DeliveryFailed(
                "OL641", "bug", connection=connection_id, environment=self._flow.environment
            )
        notes = (notebooks or self._outside.notebooks)(connection_id)
        connector = self._connectors[connection.connector]
        return connector, self._session(connection, connector, notes)

    def close(self) -> None:
        """Tell whoever is under way to come to an end, and let every socket go."""
        self._closed.set()
        self._clients.close()

    def _session(
        self, connection: Connection, connector: Connector, notes: Notebook
    ) -> ConnectionSession:
        address = connection.environments[self._flow.environment]
        folder = None if address.folder is None else str((self._base / address.folder).resolve())
        secret = None
        if address.secret is not None:
            secret = self._outside.secrets.find(address.secret, connection.id)
        client = self._clients.client(self._flow, connection.id, address, secret)
        environment = self._flow.environments[self._flow.environment]
        reach = reach_of(connection.id, address, environment)
        ways = Ways(
            folder=folder,
            url=address.url,
            clock=self._clock,
            http=Witness(self._paces.paced(connection, connector, client)),
            reach=Sockets(reach, self._outside.switch, system_world()),
            notes=notes,
            log=MaskedLog(connection.id, Mask(texts_of(secret))),
            secret=secret,
            cancelled=self._is_over,
        )
        return session_of(connection, ways)

    def _is_over(self) -> bool:
        return self._closed.is_set() or self._outside.switch.is_stopped()
