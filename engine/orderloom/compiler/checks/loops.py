"""Do rules set each other off without end: each writes what the next one works from?"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from orderloom.compiler.checks.acting import within
from orderloom.compiler.checks.counters import counters
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Set
from orderloom.definition.flow import Flow
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True)
class _Link:
    """A rule that hears of ``source`` and writes ``target`` out of it; both ``record.field``."""

    rule: str
    place: Place
    source: str
    target: str


def check_loops(draft: Draft, flow: Flow) -> None:
    """Warn at each link of a circle; ``once_per`` ends one, and so does counting to a limit."""
    links: dict[str, list[_Link]] = {}
    ending = counters(flow)
    for rule in flow.rules.values():
        if rule.once_per is None:
            for link in _links(flow, rule):
                if link.target not in ending:
                    links.setdefault(link.source, []).append(link)
    told: set[frozenset[_Link]] = set()
    for link in (each for found in links.values() for each in found):
        circle = _circle(links, link)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            _tell(draft, circle)


def _tell(draft: Draft, circle: tuple[_Link, ...]) -> None:
    cycle = " → ".join([*(f"{each.source} ({each.rule})" for each in circle), circle[0].source])
    for place, link in enumerate(circle):
        following = circle[(place + 1) % len(circle)]
        related = None if following is link else following.place
        facts = {"rule": link.rule, "field": link.target, "cycle": cycle}
        draft.findings.warn("OL187", link.place, related=related, **facts)


def _links(flow: Flow, rule: Rule) -> Iterator[_Link]:
    """Give what a rule writes, each with the fields of which it hears and reads."""
    heard = set(_heard(flow, rule))
    for acting in within(rule.record, rule.do):
        if not (acting.is_own and isinstance(acting.action, Set)):
            continue
        for field, value in acting.action.changes:
            if value.compiled is None:
                continue
            roots = {read.root for read in value.compiled.reads}
            read = heard if "event" in roots and len(heard) == 1 else heard & roots
            for name in sorted(read):
                source, target = f"{rule.record}.{name}", f"{rule.record}.{field}"
                yield _Link(rule.id, value.place, source, target)


def _heard(flow: Flow, rule: Rule) -> Iterator[str]:
    """Name the fields of whose changes a rule hears."""
    for event in rule.on:
        record, _, rest = event.partition(".")
        if record != rule.record or record not in flow.records:
            continue
        if rest == "changed":
            yield from flow.records[record].fields
        elif rest.endswith(".changed"):
            yield rest.removesuffix(".changed")


def _circle(links: dict[str, list[_Link]], first: _Link) -> tuple[_Link, ...]:
    """Give the shortest circle through a link, nothing when there is none."""
    seen = {first.target}
    ways: deque[tuple[_Link, ...]] = deque([(first,)])
    while ways:
        way = ways.popleft()
        if way[-1].target == first.source:
            return way
        for link in links.get(way[-1].target, ()):
            if link.target not in seen:
                seen.add(link.target)
                ways.append((*way, link))
    return ()
