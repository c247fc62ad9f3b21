"""Effects that tell which branches of trees hold."""

from typing import Any

from orderloom.flow.effect_base import Effect


class BranchBegan(Effect, frozen=True, kw_only=True, tag="branch_began"):
    """A branch of a tree began to hold: ``values`` are what decided, by path.

    ``again``: it held before, and its actions, which were refused, are tried once more.
    """

    tree: str
    branch: str
    on: str
    values: dict[str, Any]
    again: bool = False


class BranchEnded(Effect, frozen=True, kw_only=True, tag="branch_ended"):
    """A branch of a tree no longer holds; ``cause`` None: the tree has no such branch now."""

    tree: str
    branch: str
    on: str
    values: dict[str, Any]


class Ambiguous(Effect, frozen=True, kw_only=True, tag="ambiguous"):
    """Of branches that should exclude each other more than one held: ``branch`` was taken."""

    tree: str
    branch: str
    also: tuple[str, ...]
    on: str
    values: dict[str, Any]
