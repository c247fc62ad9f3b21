"""Triggers: the events that rules and trees listen to."""

from collections.abc import Iterator

from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import EventShape, is_planned


def event_shapes(draft: Draft, words: tuple[ScalarNode, ...]) -> Iterator[EventShape]:
    """Give the events that triggers name, with a finding for each unknown one."""
    for word in words:
        shape = draft.events.get(word.text)
        if shape is not None:
            yield shape
        elif is_planned(word.text):
            draft.findings.error("OL222", word.place, name=word.text)
        elif not _may_be_declared_in_broken(draft, word):
            draft.findings.unknown("OL212", word.place, word.text, draft.events)


def _may_be_declared_in_broken(draft: Draft, word: ScalarNode) -> bool:
    """Say whether a definition that could not be built may make such an event."""
    record = draft.outline.records.get(word.text.split(".")[0])
    return not draft.outline.complete or (record is not None and not record.complete)
