"""When metrics are worked out: the grids of all of them, as one schedule of the engine's own."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from orderloom.definition.flow import Flow
from orderloom.definition.metric import Metric
from orderloom.definition.schedule import Schedule
from orderloom.diagnostics import Place
from orderloom.expression.functions.time import at_wall_clock

CLOCK: Final = "$metrics"
"""The schedule's id; it comes before any of the flow's, so that these find metrics up to date."""
HOUR: Final = timedelta(hours=1)
"""Baselines are made of what metrics were at full hours."""


def clock_of(flow: Flow) -> Schedule | None:
    """Give the schedule at whose instants metrics are worked out; None where none has a grid."""
    spans = {each.every for each in flow.metrics.values() if each.every is not None}
    if any(each.baseline is not None for each in flow.metrics.values()):
        spans.add(HOUR)
    if not spans:
        return None
    return Schedule(
        id=CLOCK,
        place=Place("", 0),
        zone=flow.zone,
        do=(),
        catch_up="each",
        grids=tuple(sorted(spans)),
    )


def is_on_grid(instant: datetime, every: timedelta, zone: str) -> bool:
    """Say whether an instant is one of a grid, counted from local midnight."""
    local = ZoneInfo(zone)
    midnight = at_wall_clock(datetime.combine(instant.astimezone(local).date(), time()), local)
    return not (instant - midnight) % every


def on_grid(metric: Metric, instant: datetime, zone: str) -> bool:
    """Say whether a metric is worked out at an instant."""
    return metric.every is not None and is_on_grid(instant, metric.every, zone)


def on_hour(metric: Metric, instant: datetime, zone: str) -> bool:
    """Say whether what a metric is at an instant is kept for its baseline."""
    return metric.baseline is not None and is_on_grid(instant, HOUR, zone)
