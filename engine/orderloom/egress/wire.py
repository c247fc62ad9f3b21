"""Sockets that go where was checked, within the call's time."""

import select
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Never

import httpcore2

from orderloom.egress.addresses import IPAddress, read_ip
from orderloom.egress.reach import TRANSIENT, Reach
from orderloom.egress.resolver import Resolver
from orderloom.egress.turn import Turn
from orderloom.errors import DeliveryFailed

_AT_ONCE = 64 * 1024


class LiveSockets:
    """The open sockets of a client, so that another thread can break them off."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sockets: set[socket.socket] = set()
        self.is_closed = False

    def put(self, opened: socket.socket) -> None:
        """Remember a socket; one that comes too late is shut at once."""
        with self._lock:
            self._sockets.add(opened)
            if self.is_closed:
                _shut(opened)

    def drop(self, closed: socket.socket) -> None:
        """Forget a socket."""
        with self._lock:
            self._sockets.discard(closed)

    def shut_all(self) -> None:
        """Break off whatever waits on any of them, now and from now on."""
        with self._lock:
            self.is_closed = True
            for each in self._sockets:
                _shut(each)


def _shut(wire: socket.socket) -> None:
    """Wake whoever waits on a socket; past TLS, whose state the waiting thread owns."""
    with suppress(OSError):
        socket.socket.shutdown(wire, socket.SHUT_RDWR)


class CheckedBackend(httpcore2.NetworkBackend):
    """Connects to the call's target, by the addresses that were checked and no others."""

    def __init__(self, reach: Reach, resolver: Resolver, turn: Turn, live: LiveSockets) -> None:
        self._reach = reach
        self._resolver = resolver
        self._turn = turn
        self._live = live

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve once, check every answer, connect to the first that takes the connection."""
        target = self._turn.target
        is_literal = read_ip(host) is not None
        answers = (host,) if is_literal else self._resolver.resolve(host, self._turn.left())
        addresses = self._reach.checked(target.host, answers)
        for position, address in enumerate(addresses):
            with suppress(OSError):
                # One that is silent must leave the others their share of the time.
                seconds = self._turn.left() / (len(addresses) - position)
                wire = self._opened(address, port, seconds)
                return CheckedStream(wire, self._turn, self._live)
        self._turn.left()
        facts = {"connection": self._reach.connection, "host": target.host}
        raise DeliveryFailed("OL857", TRANSIENT, **facts)

    def _opened(self, address: IPAddress, port: int, seconds: float) -> socket.socket:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        wire = socket.socket(family, socket.SOCK_STREAM)
        self._live.put(wire)
        try:
            wire.settimeout(seconds)
            wire.connect((str(address), port))
            self._live.put(wire)  # again: only a connected socket can be shut
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            self._live.drop(wire)
            wire.close()
            raise
        return wire

    def connect_unix_socket(self, *_: object, **__: object) -> Never:
        """Refuse: no address leads to a file."""
        raise NotImplementedError


class CheckedStream(httpcore2.NetworkStream):
    """A socket whose every wait ends with the call."""

    def __init__(self, wire: socket.socket, turn: Turn, live: LiveSockets) -> None:
        self._wire = wire
        self._turn = turn
        self._live = live

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes, none at the end."""
        if self._turn.unheard < 0:
            raise httpcore2.RemoteProtocolError
        with _as_library_errors(httpcore2.ReadError):
            self._wire.settimeout(self._turn.left())
            data = self._wire.recv(max_bytes)
        self._turn.unheard -= len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes; a peer that takes them one by one does not get more time."""
        left = memoryview(buffer)
        with _as_library_errors(httpcore2.WriteError):
            while left:
                self._wire.settimeout(self._turn.left())
                self._turn.sent = True
                left = left[self._wire.send(left[:_AT_ONCE]) :]

    def close(self) -> None:
        """Close the socket."""
        self._live.drop(self._wire)
        self._wire.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Shake hands, with the certificate checked against the name that was asked for."""
        plain = self._wire
        try:
            self._wire = ssl_context.wrap_socket(
                plain, server_hostname=server_hostname, do_handshake_on_connect=False
            )
            self._live.drop(plain)
            self._live.put(self._wire)
            self._wire.settimeout(self._turn.left())
            self._wire.do_handshake()
        except BaseException:
            self.close()
            raise
        return self

    def get_extra_info(self, info: str) -> object:
        """Give what the library asks of a socket; None for what it does not know."""
        if info == "ssl_object" and isinstance(self._wire, ssl.SSLSocket):
            return self._wire
        return _is_readable(self._wire) if info == "is_readable" else None


@contextmanager
def _as_library_errors(broken: type[Exception]) -> Iterator[None]:
    """Give the library a broken connection in its words: it looks for an early answer then."""
    try:
        yield
    except TimeoutError:
        raise
    except OSError:
        raise broken from None


def _is_readable(wire: socket.socket) -> bool:
    """Say whether an idle socket has something to tell, which can only be that it is closed."""
    if wire.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([wire], [], [], 0)[0])
    poll = select.poll()
    poll.register(wire, select.POLLIN)
    return bool(poll.poll(0))
