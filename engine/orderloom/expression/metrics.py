"""``metrics.x`` and its parts: what a flow's metrics are in an expression."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from orderloom.expression.context import Context
from orderloom.expression.faults import Faults, shown
from orderloom.expression.parsing import parse
from orderloom.expression.scope import METRICS, Gauge
from orderloom.expression.syntax import NameNode, PartNode, Span
from orderloom.expression.typed import Meaning, Root
from orderloom.names import nearest


def check_metric(context: Context, node: PartNode) -> Meaning | None:
    """Find ``metrics.x`` and ``metrics.x.baseline``; None of what is something else."""
    gauges = context.scope.metrics
    if gauges is None or METRICS in context.loops:
        return None
    if _is_root(node.of):
        return _value(context, node, gauges)
    if isinstance(node.of, PartNode) and _is_root(node.of.of):
        return _part(context, node, node.of, gauges)
    return None


def _is_root(node: object) -> bool:
    return isinstance(node, NameNode) and node.name == METRICS


def _value(context: Context, node: PartNode, gauges: Mapping[str, Gauge]) -> Meaning:
    gauge = gauges.get(node.name)
    if gauge is None:
        return _unknown(context, node, gauges)
    if gauge.trouble is not None:
        code, facts = gauge.trouble
        return context.refuse(code, Span(node.at, node.end), **facts)
    name = f"{METRICS}.{node.name}"
    return Root(gauge.value.type, node.start, node.end, name, gauge.value)


def _part(
    context: Context, node: PartNode, metric: PartNode, gauges: Mapping[str, Gauge]
) -> Meaning | None:
    gauge = gauges.get(metric.name)
    if gauge is None:
        return _unknown(context, metric, gauges)
    if gauge.trouble is not None:
        return _value(context, metric, gauges)
    at = Span(node.at, node.end)
    if node.name not in gauge.parts:
        facts = {"found": shown(node.name), "nearest": nearest(node.name, gauge.parts) or ""}
        return context.refuse("OL192", at, name=metric.name, **facts)
    part = gauge.parts[node.name]
    if part is None:
        return context.refuse("OL193", at, name=metric.name, found=node.name)
    name = f"{METRICS}.{metric.name}.{node.name}"
    return Root(part.type, node.start, node.end, name, part)


def _unknown(context: Context, node: PartNode, gauges: Mapping[str, Gauge]) -> Meaning:
    near = nearest(node.name, gauges) or ""
    known = ", ".join(gauges) if 0 < len(gauges) <= 12 else ""
    facts = {"found": shown(node.name), "nearest": near, "known": known}
    return context.refuse("OL191", Span(node.at, node.end), **facts)


def metrics_named(text: str) -> tuple[str, ...]:
    """Name the metrics that an expression reads, in order; none of one that cannot be read."""
    tree = parse(text, Faults())
    return tuple(dict.fromkeys(_named(tree)))


def _named(node: object) -> Iterator[str]:
    if isinstance(node, PartNode) and _is_root(node.of):
        yield node.name
    elif isinstance(node, tuple):
        for each in node:
            yield from _named(each)
    elif is_dataclass(node):
        for part in fields(node):
            yield from _named(getattr(node, part.name))
