"""Trees: branches of conditions that say where a record belongs, remembered per record."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from orderloom.definition.action import Actions
from orderloom.definition.common import Condition, Title
from orderloom.diagnostics import Cause, Place

Hit: TypeAlias = Literal["unique", "first", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch; it holds while its condition is true and its outer branch holds.

    Attributes:
        path: Ids from the tree down, joined by ``.``: what a record remembers.
        label: A tag on the record while the branch holds.
        do: Runs when it starts to hold.
        hit: How the branches inside are chosen.
        otherwise: Runs when it starts to be that none inside holds; of a branch with ``branches``.
    """

    id: str
    path: str
    cause: Cause
    when: Condition
    label: str | None = None
    do: Actions = ()
    hit: Hit = "unique"
    branches: "tuple[Branch, ...]" = ()
    otherwise: Actions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree judged at events; ``on`` holds full event names such as ``order.created``."""

    id: str
    place: Place
    record: str
    on: tuple[str, ...]
    branches: tuple[Branch, ...]
    otherwise: Actions = ()
    hit: Hit = "unique"
    priority: int = 0
    title: Title | None = None
    note: str | None = None
