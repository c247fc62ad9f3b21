"""What expressions see of a flow's metrics."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from orderloom.definition.metric import Metric
from orderloom.expression import types
from orderloom.expression.kinds import kind
from orderloom.expression.scope import Gauge, Name, Reason
from orderloom.expression.types import ANY, Type

PARTS = ("baseline", "sigma", "n")
"""What a metric has besides its value."""


@dataclass(frozen=True, kw_only=True)
class MetricsOutline:
    """The metrics of a flow, each after those that it reads; ``broken`` have findings."""

    metrics: Mapping[str, Metric] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    def gauges(self, per: tuple[str, ...] = ()) -> dict[str, Gauge]:
        """Give every metric as a place sees it that stands for a group named by ``per``.

        Of a metric that has groups by some of these names it is the group's value, else that over
        all. One whose groups are named by more than these means nothing.
        """
        unknown = Name(type=ANY, source="None")
        found = {
            name: Gauge(value=unknown, parts=dict.fromkeys(PARTS, unknown)) for name in self.broken
        }
        return found | {name: _gauge(metric, per) for name, metric in self.metrics.items()}


def is_picked(by: Collection[str], per: Collection[str]) -> bool:
    """Say whether names of whoever asks pick a group of a metric."""
    return bool(by) and set(by) <= set(per)


def _gauge(metric: Metric, per: tuple[str, ...]) -> Gauge:
    common = set(metric.by) & set(per)
    picks = is_picked(metric.by, per)
    trouble: Reason | None = None
    if common and not picks:
        facts = {"name": metric.id, "by": ", ".join(metric.by), "per": ", ".join(per)}
        trouble = ("OL197", facts)
    values = "".join(f"e.results.get({name!r}), " for name in metric.by) if picks else ""
    parts: dict[str, Name | None] = dict.fromkeys(PARTS)
    if metric.baseline is not None:
        spread = _spread(metric.type)
        kinds = zip(PARTS, (spread, spread, types.INTEGER), strict=True)
        parts = {name: _name(metric, name, values, of) for name, of in kinds}
    return Gauge(value=_name(metric, "value", values, metric.type), parts=parts, trouble=trouble)


def _name(metric: Metric, part: str, values: str, of: Type) -> Name:
    source = f"e.records.metric({metric.id!r}, {part!r}, ({values}), e.now)"
    return Name(type=of, source=source, volatile=True)


def _spread(of: Type) -> Type:
    """Give the type of a median: that of two whole numbers may lie between them."""
    return types.DECIMAL if kind(of) == "number" else of
