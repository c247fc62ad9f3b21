"""The numbers of an installation in Prometheus' text format: names of definitions, no values."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from orderloom.app.application import Application
from orderloom.app.traffic import traffic_of
from orderloom.definition.connection import Connection
from orderloom.ports import Depths
from orderloom.runtime.breaker import breaker_noted
from orderloom.runtime.due_streams import polled_at

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(app: Application) -> bytes:
    """Give all numbers as they are now."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(app))
    return generate_latest(registry)


class _Numbers(Collector):
    """Reads the store whenever it is asked."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Give every family."""
        app, now = self._app, self._app.clock.now()
        depths = app.stores.depths(now)
        yield from _depths(depths, now)
        yield _writes(depths)
        yield _counted(
            "orderloom_items", "Items of messages by what became of them", "outcome",
            app.stores.inbox.counts(),
        )  # fmt: skip
        yield _gauge_by(
            "orderloom_calls", "Outgoing calls by state", "state", app.stores.outbox.counts()
        )
        yield from _connections(app, now)
        with app.stores.reader() as reader:
            yield _gauge_by("orderloom_records", "Records by type", "type", reader.types())


def _depths(depths: Depths, now: datetime) -> Iterator[Metric]:
    numbers = {
        "orderloom_inbox_unfinished": ("Messages not worked to their end", depths.unfinished),
        "orderloom_inbox_oldest_seconds": (
            "Age of the oldest of them, 0 without one",
            _age(depths.oldest_message, now),
        ),
        "orderloom_calls_oldest_seconds": (
            "Age of the oldest call that waits, 0 without one",
            _age(depths.oldest_call, now),
        ),
        "orderloom_timers_waiting": ("Timers that wait", depths.timers),
        "orderloom_timers_due": ("Timers that are due and have not rung", depths.due),
        "orderloom_timers_late_seconds": (
            "How late the first of them is, 0 without one",
            _age(depths.oldest_due, now),
        ),
        "orderloom_jobs_unfinished": ("Jobs not worked to their end", depths.jobs),
    }
    for name, (about, number) in numbers.items():
        yield GaugeMetricFamily(name, about, value=number)


def _writes(depths: Depths) -> Metric:
    family = HistogramMetricFamily(
        "orderloom_commit_seconds", "How long transactions of this process took that wrote"
    )
    buckets = [
        ("+Inf" if bound == float("inf") else str(bound), float(n)) for bound, n in depths.writes
    ]
    family.add_metric([], buckets=buckets, sum_value=depths.write_seconds)
    return family


def _connections(app: Application, now: datetime) -> Iterator[Metric]:
    here = {name: app.flow.connections[name] for name in traffic_of(app)}
    calls = GaugeMetricFamily(
        "orderloom_connection_calls", "Calls over a connection by state",
        labels=["connection", "state"],
    )  # fmt: skip
    for name, states in app.stores.outbox.counts_by_connection().items():
        if name in here:
            for state, number in states.items():
                calls.add_metric([name, state], number)
    yield calls
    resting = {name: float(_rests(app, name, now)) for name in here}
    yield _gauge_by(
        "orderloom_connection_resting", "1 while calls over it are not tried", "connection", resting
    )
    polled = {name: _polled(app, each) for name, each in here.items() if each.streams}
    known = {name: at.timestamp() for name, at in polled.items() if at is not None}
    about = "When a poll of it worked last, in seconds since 1970"
    yield _gauge_by("orderloom_connection_last_poll_timestamp_seconds", about, "connection", known)


def _rests(app: Application, connection: str, now: datetime) -> bool:
    until = breaker_noted(app.stores.notes(connection)).until
    return until is not None and until > now


def _polled(app: Application, connection: Connection) -> datetime | None:
    notes = app.stores.notes(connection.id)
    known = (polled_at(each, notes) for each in connection.streams.values())
    return max((at for at in known if at is not None), default=None)


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


def _gauge_by(name: str, about: str, label: str, numbers: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=[label])
    for key, number in numbers.items():
        family.add_metric([key], number)
    return family


def _counted(name: str, about: str, label: str, numbers: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(name, about, labels=[label])
    for key, number in numbers.items():
        family.add_metric([key], number)
    return family
