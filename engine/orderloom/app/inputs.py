"""Files handed over by hand, as messages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from orderloom.definition.connection import Connection
from orderloom.definition.flow import Flow
from orderloom.errors import OrderloomError
from orderloom.flow.message import MOST_BYTES, Message, message_id
from orderloom.names import nearest
from orderloom.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a run takes in.

    With ``files`` and ``connection`` the files count as arrived on that connection; with
    ``connection`` alone it is polled.
    """

    files: Sequence[Path] = ()
    mapping: str | None = None
    connection: str | None = None


def messages(flow: Flow, inputs: Inputs, clock: Clock) -> Iterator[Message]:
    """Read the files one after the other.

    Raises:
        OrderloomError: A name is unknown, a choice is open, or a file cannot be read.
    """
    mapping, connection = _route(flow, inputs)
    for path in inputs.files:
        body = _body(path)
        source = None if connection is None else connection.id
        yield Message(
            message_id(mapping, source, path.name, body),
            mapping,
            path.name,
            body,
            clock.now(),
            source,
            None if connection is None else connection.zone,
        )


def _body(path: Path) -> bytes:
    """Read a file; one that is too big is left alone: it would be in memory several times."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise OrderloomError("OL658", file=str(path), size=str(size), limit=str(MOST_BYTES))
        return path.read_bytes()
    except OSError as error:
        raise OrderloomError(
            "OL643", file=str(path), reason=error.strerror or "unreadable"
        ) from error


def _route(flow: Flow, inputs: Inputs) -> tuple[str, Connection | None]:
    """Give the mapping that reads the files, and the connection they count for."""
    if inputs.connection is not None:
        connection = connection_named(flow, inputs.connection)
        offered = sorted({stream.mapping for stream in connection.streams.values()})
        if inputs.mapping in offered:
            return inputs.mapping, connection
        if inputs.mapping is None and len(offered) == 1:
            return offered[0], connection
        raise OrderloomError("OL644", connection=connection.id, mappings=", ".join(offered) or "–")
    known = sorted(flow.mappings)
    if inputs.mapping is not None and inputs.mapping in flow.mappings:
        return inputs.mapping, None
    if inputs.mapping is None and len(known) == 1:
        return known[0], None
    if inputs.mapping is None:
        raise OrderloomError("OL645", mappings=", ".join(known) or "–")
    raise OrderloomError(
        "OL646",
        mapping=inputs.mapping,
        nearest=nearest(inputs.mapping, known) or "",
        mappings=", ".join(known) or "–",
    )


def connection_named(flow: Flow, name: str) -> Connection:
    """Give a connection by id.

    Raises:
        OrderloomError: There is none of that name.
    """
    connection = flow.connections.get(name)
    if connection is None:
        raise OrderloomError(
            "OL647",
            connection=name,
            nearest=nearest(name, flow.connections) or "",
            connections=", ".join(sorted(flow.connections)) or "–",
        )
    return connection


def reachable(flow: Flow) -> list[str]:
    """Name the connections that have an address in the flow's environment."""
    connections = flow.connections.values()
    return [each.id for each in connections if flow.environment in each.environments]


def pollable(flow: Flow) -> list[str]:
    """Name the connections that are polled and have an address in the flow's environment."""
    return [
        connection.id
        for connection in flow.connections.values()
        if any(stream.is_polled for stream in connection.streams.values())
        and flow.environment in connection.environments
    ]
