"""Which lasting rules are to be judged, and for which records, after what a command changed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from orderloom.definition.lasting import Watch
from orderloom.definition.rule import Rule
from orderloom.kernel.draft import Draft
from orderloom.kernel.lasting import Subject, subject_of
from orderloom.kernel.overlay import Overlay

_NEW: Final[Mapping[str, Any]] = {}


def concerned(work: Overlay) -> list[Subject]:
    """Give what rules are to be judged for, because of what changed since they were last."""
    found: dict[tuple[str, str], Subject] = {}
    for draft in tuple(work.drafts.values()):
        rules = work.program.watching.get(draft.program.id, ())
        if not rules or (draft.before is not None and draft.values is draft.before.values):
            continue
        first = _NEW if draft.before is None else draft.before.values
        before = work.judged.get(draft.id, first)
        for rule in rules:
            watch = _watch(rule)
            if _has_changed(watch, draft, before):
                for each in _reached(work, rule, watch, draft, before):
                    found[rule.id, each.id] = subject_of(rule, each)
        work.judged[draft.id] = dict(draft.values)
    return list(found.values())


def _watch(rule: Rule) -> Watch:
    assert rule.lasting is not None  # noqa: S101 - only lasting rules watch
    return rule.lasting.watch


def _has_changed(watch: Watch, draft: Draft, before: Mapping[str, Any]) -> bool:
    if before is _NEW:
        return True
    values = draft.values
    names = watch.names.get(draft.program.id, ())
    return any(values.get(name) != before.get(name) for name in names)


def _reached(
    work: Overlay, rule: Rule, watch: Watch, draft: Draft, before: Mapping[str, Any]
) -> Iterator[Draft]:
    """Give the records of the rule's type that may look at ``draft``, itself first."""
    seen = {draft.id}
    waiting = [(draft, before)]
    while waiting:
        at, was = waiting.pop()
        if at.program.id == rule.record:
            yield at
        for owner in _owners(work, watch, at, was):
            if owner.id not in seen:
                seen.add(owner.id)
                waiting.append((owner, owner.values))


def _owners(
    work: Overlay, watch: Watch, draft: Draft, before: Mapping[str, Any]
) -> Iterator[Draft]:
    """Give the records that know ``draft`` by a link, now or before."""
    for link in watch.links:
        if link.to != draft.program.id:
            continue
        if link.through is None:
            yield from work.linked(link.owner, link.name, draft)
            continue
        for parent in {draft.values.get(link.through), before.get(link.through)}:
            found = None if parent is None else work.get(parent)
            if found is not None and found.program.id == link.owner:
                yield found
