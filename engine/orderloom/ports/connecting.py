"""What a connector offers, and what it is given."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Protocol

from msgspec import Struct

from orderloom.flow.effect import Call
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.ports.clock import Clock
from orderloom.ports.stores import Notebook


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


class Session(Protocol):
    """What a connector is given: its address, a way out and a clock, never the engine.

    ``folder`` is absolute; it and ``secret``, a text or its parts by name, are None unless the
    address has them. ``zone`` is the wire's, ``overlap`` how much of a stream is read again at
    every poll, ``begin`` how far back the first poll reads.
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
    def notes(self) -> Notebook: ...  # noqa: D102

    def overlap(self, stream: str) -> timedelta: ...  # noqa: D102
    def begin(self, stream: str) -> timedelta: ...  # noqa: D102


class OperationShape(Struct, frozen=True, kw_only=True):
    """What an operation promises.

    ``irreversible`` ones cannot be taken back, ``keyed`` ones honour an idempotency key.
    """

    name: str
    irreversible: bool = False
    keyed: bool = False


class Connector(Protocol):
    """A plugin of the group ``orderloom.connectors``.

    ``needs`` are the address keys it requires; ``streams`` what it offers, empty: any name;
    ``media`` what its operation ``notify`` carries.
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
