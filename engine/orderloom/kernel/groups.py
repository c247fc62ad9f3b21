"""Lasting rules without a record: one judgement for each group of their figures.

A group is remembered as soon as time alone may change what its figures say: then it has a timer
for that instant, however many items come meanwhile.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from orderloom.definition.figure import Figure
from orderloom.definition.record import ACTIVE, MEMO, PER
from orderloom.definition.rule import Rule
from orderloom.kernel import stays
from orderloom.kernel.draft import Draft
from orderloom.kernel.lasting import Subject, holds
from orderloom.kernel.memos import memo, recall
from orderloom.kernel.metrics.waking import of_metrics
from orderloom.kernel.metrics.waking import touched as touched_by
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.rehearsal import nobody

WAKE = "wake"
"""Begins the name of the timer at which a group is looked at again."""
_MICRO = timedelta(microseconds=1)
_FARTHEST = timedelta(days=3_660)
_FIRST_LOOK = timedelta(seconds=1)
Group = tuple[Any, ...]


def groups(work: Overlay) -> list[Subject]:
    """Give the groups to be judged because of items that came or went, or because time passed."""
    found: list[Subject] = []
    for rule in work.program.by_group:
        keys = dict.fromkeys((*_touched(work, rule), *_woken(work, rule)))
        found += (subject for key in keys if (subject := _subject(work, rule, key)) is not None)
    return found


def of_holder(work: Overlay, rule: Rule, holder: Draft) -> Subject:
    """Give the group that a record of the engine remembers."""
    assert rule.lasting is not None  # noqa: S101 - only lasting rules have groups
    names = dict(zip(rule.per, holder.values[PER], strict=True))
    return Subject(rule, rule.lasting, holder, nobody(work, ""), names)


def wake_later(work: Overlay, subject: Subject) -> None:
    """Set the timer of a group to when time alone may change how it is judged."""
    due = _next_look(work, subject)
    name = f"{WAKE}{stays.MARK}{subject.rule.id}"
    if due is None:
        stays.let_sleep(work, subject.holder, name)
    elif stays.due_of(subject.holder, name) != due:
        stays.wake(work, subject.holder, name, due)


def _subject(work: Overlay, rule: Rule, key: Group) -> Subject | None:
    """Give a group, remembered from now on if there is anything to remember."""
    definition = f"rule/{rule.id}"
    holder = recall(work, definition, list(key))
    if holder is not None and PER in holder.values:
        return of_holder(work, rule, holder)
    assert rule.lasting is not None  # noqa: S101 - as above
    names = dict(zip(rule.per, key, strict=True))
    stranger = Subject(rule, rule.lasting, nobody(work, ""), nobody(work, ""), names)
    if not holds(work, stranger) and _next_look(work, stranger) is None:
        return None
    holder = memo(work, definition, list(key))
    work.put(holder, PER, list(key))
    work.put(holder, ACTIVE, definition)
    return stranger._replace(holder=holder)


def _touched(work: Overlay, rule: Rule) -> Iterator[Group]:
    """Give the groups of which figures or metrics changed.

    One that has others' groups concerns all that are known.
    """
    for places, touched in _changed(work, rule):
        if not touched:
            continue
        if all(name in places for name in rule.per):
            yield from (tuple(key[places[name]] for name in rule.per) for key in touched)
        else:
            for each in work.pointing(MEMO, ACTIVE, f"rule/{rule.id}"):
                yield tuple(each.values[PER])


def _changed(work: Overlay, rule: Rule) -> Iterator[tuple[Mapping[str, int], Collection[Group]]]:
    """Give groups that changed, with the place of each name in their keys."""
    for figure in rule.facts.values():
        yield picked(figure), work.figures.touched(figure)
    for spring in work.program.springs.get(rule.id, ()):
        yield {name: place for place, name in enumerate(spring.by)}, touched_by(work, spring)


def _woken(work: Overlay, rule: Rule) -> Iterator[Group]:
    for holder in work.woken:
        if holder.values.get(ACTIVE) == f"rule/{rule.id}":
            yield tuple(holder.values[PER])


def picked(figure: Figure) -> Mapping[str, int]:
    """Give the names that pick a figure's group as they are, each with its place in the key."""
    found: dict[str, int] = {}
    for place, value in enumerate(figure.pick):
        if value.compiled is not None:
            found.setdefault(value.compiled.text.strip(), place)
    return found


def _next_look(work: Overlay, subject: Subject) -> datetime | None:
    """Give the instant at which the group is to be looked at again without anything happening."""
    around = subject.around(work)
    changes: list[datetime] = []
    moves = False
    for figure in subject.rule.facts.values():
        key = tuple(part.of({}, around) for part in figure.pick)
        found = work.figures.next_change(figure, key, work.now, subject.results)
        changes += [] if found is None else [found]
        moves = moves or work.figures.moves(figure, key, work.now, subject.results)
    for found, always in of_metrics(work, subject.rule, subject.results):
        changes += [] if found is None else [found]
        moves = moves or always
    first = min(changes, default=None)
    if not moves:
        return first
    crossing = _crossing(work, subject, first or work.now + _FARTHEST)
    return crossing or first


def _crossing(work: Overlay, subject: Subject, end: datetime) -> datetime | None:
    """Find when a figure that grows with time changes the verdict before ``end``, None: never."""
    start, now = subject.conditions(work, work.now), work.now
    step = _FIRST_LOOK
    while now + step < end and subject.conditions(work, now + step) == start:
        now += step
        step *= 2
    late = min(now + step, end - _MICRO)
    if late <= now or subject.conditions(work, late) == start:
        return None
    while late - now > _MICRO:
        middle = now + (late - now) / 2
        if subject.conditions(work, middle) == start:
            now = middle
        else:
            late = middle
    return late
