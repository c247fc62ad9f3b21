"""What a connector is given by the contract: a clock that stands, and a way out with faults."""

import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.ports import Http, Notebook, Reach
from orderloom.testing.clock import FrozenClock

BEGIN = datetime(2026, 3, 1, 4, tzinfo=UTC)

Fault = Callable[[HttpRequest], HttpResponse]
"""Answers in the peer's place; raises what the way out would raise."""


def no_http(_: HttpRequest) -> HttpResponse:
    """Stand where a connector speaks no HTTP.

    Raises:
        AssertionError: Always.
    """
    raise AssertionError("this connector was not to speak HTTP")


class FaultyHttp:
    """The peer, seen through a line that can fail; ``sent`` is every request in order.

    Args:
        peer: Answers like the real one: a function, or a client of a server.
    """

    def __init__(self, peer: Callable[[HttpRequest], HttpResponse] | Http) -> None:
        self._peer = peer if callable(peer) else peer.send
        self.sent: list[HttpRequest] = []
        self.fault: Fault | None = None
        self.spared = 0

    def send(self, request: HttpRequest) -> HttpResponse:
        """Pass a request on, unless the line fails now."""
        self.sent.append(request)
        if self.fault is None:
            return self._peer(request)
        if self.spared:
            self.spared -= 1
            return self._peer(request)
        return self.fault(request)

    def fail(self, fault: Fault, after: int = 0) -> None:
        """Let the line fail from now on, but for the next ``after`` requests."""
        self.fault, self.spared = fault, after

    def mend(self) -> None:
        """Let everything pass again."""
        self.fault = None


def answering(status: int, body: bytes = b"{}", **headers: str) -> Fault:
    """Give a fault: an answer that the peer did not mean; ``_`` in header names is ``-``."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}

    def fault(_: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status, headers=named, body=body, seconds=0.0)

    return fault


def falling_silent(_: HttpRequest) -> HttpResponse:
    """Take the request and answer nothing.

    Raises:
        OutcomeUnknown: Always.
    """
    raise OutcomeUnknown("OL857", "transient", connection="contract")


class Notes(dict[str, str]):
    """What a connection remembers, in memory."""

    def put(self, name: str, value: str) -> None:
        """Remember a text."""
        self[name] = value


@dataclass
class Lines:
    """What was told to the operators."""

    told: list[str] = field(default_factory=list)

    def info(self, text: str) -> None:
        """Keep a line."""
        self.told.append(text)

    def warning(self, text: str) -> None:
        """Keep a line."""
        self.told.append(text)


class NoReach:
    """A way out below HTTP that leads nowhere: the contract has no network."""

    def connect(
        self, host: str, port: int, seconds: float = 10.0, *, plain: bool = False
    ) -> socket.socket:
        """Refuse as a peer that is away.

        Raises:
            DeliveryFailed: Always.
        """
        del seconds, plain
        raise DeliveryFailed("OL857", "transient", connection="contract", host=f"{host}:{port}")

    def addresses(
        self, host: str, port: int, seconds: float = 10.0, *, plain: bool = False
    ) -> tuple[str, ...]:
        """Refuse as a name without addresses.

        Raises:
            DeliveryFailed: Always.
        """
        del port, seconds, plain
        raise DeliveryFailed("OL856", "transient", connection="contract", host=host)

    def trust(self) -> ssl.SSLContext:
        """Give a context that verifies."""
        return ssl.create_default_context()


@dataclass(kw_only=True)
class ContractSession:
    """``ports.Session`` of the contract; ``cancelled`` may be set in the middle of things."""

    http: FaultyHttp = field(default_factory=lambda: FaultyHttp(no_http))
    connection: str = "contract"
    folder: str | None = None
    url: str | None = None
    secret: str | Mapping[str, str] | None = None
    zone: str = "Asia/Shanghai"
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(BEGIN))
    notes: Notebook = field(default_factory=Notes)
    log: Lines = field(default_factory=Lines)
    cancelled: bool = False
    back: timedelta = timedelta(hours=1)
    again: timedelta = timedelta(0)
    reach: Reach = field(default_factory=NoReach)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def stream_settings(self, stream: str) -> Mapping[str, Any]:  # noqa: ARG002 - none has any
        """Give what a stream's ``with`` says."""
        return {}

    def is_cancelled(self) -> bool:
        """Say whether to come to an end."""
        return self.cancelled

    def overlap(self, stream: str) -> timedelta:  # noqa: ARG002 - all streams alike
        """Give how much is read again."""
        return self.again

    def begin(self, stream: str) -> timedelta:  # noqa: ARG002
        """Give how far back the first poll reads."""
        return self.back
