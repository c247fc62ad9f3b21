"""Limits over all messages, and which starts of a rule are told together."""

from collections.abc import Iterable
from datetime import time
from typing import get_args

from orderloom.compiler.build.spans import span
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.contact import Contact, Group, Period
from orderloom.diagnostics import Cause, Place


def build_contact(draft: Draft, flow: Declaration) -> tuple[Contact, ...]:
    """Build the limits in file order."""
    if not flow.sound:
        return ()
    found: list[Contact] = []
    for number, node in enumerate(reading.several(flow.root.get("contact"))):
        to = reading.scalar(node, "to") if isinstance(node, MapNode) else None
        if isinstance(node, MapNode) and to is not None:
            _check(draft, node, to)
            cause = Cause(definition=flow.name, path=f"contact[{number}]", place=to.place)
            found.append(_limit(draft, node, to.text, cause))
    return tuple(found)


def _limit(draft: Draft, node: MapNode, to: str, cause: Cause) -> Contact:
    start, end = _hours(node)
    return Contact(
        cause=cause,
        role=to if to in draft.outline.places("role") else None,
        record=to if to in draft.outline.records else None,
        most=reading.number(node, "at_most", 0) or None,
        per=next((each for each in get_args(Period) if each == reading.text(node, "per")), "day"),
        start=start,
        end=end,
        zone=reading.text(node, "zone", draft.outline.zone),
        merge=reading.optional_text(node, "merge"),
        delays=reading.text(node, "over") == "delay",
        spared=frozenset(reading.texts(node, "except")),
    )


def _hours(node: MapNode) -> tuple[time | None, time | None]:
    written = reading.scalar(node, "quiet")
    if written is None:
        return None, None
    start, _, end = written.text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def _check(draft: Draft, node: MapNode, to: ScalarNode) -> None:
    """Refuse a limit that limits nothing, and names of what is not there."""
    places = draft.outline.places("role")
    places |= {name: each.place for name, each in draft.outline.records.items()}
    if to.text not in places:
        draft.unknown("OL069", to, places)
    if "at_most" not in node and "quiet" not in node:
        draft.findings.error("OL065", to.place)
    start, end = _hours(node)
    quiet = reading.scalar(node, "quiet")
    if quiet is not None and start == end:
        draft.findings.error("OL068", quiet.place, found=quiet.text)
    for word in reading.words(node, "except"):
        draft.one_of("message", "OL208", word)
    _check_merge(draft, node)


def _check_merge(draft: Draft, node: MapNode) -> None:
    """Refuse a message that joins nothing, is not there, or is about one record."""
    merge = reading.scalar(node, "merge")
    if merge is None or not draft.one_of("message", "OL208", merge):
        return
    if "quiet" not in node and reading.text(node, "over") != "delay":
        draft.findings.error("OL066", merge.place)
    about = reading.scalar(draft.outline.declarations["message"][merge.text].root, "record")
    if about is not None:
        draft.findings.error("OL067", merge.place, related=about.place, name=merge.text)


def build_group(
    draft: Draft, root: MapNode, known: Iterable[tuple[str, Place]], *, complete: bool
) -> Group | None:
    """Build which starts are told together; ``known`` are the names that they may share."""
    node = reading.submap(root, "group")
    if node is None:
        return None
    places = dict(known)
    for word in reading.words(node, "by"):
        if word.text not in places and complete:
            draft.unknown("OL070", word, places)
    return Group(by=reading.texts(node, "by"), wait=span(node, "wait"))
