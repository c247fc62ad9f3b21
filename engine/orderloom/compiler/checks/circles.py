"""Do definitions set each other off without end? Each circle is told once, step by step."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from orderloom.compiler.checks.counters import counters
from orderloom.compiler.checks.effects import Effects, Step
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow

_LONGEST = 6
_MOST_TRIES = 5_000
_Circle: TypeAlias = tuple[Step, ...]
_Written: TypeAlias = dict[tuple[str, str], set[tuple[str, str]]]
"""What a definition writes when it hears an event: what is changed, and the value."""


def check_circles(draft: Draft, flow: Flow) -> None:
    """Warn of circles of events; those of plain steps alone are told elsewhere."""
    steps: dict[str, list[Step]] = {}
    written: _Written = {}
    ending = counters(flow)
    for step in Effects(draft, flow).steps():
        if step.target and step.writes in ending:
            continue  # it changes something no more often than it counts
        if step.target:
            steps.setdefault(step.source, []).append(step)
        else:
            written.setdefault((step.source, step.by), set()).add((step.writes, step.value))
    told: set[frozenset[str]] = set()
    for circle in sorted(_circles(steps, written), key=len):
        names = frozenset(f"{each.by} {each.writes or each.target}" for each in circle)
        if any(names >= other for other in told) or all(each.is_plain for each in circle):
            continue
        told.add(names)
        _tell(draft, circle)


def _tell(draft: Draft, circle: _Circle) -> None:
    words = [f"{each.source} ({each.by})" for each in circle]
    following = circle[1].place if len(circle) > 1 else None
    facts = {"cycle": " → ".join([*words, circle[0].source])}
    draft.findings.warn("OL041", circle[0].place, related=following, **facts)


def _circles(steps: Mapping[str, Sequence[Step]], written: _Written) -> Iterator[_Circle]:
    """Give circles that can go round, each from the event that is first in order."""
    tries = 0
    for first in sorted(steps):
        ways: list[_Circle] = [(each,) for each in steps[first]]
        while ways:
            tries += 1
            if tries > _MOST_TRIES:
                return
            way = ways.pop()
            if way[-1].target == first and _goes_round(way, written):
                yield way
            elif len(way) < _LONGEST and way[-1].target >= first:
                # An event may come twice: one definition undoes what the other has done.
                following = steps.get(way[-1].target, ())
                ways += [(*way, each) for each in following if each not in way]


def _goes_round(circle: _Circle, all_written: _Written) -> bool:
    """Say whether nothing stops it: each step changes something in every round."""
    pairs = {pair for each in circle for pair in all_written.get((each.source, each.by), ())}
    written = {what for what, _ in pairs}
    for place, step in enumerate(circle):
        if step.wakes is not None and step.wakes.isdisjoint(written):
            return False
        if step.origins and not _leads_on(circle, place):
            return False
        if step.is_anew or step.origins or not step.reads.isdisjoint(written):
            continue
        # Writing the same value is no change: somebody must write another one in between.
        values = {value for what, value in pairs if what == step.writes}
        if len(values) == 1:
            return False
    return True


def _leads_on(circle: _Circle, place: int) -> bool:
    """Say whether a transition can be taken where the one before it in the circle has led."""
    step = circle[place]
    before = (circle[(place - back) % len(circle)] for back in range(1, len(circle) + 1))
    last = next(each for each in before if each.writes == step.writes)
    return last.value in step.origins
