"""What a connector offers, and what it is given."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal, Protocol, TypeAlias

from msgspec import Struct, field

from orderloom.flow.effect import Call
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.ports.clock import Clock
from orderloom.ports.stores import Notebook

JsonSchema: TypeAlias = Mapping[str, Any]

_BY_STATUS = (
    ("401", "auth"),
    ("403", "auth"),
    ("408", "transient"),
    ("425", "transient"),
    ("429", "throttled"),
    ("4xx", "rejected"),
    ("5xx", "transient"),
)
"""What a status means where a connector does not say: the first that fits."""


class ReceivedFile(Struct, frozen=True, kw_only=True):
    """One thing a connector read: its name at the source and its bytes.

    ``mark`` is the connector's own: it is handed back with the file when that is durable.
    """

    name: str
    body: bytes
    mark: str = ""


class Http(Protocol):
    """The way out of a connection: it reaches what its environment allows, and nothing else."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make a request and give the answer, whatever its status.

        Raises:
            DeliveryFailed: It was not allowed, could not be made, or nothing came back in time.
        """
        ...


class Reach(Protocol):
    """The way out below HTTP: a connector opens no socket but these, to hosts of its environment.

    ``host`` and ``port`` are those of the connection's own address, or what the peer told of
    itself; both are checked. ``plain`` says that what follows is not encrypted, which production
    does not allow. ``seconds`` is for the look-up and the connection.
    """

    def connect(
        self, host: str, port: int, seconds: float = 10.0, *, plain: bool = False
    ) -> socket.socket:
        """Open a socket by an address that was checked; it has a timeout.

        Raises:
            DeliveryFailed: It is not allowed, or cannot be reached.
        """
        ...

    def addresses(
        self, host: str, port: int, seconds: float = 10.0, *, plain: bool = False
    ) -> tuple[str, ...]:
        """Give the checked addresses, for a library that must connect by itself to one of them.

        Raises:
            DeliveryFailed: It is not allowed, or has no address.
        """
        ...

    def trust(self) -> ssl.SSLContext:
        """Give a TLS context that verifies certificates and names."""
        ...


class Log(Protocol):
    """Where a connector tells its operators what it sees; secrets are masked on the way."""

    def info(self, text: str) -> None:
        """Tell what is ordinary."""
        ...

    def warning(self, text: str) -> None:
        """Tell what somebody should look at."""
        ...


class Session(Protocol):
    """What a connector is given: its address, a way out and a clock, never the engine.

    ``folder`` is absolute; it and ``secret``, a text or its parts by name, are None unless the
    address has them. ``zone`` is the wire's, ``overlap`` how much of a stream is read again at
    every poll, ``begin`` how far back the first poll reads. ``notes`` are what the connection
    remembers, ``log`` is for its operators. ``settings`` are the connection's ``with``,
    ``stream_settings`` a stream's: checked against what the connector declares, and read as its
    kinds; what was not written is not there. ``is_cancelled`` asks whether to come to an end: what
    was given or answered by then stands, nothing new is begun.
    """

    @property
    def connection(self) -> str: ...  # noqa: D102
    @property
    def folder(self) -> str | None: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102
    @property
    def secret(self) -> str | Mapping[str, str] | None: ...  # noqa: D102
    @property
    def zone(self) -> str: ...  # noqa: D102
    @property
    def clock(self) -> Clock: ...  # noqa: D102
    @property
    def http(self) -> Http: ...  # noqa: D102
    @property
    def reach(self) -> Reach: ...  # noqa: D102
    @property
    def settings(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def notes(self) -> Notebook: ...  # noqa: D102
    @property
    def log(self) -> Log: ...  # noqa: D102

    def is_cancelled(self) -> bool: ...  # noqa: D102
    def overlap(self, stream: str) -> timedelta: ...  # noqa: D102
    def begin(self, stream: str) -> timedelta: ...  # noqa: D102
    def stream_settings(self, stream: str) -> Mapping[str, Any]: ...  # noqa: D102


class Setting(Struct, frozen=True, kw_only=True):
    """What a connection, or a stream of it, may give in ``with``.

    ``kind`` is how it is read: ``texts`` is one text or a list, ``map`` names to texts. With
    ``choices`` only those.
    """

    name: str
    kind: Literal["text", "integer", "boolean", "texts", "map"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


class OperationShape(Struct, frozen=True, kw_only=True):
    """What an operation promises.

    ``irreversible`` ones cannot be taken back, ``keyed`` ones honour an idempotency key.
    ``takes`` and ``gives`` are JSON Schemas (2020-12) of an object: what ``with`` hands over and
    what ``answer`` has; None: anything. ``undo`` is the operation that takes it back.
    """

    name: str
    irreversible: bool = False
    keyed: bool = False
    takes: JsonSchema | None = None
    gives: JsonSchema | None = None
    undo: str | None = None


class ConnectorFacts(Struct, frozen=True, kw_only=True):
    """What a connector may say of itself besides; every part has a default.

    Attributes:
        serves: What its other side is: ``channel courier payment messages system``; empty:
            ``messages`` if it carries any, else ``system``.
        evidence: Where its facts are from, by language.
        rate: The peer's limit: so many requests in so long a time. The session's HTTP keeps it.
        errors: Status (``429``, ``5xx``) or the peer's code to its class: ``transient throttled
            auth rejected bug``.
        items: Stream to the JSON Schema of one of its items.
        schemes: Those that its address may have.
        settings: What a connection's ``with`` may give.
        stream_settings: What a stream's ``with`` may give.
        requires: A module it needs, and the extra of its distribution that brings it.
    """

    serves: str = ""
    evidence: Mapping[str, str] | None = None
    rate: tuple[int, timedelta] | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, JsonSchema] = field(default_factory=dict)
    schemes: tuple[str, ...] = ("http", "https")
    settings: tuple[Setting, ...] = ()
    stream_settings: tuple[Setting, ...] = ()
    requires: tuple[str, str] | None = None

    def class_of(self, status: int, code: str = "", otherwise: str = "bug") -> str:
        """Give the class of a refusal: as the connector says, else as its status is usually meant.

        Args:
            status: Of the answer.
            code: The peer's own, where there is one.
            otherwise: Of a status that says nothing.
        """
        written = (code, str(status), f"{status // 100}xx")
        own = next((self.errors[name] for name in written if name in self.errors), None)
        return own or next((each for name, each in _BY_STATUS if name in written), otherwise)


class Connector(Protocol):
    """A plugin of the group ``orderloom.connectors``.

    ``needs`` are the address keys it requires; ``streams`` what it offers, empty: any name;
    ``media`` what its operation ``notify`` carries. It may have ``facts`` as well, see
    ``facts_of``.
    """

    id: str
    needs: tuple[str, ...]
    streams: tuple[str, ...]
    media: tuple[str, ...]
    operations: tuple[OperationShape, ...]

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give what is ready at the source, in order; each is taken before the next is read."""
        ...

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Hear that a file is durable in the inbox and need not be offered again."""
        ...

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Carry out a call and give its answer.

        Raises:
            DeliveryFailed: It did not work; the error class says whether to try again.
        """
        ...


def facts_of(connector: Connector) -> ConnectorFacts:
    """Give what a connector says of itself besides: its ``facts``, or nothing."""
    found = getattr(connector, "facts", None)
    return found if isinstance(found, ConnectorFacts) else ConnectorFacts()
