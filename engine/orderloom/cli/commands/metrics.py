"""``metrics``: what the metrics of a flow are."""

from collections.abc import Iterator
from pathlib import Path

from orderloom.app.application import open_application
from orderloom.app.metrics import Gauged, Measured, gauge
from orderloom.app.naming import readable
from orderloom.cli.bilingual import command, option
from orderloom.cli.instants import parse_instant
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import readable_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.definition.common import title_text
from orderloom.expression.data import write_value
from orderloom.expression.literals import format_duration

_GRID = Wording(", every {every}", "，每 {every}")
_ALL = Wording("all", "总体")
_NOTHING = Wording("–", "–")
_LINE = Wording("  {group}: {value}", "  {group}：{value}")
_USUAL = Wording(
    " (usually {baseline}, σ {sigma}, of {n})", "（通常 {baseline}，σ {sigma}，共 {n} 期）"
)
_FEW = Wording(" (nothing usual yet: {n} so far)", "（尚无基线：已有 {n} 期）")
_FAULT = Wording(" ({code})", "（{code}）")
_NONE = Wording("this flow has no metrics", "此流程没有度量")


@command(
    "metrics",
    en="Say what the metrics of the flow in DIR are: over all and by group, with what is usual at "
    "this hour.",
    zh="说明 DIR 中流程的各项度量：总体与各分组的值，以及该时段的通常水平。",
)
@flow_argument
@option(
    "--at",
    metavar="INSTANT",
    en="As they are at this instant, such as 2026-01-05T12:00+08:00; now when left out.",
    zh="在该时刻的值，如 2026-01-05T12:00+08:00；省略则为现在。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def metrics(
    terminal: Terminal,
    folder: Path,
    *,
    at: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """Show what metrics are."""
    environment = environment or terminal.settings.environment
    instant = None if at is None else parse_instant(at)
    with (
        readable_store(store or terminal.settings.store, folder) as url,
        open_application(folder, url, environment=environment) as app,
    ):
        found = gauge(app, instant)
    if terminal.wants_json:
        terminal.document([_document(each, terminal.language) for each in found])
        return
    for line in _told(found, terminal):
        terminal.show(line)


def _document(each: Gauged, language: str) -> dict[str, object]:
    metric = each.metric
    return {
        "id": metric.id,
        "title": title_text(metric.title, language, metric.id),
        "unit": metric.unit or None,
        "every": None if metric.every is None else format_duration(metric.every),
        "by": list(metric.by),
        "groups": [_group(one) for one in each.measured],
    }


def _group(one: Measured) -> dict[str, object]:
    return {
        "group": write_value(one.group),
        "value": write_value(one.value),
        "baseline": write_value(one.usual.baseline),
        "sigma": write_value(one.usual.sigma),
        "n": one.usual.n,
        "fault": one.fault,
    }


def _told(found: list[Gauged], terminal: Terminal) -> Iterator[str]:
    if not found:
        yield terminal.words(_NONE)
    for each in found:
        metric = each.metric
        title = title_text(metric.title, terminal.language, metric.id)
        head = readable(title)
        if metric.every is not None:
            head += terminal.words(_GRID, every=format_duration(metric.every))
        yield head
        for one in each.measured:
            yield _line(each, one, terminal)


def _line(each: Gauged, one: Measured, terminal: Terminal) -> str:
    group = ", ".join(f"{name} {readable(value)}" for name, value in one.group.items())
    value = terminal.words(_NOTHING) if one.value is None else readable(one.value)
    if one.value is not None and each.metric.unit:
        value = f"{value} {readable(each.metric.unit)}"
    line = terminal.words(_LINE, group=group or terminal.words(_ALL), value=value)
    if one.fault is not None:
        line += terminal.words(_FAULT, code=one.fault)
    if each.metric.baseline is None:
        return line
    usual = one.usual
    if usual.baseline is None:
        return line + terminal.words(_FEW, n=usual.n)
    facts = {"baseline": readable(usual.baseline), "sigma": readable(usual.sigma)}
    return line + terminal.words(_USUAL, **facts, n=usual.n)
