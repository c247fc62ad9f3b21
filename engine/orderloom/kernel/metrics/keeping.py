"""Metrics at the instants of their grids: worked out, and kept for those who ask later."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.figure import Figure
from orderloom.definition.metric import Metric
from orderloom.definition.select import Select
from orderloom.diagnostics import Cause
from orderloom.expression.trouble import TROUBLE, Trouble, fault_of
from orderloom.flow.effect import Faulted
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.figures.atoms import Atom, atom, micros, text_of
from orderloom.kernel.figures.items import Item
from orderloom.kernel.metrics.asking import Key, atoms_of
from orderloom.kernel.metrics.clock import on_grid, on_hour
from orderloom.kernel.metrics.usual import oldest_needed
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.selection import choose

Drawn = Mapping[Key, list[Item]]
"""The items of a sample, over all and by group."""


def work_out(work: Overlay) -> None:
    """Work out and keep what is due at the command's instant, each metric after its parts."""
    zone = work.program.flow.zone
    work.metrics.is_closing = True
    for metric in work.program.flow.metrics.values():
        is_due = on_grid(metric, work.now, zone)
        if not (is_due or on_hour(metric, work.now, zone)):
            continue
        drawn = _drawn(work, metric, metric.sample) if metric.sample and is_due else {}
        keys = list(dict.fromkeys((*work.metrics.groups(metric), *drawn)))
        for key in keys:
            if (atoms := atoms_of(key)) is None:
                continue
            if is_due:
                _hold(work, metric, atoms, _value(work, metric, key, drawn))
            if on_hour(metric, work.now, zone):
                _remember(work, metric, atoms, _tolerated(work, metric, key))
        work.metrics.worked_out[metric.id] = keys
    work.metrics.is_closing = False


def _value(work: Overlay, metric: Metric, key: Key, drawn: Drawn) -> Any:  # noqa: ANN401
    """Give what a metric is now; of values that cannot be added nothing, which is told."""
    figure = metric.grouped if key else metric.whole
    try:
        if metric.sample is not None and figure is not None:
            return work.figures.of_items(figure, drawn.get(key, ()), work.now) if drawn else None
        return work.metrics.worked_out_at(metric, key, work.now)
    except TROUBLE as trouble:
        _tell(work, metric, trouble)
        return None


def _tolerated(work: Overlay, metric: Metric, key: Key) -> Any:  # noqa: ANN401
    try:
        return work.metrics.value(metric, key, work.now)
    except TROUBLE as trouble:
        _tell(work, metric, trouble)
        return None


def _hold(work: Overlay, metric: Metric, atoms: list[Atom], value: object) -> None:
    """Keep a value in place of the one that was worked out before."""
    group = text_of(atoms)
    work.board.name(metric.held, group, atoms)
    held = work.board.kept(metric.held, group)
    if (before := held.newest()) is not None:
        held.remove(before[0], before[1])
    held.add(micros(work.now), "", atom(value))


def _remember(work: Overlay, metric: Metric, atoms: list[Atom], value: object) -> None:
    """Keep a value for the baseline, and let go what no baseline asks for any more."""
    assert metric.baseline is not None  # noqa: S101 - asked of such only
    group = text_of(atoms)
    work.board.name(metric.history, group, atoms)
    history = work.board.kept(metric.history, group)
    history.add(micros(work.now), "", atom(value))
    first = micros(oldest_needed(metric.baseline, work.now, work.program.flow.zone))
    while (oldest := history.oldest(0)) is not None and oldest[0] < first:
        history.remove(oldest[0], oldest[1])


def _drawn(work: Overlay, metric: Metric, sample: Select) -> Drawn:
    """Draw a sample; give its items, nothing at all where it cannot be drawn, which is told."""
    around = Surroundings(work.now, records=work.records)
    try:
        ids = choose(work, sample, None, around, f"metric/{metric.id}")
    except TROUBLE as trouble:
        _tell(work, metric, trouble)
        return {}
    found: dict[Key, list[Item]] = {(): []}
    for record_id in ids:
        draft = work.drafts.get(record_id)
        stored = work.view.get(record_id) if draft is None else None
        values = draft.values if draft is not None else stored.values if stored else {}
        for figure in metric.drawn():
            for item in _items(work, figure, values):
                found.setdefault(item.group[1], []).append(item)
    return found


def _items(work: Overlay, figure: Figure, values: Mapping[str, Any]) -> list[Item]:
    return work.board.of_record(work.program.streams[figure.stream.id], values)


def _tell(work: Overlay, metric: Metric, trouble: Trouble) -> None:
    fault = fault_of(trouble)
    work.effects.append(
        Faulted(
            record="",
            record_id=None,
            cause=Cause(definition=f"metric/{metric.id}", path="", place=metric.place),
            code=fault.code,
            facts=dict(fault.facts),
        )
    )
