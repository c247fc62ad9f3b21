"""How each connection stands: what is known of it, without asking it anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from orderloom.app.application import Application
from orderloom.app.failed_calls import FailedCall, failed_calls
from orderloom.app.traffic import Traffic, traffic_of
from orderloom.declarative.tokens import token_until
from orderloom.definition.connection import Connection, Stream
from orderloom.ports import Notebook
from orderloom.runtime.alarms import Health, health_noted
from orderloom.runtime.breaker import breaker_noted
from orderloom.runtime.due_streams import polled_at

State = Literal["unused", "up", "failing", "down", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamStanding:
    """A stream: how far it was read, and when it was asked last."""

    name: str
    polled_at: datetime | None
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A connection in the flow's environment.

    Attributes:
        state: ``unused`` before anything went over it, ``failing`` after polls that failed but are
            not told yet, ``down`` and ``empty`` once they are.
        polled_at: When a poll worked last.
        lag_s: Seconds since then.
        failures: Polls in a row that failed.
        empties: Polls in a row that brought nothing.
        token_until: When its token runs out, None without one.
        resting_until: Until when its calls wait, after several in a row that failed; None: they go.
        failed_calls: What failed lately, with what was asked and answered, the newest last.
        traffic: Items and calls, as ``traffic_of`` counts them.
    """

    connection: Connection
    state: State
    polled_at: datetime | None
    lag_s: int | None
    failures: int
    empties: int
    token_until: datetime | None
    resting_until: datetime | None
    streams: Sequence[StreamStanding]
    failed_calls: Sequence[FailedCall]
    traffic: dict[str, int]


def standing_of(app: Application) -> list[Standing]:
    """Say how every connection that has an address in the flow's environment stands."""
    traffic = traffic_of(app)
    return [_standing(app, app.flow.connections[name], traffic) for name in traffic]


def _standing(app: Application, connection: Connection, traffic: Traffic) -> Standing:
    notes, now = app.stores.notes(connection.id), app.clock.now()
    streams = [_stream(each, notes) for each in connection.streams.values()]
    polled = max((each.polled_at for each in streams if each.polled_at), default=None)
    health = health_noted(notes) or Health(heard=now)
    numbers = traffic[connection.id]
    return Standing(
        connection=connection,
        state=_state(health, is_used=polled is not None or any(numbers.values())),
        polled_at=polled,
        lag_s=None if polled is None else int((now - polled).total_seconds()),
        failures=health.failed,
        empties=health.empty,
        token_until=token_until(notes),
        resting_until=_resting_until(notes, now),
        streams=streams,
        failed_calls=failed_calls(notes),
        traffic=numbers,
    )


def _resting_until(notes: Notebook, now: datetime) -> datetime | None:
    until = breaker_noted(notes).until
    return None if until is None or until <= now else until


def _stream(stream: Stream, notes: Notebook) -> StreamStanding:
    return StreamStanding(
        name=stream.name,
        polled_at=polled_at(stream, notes),
        cursor=notes.get(f"cursor/{stream.name}"),
    )


def _state(health: Health, *, is_used: bool) -> State:
    if health.down:
        return "down"
    if health.failed:
        return "failing"
    if health.is_empty:
        return "empty"
    return "up" if is_used else "unused"
