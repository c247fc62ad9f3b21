"""Connections: a connector pointed at one address per environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Literal

from orderloom.definition.common import Title
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a connection reaches in one environment; ``secret`` is a reference, never a value."""

    place: Place
    url: str | None = None
    folder: str | None = None
    secret: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream of the connector, read through a mapping.

    Attributes:
        every: How long after one poll the next is due; with neither ``every`` nor ``at`` it is
            due at every look.
        at: Times of the flow's local day at which it is polled, ascending.
        catch_up: Whether an instant of ``at`` that passed while nobody looked is made good.
        overlap: How much of what was read is read again at every poll.
        begin: How far back the first poll reads.
        settings: What its ``with`` says, read as its connector declares.
        webhook: Its system sends by itself; it is polled as well only with ``every`` or ``at``.
    """

    name: str
    mapping: str
    place: Place
    every: timedelta | None = None
    at: tuple[time, ...] = ()
    catch_up: Literal["none", "last"] = "last"
    overlap: timedelta = timedelta(0)
    begin: timedelta = timedelta(days=1)
    settings: Mapping[str, object] = field(default_factory=dict)
    webhook: bool = False

    @property
    def is_polled(self) -> bool:
        """Say whether anybody asks for it."""
        return not self.webhook or self.every is not None or bool(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of the peer a connection may take.

    Attributes:
        rate: So many requests in so long a time; None: as the connector says.
        burst: Requests that may go at once after a quiet time; None: as many as ``rate`` has.
        parallel: Requests under way at the same time; None: any.
    """

    rate: tuple[int, timedelta] | None = None
    burst: int | None = None
    parallel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How a failed call is tried again.

    The pause is ``first``, then ``factor`` times as long each time, up to ``longest``; with
    ``jitter`` anything from nothing to that. ``tries`` counts the first one too.
    """

    first: timedelta = timedelta(seconds=2)
    factor: int = 2
    longest: timedelta = timedelta(seconds=60)
    tries: int = 8
    jitter: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """When a connection is told to be down or empty.

    Attributes:
        failed: So many polls in a row that failed.
        empty: So many polls in a row that brought nothing.
        silent: So long a time in which nothing was received.
        probe: How long after one probe the next is due.
        ask: The operation that a probe asks for; None: the first answer of each polled stream.
        drift: Whether it is told that documents have other members than those before.
    """

    failed: int | None = None
    empty: int | None = None
    silent: timedelta | None = None
    probe: timedelta | None = None
    ask: str | None = None
    drift: bool = False

    @property
    def is_set(self) -> bool:
        """Say whether there is anything to look after."""
        return (self.failed, self.empty, self.silent) != (None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A connection; ``zone`` is the wire's. Those of one ``group`` are asked together.

    ``answers`` is operation to the mapping that reads what it answers.
    ``settings`` is what its ``with`` says, read as its connector declares. ``keep_raw`` is how
    long the bytes of what it brought are kept once all of it is taken.
    """

    id: str
    connector: str
    place: Place
    zone: str
    environments: Mapping[str, Address]
    streams: Mapping[str, Stream]
    answers: Mapping[str, str] = field(default_factory=dict)
    group: str | None = None
    limits: Limits = Limits()
    retry: Retry = Retry()
    alarm: Alarm = Alarm()
    keep_raw: timedelta = timedelta(days=30)
    settings: Mapping[str, object] = field(default_factory=dict)
    title: Title | None = None
    note: str | None = None
