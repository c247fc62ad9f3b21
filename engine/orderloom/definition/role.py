"""Roles: groups of people, and what they see."""

from dataclasses import dataclass

from orderloom.definition.common import Title
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role; ``includes`` is transitive already and holds the role itself."""

    id: str
    place: Place
    includes: frozenset[str]
    title: Title | None = None
    note: str | None = None
