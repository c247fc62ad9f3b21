"""The HTTP client that connections call through: checked addresses, one deadline, no redirects."""

import logging
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import httpcore2

from orderloom.egress.bodies import TooLarge, Unreadable, read_body
from orderloom.egress.headers import RawHeaders, Unwritable, answer_headers, wire_headers
from orderloom.egress.masking import Mask
from orderloom.egress.reach import REJECTED, TRANSIENT, Reach
from orderloom.egress.resolver import Resolver, SystemResolver
from orderloom.egress.turn import Monotonic, Turn
from orderloom.egress.wire import CheckedBackend, LiveSockets
from orderloom.errors import DeliveryFailed, OutcomeUnknown, OutgoingStopped
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.ports import Switch

_REDIRECTS = frozenset({300, 301, 302, 303, 305, 306, 307, 308})
_SWITCHING = 101
_BUG = "bug"
# They write whole header lists when debugging is on, and a header may echo a secret.
_TALKATIVE = ("httpcore2.connection", "httpcore2.http11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large things may be, in bytes; how many connections stay open, how long when idle."""

    request: int = 10_000_000
    answer: int = 10_000_000
    headers: int = 32_768
    connections: int = 8
    idle_seconds: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a client asks of the machine: names, time, whom to trust (None: the system's list)."""

    resolver: Resolver
    monotonic: Monotonic = time.monotonic
    trust: ssl.SSLContext | None = None


def system_world() -> World:
    """Give the machine as it is."""
    return World(resolver=SystemResolver())


class HttpClient:
    """Calls one connection's peer; may be used by several threads at once.

    No redirect is followed, no proxy variable read, no cookie kept. Sockets stay open between calls
    for the connection's own use only.
    """

    def __init__(
        self,
        reach: Reach,
        switch: Switch,
        secrets: Sequence[str],
        world: World,
        limits: Limits | None = None,
    ) -> None:
        self._reach = reach
        self._switch = switch
        self._mask = Mask(secrets)
        self._limits = limits or Limits()
        self._turn = Turn(world.monotonic)
        self._live = LiveSockets()
        self._monotonic = world.monotonic
        self._pool = httpcore2.ConnectionPool(
            ssl_context=world.trust or httpcore2.default_ssl_context(),
            max_connections=self._limits.connections,
            keepalive_expiry=self._limits.idle_seconds,
            network_backend=CheckedBackend(reach, world.resolver, self._turn, self._live),
        )
        for name in _TALKATIVE:
            logging.getLogger(name).disabled = True

    def __repr__(self) -> str:
        return f"HttpClient({self._reach.connection})"

    def close(self) -> None:
        """Break off what is under way and take no more calls."""
        self._live.shut_all()
        self._pool.close()

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request and give its answer, whatever the status, except redirects.

        Raises:
            OutgoingStopped: All outgoing calls are stopped.
            OutcomeUnknown: The request left, and no whole answer came.
            DeliveryFailed: Nothing left, or the answer is one that is not taken.
        """
        try:
            return self._send(request)
        except DeliveryFailed as error:
            failed = self._masked(error)
        # Raised out here, so that it drags no error along in which the library quotes the request.
        raise failed

    def _send(self, request: HttpRequest) -> HttpResponse:
        connection = self._reach.connection
        if self._switch.is_stopped():
            raise OutgoingStopped("OL850", TRANSIENT, connection=connection)
        target = self._reach.target(request.url)
        if len(request.body) > self._limits.request:
            facts = {"size": str(len(request.body)), "limit": str(self._limits.request)}
            raise DeliveryFailed("OL863", _BUG, connection=connection, **facts)
        try:
            headers = wire_headers(request, target)
        except Unwritable as error:
            raise DeliveryFailed("OL864", _BUG, connection=connection, what=str(error)) from None
        began = self._turn.begin(target, request.seconds)
        if self._live.is_closed:
            raise self._lost("OL865")
        with self._told(request.seconds):
            return self._exchanged(request, headers, began)

    def _exchanged(self, request: HttpRequest, headers: RawHeaders, began: float) -> HttpResponse:
        target = self._turn.target
        sent = httpcore2.Request(
            request.method,
            httpcore2.URL(
                scheme=target.scheme,
                host=target.host.strip("[]"),
                port=target.port,
                target=target.target,
            ),
            headers=headers,
            content=request.body,
            extensions={"timeout": {"pool": self._turn.left()}},
        )
        answer = self._pool.handle_request(sent)
        self._turn.heard()
        try:
            known = self._headers(answer)
            packing = known.get("content-encoding", "").strip().lower()
            chunks = cast("Iterator[bytes]", answer.stream)
            body = read_body(chunks, packing, self._limits.answer)
        finally:
            answer.close()
            self._drop_talkative()
        seconds = self._monotonic() - began
        return HttpResponse(status=answer.status, headers=known, body=body, seconds=seconds)

    def _drop_talkative(self) -> None:
        """Close a connection on which the peer said more than it was asked.

        The rest would pass for the answer to the next request, another one's.
        """
        for each in self._pool.connections:
            # The library keeps what was read too much where nobody else can see it.
            state = getattr(getattr(each, "_connection", None), "_h11_state", None)
            if state is not None and each.is_idle() and state.trailing_data[0]:
                each.close()

    def _headers(self, answer: httpcore2.Response) -> dict[str, str]:
        """Give the headers of an answer that is one.

        Raises:
            DeliveryFailed: It leads elsewhere.
        """
        if answer.status in _REDIRECTS:
            raise self._failure("OL860", REJECTED, status=str(answer.status))
        if answer.status == _SWITCHING:
            raise Unreadable("status")
        if sum(len(name) + len(text) for name, text in answer.headers) > self._limits.headers:
            raise Unreadable("headers")
        return dict(answer_headers(answer.headers))

    @contextmanager
    def _told(self, seconds: float) -> Iterator[None]:
        """Tell whatever goes wrong in a call as ours."""
        try:
            yield
        except DeliveryFailed as error:
            raise self._broken_off() or error from None
        except (TimeoutError, httpcore2.TimeoutException):
            raise self._broken_off() or self._lost("OL859", seconds=f"{seconds:g}") from None
        except ssl.SSLCertVerificationError as error:
            raise self._failure("OL858", REJECTED, what=error.verify_message) from None
        except TooLarge:
            raise self._lost("OL861", REJECTED, limit=str(self._limits.answer)) from None
        except Unreadable as error:
            raise self._lost("OL862", REJECTED, what=str(error)) from None
        except httpcore2.RemoteProtocolError:
            raise self._broken_off() or self._lost("OL862", what="HTTP") from None
        except (httpcore2.NetworkError, OSError):
            raise self._broken_off() or self._lost("OL857") from None

    def _broken_off(self) -> DeliveryFailed | None:
        return self._lost("OL865") if self._live.is_closed else None

    def _lost(self, code: str, error_class: str = TRANSIENT, **facts: str) -> DeliveryFailed:
        """Give a failure whose outcome is unknown if the request has left."""
        kind = OutcomeUnknown if self._turn.sent else DeliveryFailed
        return self._failure(code, error_class, kind, **facts)

    def _failure(
        self,
        code: str,
        error_class: str,
        kind: type[DeliveryFailed] = DeliveryFailed,
        **facts: str,
    ) -> DeliveryFailed:
        named = {"connection": self._reach.connection, "host": self._turn.target.host}
        return kind(code, error_class, **named, **facts)

    def _masked(self, error: DeliveryFailed) -> DeliveryFailed:
        facts = {name: self._mask.text(text) for name, text in error.facts.items()}
        return type(error)(error.code, error.error_class, **facts)
