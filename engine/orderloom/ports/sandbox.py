"""Platforms on this machine, to play with: what a package offers as ``orderloom.sandbox``."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from orderloom.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPlace:
    """A platform that runs; ``secret`` is the only one it takes, ``orders`` how many it has."""

    connector: str
    url: str
    secret: str | Mapping[str, str]
    orders: int


class RunningSandbox(Protocol):
    """Platforms that run."""

    @property
    def places(self) -> Sequence[SandboxPlace]:
        """Give them as they stand, in the order they were asked for."""
        ...

    def grow(self) -> tuple[str, str] | None:
        """Let a buyer order on the next channel; give connector and number.

        None when no channel is among the platforms.
        """
        ...

    def shipped(self) -> Mapping[str, int]:
        """Give how many parcels each channel and carrier was told of, by connector."""
        ...


class Sandbox(Protocol):
    """Platforms that can be started; ``names`` are ids of the connectors that speak to them."""

    @property
    def names(self) -> Sequence[str]:
        """Name the platforms."""
        ...

    def open(
        self, names: Sequence[str], clock: Clock, seed: int, port: int
    ) -> AbstractContextManager[RunningSandbox]:
        """Serve platforms on 127.0.0.1 while the body of the ``with`` runs.

        Args:
            names: Which; each of ``names``.
            clock: Their time of day.
            seed: The same seed and time give the same orders.
            port: Of the first; each further one takes the next. A taken port is passed over; 0
                takes free ones.
        """
        ...
