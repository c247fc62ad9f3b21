"""Durations under a key: how long something lasts, or is waited for."""

from datetime import timedelta

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.expression.literals import parse_duration

NOTHING = timedelta(0)
_A_DAY = timedelta(days=1)
_SHORTEST = timedelta(minutes=1)


def span(node: MapNode, key: str) -> timedelta:
    """Give the duration under ``key``; none without it."""
    return parse_duration(reading.text(node, key)) or NOTHING


def some_span(draft: Draft, node: MapNode, key: str) -> timedelta | None:
    """Give the duration under ``key``, None without it; one of 0 is a finding."""
    found = reading.scalar(node, key)
    if found is None:
        return None
    duration = parse_duration(found.text)
    if not duration:
        draft.findings.error("OL171", found.place, key=key, found=found.text)
        return None
    return duration


def grid(draft: Draft, root: MapNode) -> timedelta | None:
    """Give the interval ``every``, which begins anew each midnight and so must divide the day."""
    said = reading.scalar(root, "every")
    every = None if said is None else parse_duration(said.text)
    if said is None or every is None:
        return None
    if every < _SHORTEST or _A_DAY % every:
        draft.findings.error("OL464", said.place, found=said.text)
        return None
    return every
