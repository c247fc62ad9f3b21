"""Connections: a connector pointed at one address per environment."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    """A stream of the connector, read through a mapping."""

    name: str
    mapping: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A connection; ``zone`` is the wire's. Those of one ``group`` are asked together."""

    id: str
    connector: str
    place: Place
    zone: str
    group: str | None = None
    environments: Mapping[str, Address]
    streams: Mapping[str, Stream]
    title: Title | None = None
    note: str | None = None
