"""Sockets for connectors in code that do not speak HTTP: they go where was checked, or nowhere."""

import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress

import httpcore2

from orderloom.egress.addresses import IPAddress, read_ip
from orderloom.egress.client import World
from orderloom.egress.reach import TRANSIENT, Reach
from orderloom.errors import DeliveryFailed, OutgoingStopped
from orderloom.ports import Switch


class Sockets:
    """One connection's way out below HTTP; see ``ports.Reach``."""

    def __init__(self, reach: Reach, switch: Switch, world: World) -> None:
        self._reach = reach
        self._switch = switch
        self._world = world

    def __repr__(self) -> str:
        return f"Sockets({self._reach.connection})"

    def connect(
        self, host: str, port: int, seconds: float = 10.0, *, plain: bool = False
    ) -> socket.socket:
        """Open a socket to a host of the environment, by an address that was checked.

        Raises:
            OutgoingStopped: All outgoing calls are stopped.
            DeliveryFailed: It lies beyond the reach, or does not take the connection in time.
        """
        until = self._world.monotonic() + seconds
        addresses = self._checked(host, port, seconds, plain=plain)
        for position, address in enumerate(addresses):
            left = until - self._world.monotonic()
            if left <= 0:
                raise self._lost("OL859", host, seconds=f"{seconds:g}")
            with suppress(OSError):
                # One that is silent must leave the others their share of the time.
                return _opened(address, port, left / (len(addresses) - position))
        raise self._lost("OL857", host)

    def addresses(
        self, host: str, port: int, seconds: float = 10.0, *, plain: bool = False
    ) -> tuple[str, ...]:
        """Give the checked addresses of a host, for a library that connects by itself.

        Raises:
            OutgoingStopped: All outgoing calls are stopped.
            DeliveryFailed: It lies beyond the reach, or has no address.
        """
        return tuple(map(str, self._checked(host, port, seconds, plain=plain)))

    def trust(self) -> ssl.SSLContext:
        """Give a context that believes whom HTTPS believes, and checks names."""
        return self._world.trust or httpcore2.default_ssl_context()

    def _checked(self, host: str, port: int, seconds: float, *, plain: bool) -> Sequence[IPAddress]:
        if self._switch.is_stopped():
            raise OutgoingStopped("OL850", TRANSIENT, connection=self._reach.connection)
        known = self._reach.endpoint(host, port, plain=plain)
        bare = known.strip("[]")
        if read_ip(bare) is not None:
            return self._reach.checked(known, (bare,))
        try:
            answers = self._world.resolver.resolve(bare, seconds)
        except TimeoutError:
            raise self._lost("OL859", host, seconds=f"{seconds:g}") from None
        return self._reach.checked(known, answers)

    def _lost(self, code: str, host: str, **facts: str) -> DeliveryFailed:
        named = {"connection": self._reach.connection, "host": host}
        return DeliveryFailed(code, TRANSIENT, **named, **facts)


def _opened(address: IPAddress, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    wire = socket.socket(family, socket.SOCK_STREAM)
    try:
        wire.settimeout(seconds)
        wire.connect((str(address), port))
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        wire.close()
        raise
    return wire
