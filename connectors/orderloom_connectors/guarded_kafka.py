"""The way on which kafka-python opens sockets: by the engine's rules.

The library chooses who opens its sockets by the scheme of its setting ``proxy_url``; ours carries
the connection's reach with it.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from orderloom.errors import DeliveryFailed
from orderloom.ports import Reach

SCHEME = "orderloom"


class Way(str):
    """A ``proxy_url`` that brings along how to get out.

    Attributes:
        reach: Opens sockets.
        plain: What goes over them is not encrypted.
    """

    __slots__ = ("plain", "reach")

    reach: Reach
    plain: bool


def way_of(reach: Reach, *, plain: bool) -> Way:
    """Give what the library is to be told as its ``proxy_url``."""
    _register()
    way = Way(f"{SCHEME}://")
    way.reach, way.plain = reach, plain
    return way


def _register() -> None:
    """Tell the library of our kind of sockets, once."""
    inet = import_module("kafka.net.inet")
    base: Any = inet.KafkaNetSocket
    if SCHEME in base._registry:  # noqa: SLF001 - the library's own way to look
        return

    class Guarded(base):  # type: ignore[misc]
        """Opens sockets through the connection's reach."""

        SCHEMES = (SCHEME,)

        def __init__(self, way: Way) -> None:
            self._way = way

        def dns_lookup(self, host: str, port: int, **_: object) -> Sequence[tuple[Any, ...]]:
            """Leave the look-up to the reach."""
            return [(None, None, None, None, (host, port))]

        async def connect(self, net: Any, found: Any, options: Any = (), **_: object) -> Any:  # noqa: ANN401, ARG002
            """Open a socket to what the library asks for, if that is allowed."""
            host, port = found[-1]
            try:
                wire = self._way.reach.connect(host, port, plain=self._way.plain)
            except DeliveryFailed as error:
                raise OSError(error.code) from error
            for option in options:
                wire.setsockopt(*option)
            wire.setblocking(False)
            return wire
