"""All platforms in one process, each on its own port of this machine."""

import socket
from collections.abc import Iterator, Mapping, Sequence, Sized
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from orderloom.ports import Clock, RunningSandbox, SandboxPlace
from orderloom_connectors.sandbox.couriers import Courier
from orderloom_connectors.sandbox.http import serving
from orderloom_connectors.sandbox.platform import Platform
from orderloom_connectors.sandbox.registry import platforms
from orderloom_connectors.sandbox.samples import Samples
from orderloom_connectors.sandbox.shop import Shop
from orderloom_connectors.sandbox.waybills import Waybills

ORDERS = 12
"""What each channel has when it starts."""

_PORTS = 1_000


@dataclass(slots=True)
class _Running:
    """Platforms with their addresses; ``buyers`` those of each channel."""

    clock: Clock
    started: Mapping[str, tuple[Platform, str]]
    buyers: Mapping[str, Samples]
    turn: int = 0

    @property
    def places(self) -> Sequence[SandboxPlace]:
        return [
            SandboxPlace(connector=name, url=url, secret=each.secret, orders=_orders(each))
            for name, (each, url) in self.started.items()
        ]

    def grow(self) -> tuple[str, str] | None:
        if not self.buyers:
            return None
        name = tuple(self.buyers)[self.turn % len(self.buyers)]
        self.turn += 1
        shop = self.started[name][0]
        assert isinstance(shop, Shop)  # noqa: S101 - only shops have buyers
        sample = self.buyers[name].next(self.clock.now().replace(microsecond=0))
        return name, shop.place(sample)

    def shipped(self) -> Mapping[str, int]:
        return {
            name: len(_told(each))
            for name, (each, _) in self.started.items()
            if isinstance(each, Shop | Waybills | Courier)
        }


def _told(each: Shop | Waybills | Courier) -> Sized:
    match each:
        case Shop():
            return each.shipped
        case Waybills():
            return each.made
        case Courier():
            return each.booked


class AllPlatforms:
    """The sandbox that ships."""

    @property
    def names(self) -> Sequence[str]:
        """Name the platforms, sales channels first."""
        return tuple(platforms())

    @contextmanager
    def open(
        self, names: Sequence[str], clock: Clock, seed: int, port: int
    ) -> Iterator[RunningSandbox]:
        """Serve platforms while the body of the ``with`` runs; see ``ports.Sandbox``."""
        started: dict[str, tuple[Platform, str]] = {}
        buyers: dict[str, Samples] = {}
        with ExitStack() as stack:
            for name in names:
                platform = platforms()[name](clock)
                if isinstance(platform, Shop):
                    buyers[name] = _filled(platform, clock, seed)
                wanted = _free(port) if port else 0
                server = stack.enter_context(serving(platform, port=wanted))
                port = server.port + 1 if port else 0
                started[name] = (platform, f"http://127.0.0.1:{server.port}")
            yield _Running(clock, started, buyers)


SANDBOX = AllPlatforms()


def _filled(shop: Shop, clock: Clock, seed: int) -> Samples:
    buyers = Samples(shop.language, f"{seed} {shop.connector}")
    for sample in buyers.past(ORDERS, clock.now()):
        shop.place(sample)
    return buyers


def _orders(platform: Platform) -> int:
    return len(platform.orders) if isinstance(platform, Shop) else 0


def _free(first: int) -> int:
    """Give the first free port from ``first`` on; 0, any, when there is none near."""
    for port in range(first, min(first + _PORTS, 65_536)):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return 0
