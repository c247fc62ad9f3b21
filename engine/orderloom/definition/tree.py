"""Trees: branches of conditions that say where a record belongs, remembered per record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from orderloom.definition.action import Actions
from orderloom.definition.common import Condition, Title
from orderloom.definition.figure import Figure
from orderloom.diagnostics import Cause, Place

Hit: TypeAlias = Literal["unique", "first", "all"]

ELSE = "else"
"""Ends the path of the branch that holds when none beside it does; no other may be called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch; it holds while its condition is true and its outer branch holds.

    Attributes:
        path: Ids from the tree's own down, joined by ``.``: what a record remembers.
        when: None for an ``else``, which holds while none beside it does.
        label: A tag on the record while the branch holds.
        do: Runs when it starts to hold.
        hit: How the branches inside are chosen.
        otherwise: The ``else`` of the branches inside; None where it does nothing.
    """

    id: str
    path: str
    cause: Cause
    when: Condition | None
    label: str | None = None
    do: Actions = ()
    hit: Hit = "unique"
    branches: "tuple[Branch, ...]" = ()
    otherwise: "Branch | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree judged at events; ``on`` holds full event names such as ``order.created``."""

    id: str
    place: Place
    record: str
    on: tuple[str, ...]
    branches: tuple[Branch, ...]
    otherwise: Branch | None = None
    hit: Hit = "unique"
    priority: int = 0
    facts: Mapping[str, Figure] = field(default_factory=dict)
    title: Title | None = None
    note: str | None = None


def every_branch(level: Tree | Branch) -> tuple[Branch, ...]:
    """Give the branches below ``level``, in file order, each before those inside; else last."""
    found: list[Branch] = []
    for branch in level.branches:
        found += [branch, *every_branch(branch)]
    if level.otherwise is not None:
        found.append(level.otherwise)
    return tuple(found)
