"""Metrics, in the order in which they read each other."""

from collections.abc import Mapping

from orderloom.compiler.build.metric import MetricBuilder
from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.metrics import MetricsOutline
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.metric import Metric
from orderloom.expression.metrics import metrics_named


def build_metrics(draft: Draft) -> MetricsOutline:
    """Build all metrics; those that read each other in a circle are refused, with the circle."""
    declared = draft.outline.declarations["metric"]
    reads = {name: _reads(each) for name, each in declared.items()}
    order: list[str] = []
    circle: tuple[str, ...] = ()
    for name in declared:
        circle = circle or _visit(name, reads, order, ())
    if circle:
        value = reading.scalar(declared[circle[0]].root, "value")
        place = declared[circle[0]].place if value is None else value.place
        draft.findings.error("OL226", place, cycle=" → ".join(circle))
        return MetricsOutline(broken=frozenset(declared))
    found: dict[str, Metric] = {}
    broken: set[str] = set()
    for name in order:
        known = MetricsOutline(metrics=found, broken=frozenset(broken))
        metric = MetricBuilder(draft, known).build(declared[name])
        if metric is None:
            broken.add(name)
        else:
            found[name] = metric
    return MetricsOutline(metrics=found, broken=frozenset(broken))


def _reads(declaration: Declaration) -> tuple[str, ...]:
    value = declaration.root.get("value")
    return metrics_named(value.text) if isinstance(value, ScalarNode) else ()


def _visit(
    name: str, reads: Mapping[str, tuple[str, ...]], order: list[str], path: tuple[str, ...]
) -> tuple[str, ...]:
    """Put a metric behind what it reads; gives a circle through it, or nothing."""
    if name in path:
        return (*path[path.index(name) :], name)
    if name in order:
        return ()
    for other in reads[name]:
        circle = _visit(other, reads, order, (*path, name)) if other in reads else ()
        if circle:
            return circle
    order.append(name)
    return ()
