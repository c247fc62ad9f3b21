"""How often, and when, one addressee is written to, whatever definition wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Literal

from orderloom.diagnostics import Cause

Period = Literal["hour", "day", "week"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One limit over all messages.

    Attributes:
        role: Limited are messages to this role; ``record``: those to the people of its records.
        most: So many in each ``per`` by the clock of ``zone``; None: any number.
        start: Quiet hours go from here to before ``end``, in which messages wait; None: none.
        merge: The message that tells all those that waited at once.
        delays: Whether what is beyond the limit waits for the next ``per``; else it is dropped.
        spared: Messages that are neither limited nor counted.
    """

    cause: Cause
    zone: str
    role: str | None = None
    record: str | None = None
    most: int | None = None
    per: Period = "day"
    start: time | None = None
    end: time | None = None
    merge: str | None = None
    delays: bool = False
    spared: frozenset[str] = frozenset()

    def concerns(self, role: str | None, records: Sequence[str], message: str) -> bool:
        """Say whether a message to a role, or to the people of types of records, is limited."""
        if message in self.spared:
            return False
        if role is not None:
            return role == self.role
        return self.record is not None and self.record in records


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One message for all starts of a rule that share ``by``, collected for ``wait`` first."""

    by: tuple[str, ...]
    wait: timedelta = timedelta(0)
