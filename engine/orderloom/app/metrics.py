"""What the metrics of a flow are, over all and by group, without working the store any further."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from orderloom.app.application import Application
from orderloom.definition.metric import Metric
from orderloom.expression.trouble import TROUBLE, fault_of
from orderloom.kernel.looking import looking
from orderloom.kernel.metrics.asking import Metrics
from orderloom.kernel.metrics.usual import Usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A metric of one group, or, with an empty ``group``, of all together.

    ``group`` has the name and value of what makes it; a value that nobody may be shown is None.
    ``fault`` is the code of why there is no value, None when nothing is wrong.
    """

    group: Mapping[str, Any]
    value: Any
    usual: Usual
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauged:
    """A metric with all it is: over all first, then by group."""

    metric: Metric
    measured: tuple[Measured, ...]


def gauge(app: Application, at: datetime | None = None) -> list[Gauged]:
    """Give every metric in file order; ``at`` is the instant, None: now."""
    now = at or app.clock.now()
    with app.stores.reader() as reader:
        work = looking(app.program, reader, now)
        metrics = sorted(app.flow.metrics.values(), key=lambda each: each.place)
        return [_gauged(work.metrics, metric, now) for metric in metrics]


def _gauged(metrics: Metrics, metric: Metric, now: datetime) -> Gauged:
    keys = list(metrics.groups(metric))
    return Gauged(
        metric=metric, measured=tuple(_measured(metrics, metric, key, now) for key in keys)
    )


def _measured(metrics: Metrics, metric: Metric, key: tuple[Any, ...], now: datetime) -> Measured:
    group = dict(zip(metric.by if key else (), key, strict=True))
    value, fault = _tolerated(partial(metrics.value, metric, key, now))
    usual, odd = _tolerated(partial(metrics.usual, metric, key, now))
    return Measured(
        group=group, value=value, usual=usual or Usual(None, None, 0), fault=fault or odd
    )


def _tolerated(ask: Callable[[], Any]) -> tuple[Any, str | None]:
    try:
        return ask(), None
    except TROUBLE as trouble:
        return None, fault_of(trouble).code
