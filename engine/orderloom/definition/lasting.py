"""Lasting conditions: what a rule with ``while`` waits for, and what wakes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from orderloom.definition.action import Actions
from orderloom.definition.common import Condition

NoData = Literal["keep", "start", "end"]
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How a record of type ``owner`` knows others: by ``name``, a reference or its children.

    ``through`` is the reference back that the children of type ``to`` have; None of a reference.
    """

    owner: str
    name: str
    to: str
    through: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What lasting conditions read: names by record type, and how to get from there to here."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """A condition that lasts.

    Attributes:
        condition: ``while``.
        hold: ``for``: so long it must be true without a break before the rule starts.
        until: Ends it instead of ``condition`` no longer being true.
        keep_for: So long the rule stays on after the end.
        no_data: What unknown means: nothing new, true, or its end.
        recovered: Actions at the end.
        watch: What may change it.
    """

    condition: Condition
    watch: Watch
    hold: timedelta = _NOTHING
    until: Condition | None = None
    keep_for: timedelta = _NOTHING
    no_data: NoData = "keep"
    recovered: Actions = ()

    def asked(self) -> tuple[Condition, ...]:
        """Give what is asked whenever it is judged."""
        return (self.condition,) if self.until is None else (self.condition, self.until)
