"""What ``run`` and ``preview`` are to take in, from what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orderloom.app.application import Application
from orderloom.app.inputs import Inputs, pollable
from orderloom.cli.instants import parse_instant
from orderloom.errors import OrderloomError
from orderloom.ports import Clock
from orderloom.testing.clock import FrozenClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The options of ``run`` and ``preview`` as they were typed."""

    files: Sequence[Path]
    mapping: str | None
    connections: Sequence[str]
    at: str | None

    def clock(self) -> Clock | None:
        """Give a clock that stands at ``--at``; None: the machine's."""
        return clock_at(self.at)


def clock_at(at: str | None) -> Clock | None:
    """Give a clock that stands at an instant as it was typed; None: the machine's.

    Raises:
        OrderloomError: It is no instant.
    """
    return None if at is None else FrozenClock(parse_instant(at))


def inputs_of(app: Application, typed: Typed) -> list[Inputs]:
    """Give what is to be taken in, in order.

    Raises:
        OrderloomError: There are no files, and no connection to poll.
    """
    if typed.files:
        connections = typed.connections or (None,)
        return [
            Inputs(files=typed.files, mapping=typed.mapping, connection=connection)
            for connection in connections
        ]
    polled = typed.connections or pollable(app.flow)
    if not polled:
        raise OrderloomError("OL671", environment=app.flow.environment)
    return [Inputs(connection=connection) for connection in polled]
