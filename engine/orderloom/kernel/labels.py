"""Tags of a record, and which of them are labels that a tree takes off again.

A label that a branch has put on goes when the last branch with it ends. A tag that was there
before, or that an action asks for meanwhile, is no longer the tree's to take off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orderloom.definition.record import BRANCHES
from orderloom.diagnostics import Cause
from orderloom.flow.effect import Tagged, Untagged
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay

Holding = dict[str, Any]
"""A branch as its record remembers it while it holds: ``branch`` (its path), ``label`` if it has
one, ``put``: a tree put that tag on, ``owed``: its actions were refused and are tried again."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """A tag that is put on or taken off, and by what."""

    name: str
    cause: Cause | None
    off: bool = False


def holding(draft: Draft) -> list[Holding]:
    """Give the branches that hold for a record, of all its trees, oldest first."""
    found: list[Holding] = draft.values.get(BRANCHES) or []
    return found


def remember(work: Overlay, draft: Draft, entries: Iterable[Holding]) -> None:
    """Keep which branches hold."""
    work.put(draft, BRANCHES, list(entries) or None)


def ask(work: Overlay, draft: Draft, tagging: Tagging) -> None:
    """Put a tag on or take it off because an action says so: no tree takes it off from now on."""
    entries = holding(draft)
    if any(entry.get("put") and entry.get("label") == tagging.name for entry in entries):
        remember(work, draft, (disowned(each, tagging.name) for each in entries))
    turn(work, draft, tagging)


def disowned(entry: Holding, label: str) -> Holding:
    """Give a branch as it is remembered once its label is somebody else's."""
    return {**entry, "put": False} if entry.get("label") == label else entry


def turn(work: Overlay, draft: Draft, tagging: Tagging) -> None:
    """Put a tag on or take it off; a second time changes nothing."""
    tags: list[str] = draft.values.get("tags", [])
    if (tagging.name in tags) is not tagging.off:
        return
    rest = [name for name in tags if name != tagging.name]
    work.put(draft, "tags", rest if tagging.off else [*rest, tagging.name])
    effect = Untagged if tagging.off else Tagged
    work.effects.append(
        effect(record=draft.program.id, record_id=draft.ref, cause=tagging.cause, name=tagging.name)
    )
    verb = "untagged" if tagging.off else "tagged"
    work.emit(f"{draft.program.id}.{verb}", draft, {"tag": tagging.name})
