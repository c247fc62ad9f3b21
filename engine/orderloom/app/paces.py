"""How fast each connection may go: as its connector says the platform allows, and as it says."""

import time
from threading import Lock, Semaphore
from typing import NamedTuple

from orderloom.definition.connection import Connection
from orderloom.egress.pacing import Bucket, PacedHttp, Rate
from orderloom.ports import Connector, Http, facts_of


class Pace(NamedTuple):
    """What a connection's requests share."""

    buckets: tuple[Bucket, ...]
    under_way: Semaphore | None


class Paces:
    """The paces of connections; they live as long as the application."""

    def __init__(self) -> None:
        self._kept: dict[str, Pace] = {}
        self._guard = Lock()

    def paced(self, connection: Connection, connector: Connector, http: Http) -> Http:
        """Give a way out that keeps to a connection's limits; tighter ones stand."""
        with self._guard:
            pace = self._kept.get(connection.id)
            if pace is None:
                pace = self._kept[connection.id] = _pace(connection, connector)
        return PacedHttp(connection.id, http, pace.buckets, pace.under_way)


def _pace(connection: Connection, connector: Connector) -> Pace:
    parallel = connection.limits.parallel
    under_way = None if parallel is None else Semaphore(parallel)
    return Pace(tuple(_buckets(connection, connector)), under_way)


def _buckets(connection: Connection, connector: Connector) -> list[Bucket]:
    own = facts_of(connector).rate
    rates: list[tuple[Rate, int | None]] = []
    if own is not None:
        rates.append((own, None))
    if connection.limits.rate is not None:
        rates.append((connection.limits.rate, connection.limits.burst))
    return [Bucket(rate, most or rate[0], time.monotonic) for rate, most in rates]
