"""Roles: groups of people, and what they see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from orderloom.definition.common import Condition, Title
from orderloom.diagnostics import Place

Manner = Literal["hide", "mask", "clear"]
"""How a value is shown, from the least to the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class See:
    """What is seen of one record type.

    Attributes:
        fields: Their names; None: all.
        where: Which records; None: every one.
        sensitive: How sensitive fields are shown.
    """

    record: str
    place: Place
    fields: frozenset[str] | None = None
    where: Condition | None = None
    sensitive: Manner = "mask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role; ``includes`` is transitive already and holds the role itself.

    ``see`` is its own word by record type: what included roles see is theirs.
    """

    id: str
    place: Place
    includes: frozenset[str]
    see: Mapping[str, See] = field(default_factory=lambda: MappingProxyType({}))
    title: Title | None = None
    note: str | None = None
