"""Which groups of lasting rules are judged anew because of metrics, and when time alone does it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from orderloom.definition.figure import Figure
from orderloom.definition.flow import Flow
from orderloom.definition.metric import Metric, metrics_read
from orderloom.definition.rule import Rule

if TYPE_CHECKING:  # the overlay has metrics
    from orderloom.kernel.overlay import Overlay

Group = tuple[Any, ...]


class Spring(NamedTuple):
    """What may change a metric: its grid, or items of its figure; ``by`` names its groups."""

    metric: Metric
    on_grid: bool
    by: tuple[str, ...]

    @property
    def figure(self) -> Figure | None:
        """Give the figure that is looked at; None of a grid."""
        return None if self.on_grid else self.metric.grouped if self.by else self.metric.whole


def springs_of(flow: Flow) -> dict[str, tuple[Spring, ...]]:
    """Give what may change the metrics that lasting rules read, by rule."""
    found: dict[str, tuple[Spring, ...]] = {}
    for rule in flow.rules.values():
        if rule.lasting is not None and not rule.record:
            asked = metrics_read(*(each.compiled for each in rule.lasting.asked()))
            springs = _springs(flow, asked, frozenset(rule.per))
            if distinct := tuple({(s.metric.id, s.on_grid): s for s in springs}.values()):
                found[rule.id] = distinct
    return found


def _springs(flow: Flow, asked: dict[str, bool], per: frozenset[str]) -> Iterator[Spring]:
    for name, reads_usual in asked.items():
        metric = flow.metrics[name]
        by = metric.by if set(metric.by) <= per else ()
        if reads_usual or metric.every is not None:
            yield Spring(metric, on_grid=True, by=by)
        if metric.every is not None:
            continue
        if metric.value is not None:
            yield from _springs(flow, metrics_read(metric.value), per)
        else:
            yield Spring(metric, on_grid=False, by=by)


def touched(work: "Overlay", spring: Spring) -> list[Group]:
    """Give the groups that a command changed, () being all of them together."""
    if spring.on_grid:
        keys = work.metrics.worked_out.get(spring.metric.id, ())
        return [key for key in keys if bool(key) == bool(spring.by)]
    figure = spring.figure
    return [] if figure is None else list(work.figures.touched(figure))


def of_metrics(
    work: "Overlay", rule: Rule, names: Mapping[str, Any]
) -> Iterator[tuple[datetime | None, bool]]:
    """Give when time alone may change what a rule's metrics are, and whether it always does."""
    for spring in work.program.springs.get(rule.id, ()):
        if (figure := spring.figure) is not None:
            key = tuple(names.get(name) for name in spring.by)
            moves = work.figures.moves(figure, key, work.now)
            yield work.figures.next_change(figure, key, work.now), moves
