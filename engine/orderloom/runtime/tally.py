"""Counting what became of the items of a run."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from orderloom.flow.decision import Batch
from orderloom.flow.effect import Created, Notified

ALERTING = ("rule/", "tree/")
"""How the names of definitions begin whose messages count as alerts."""

OUTCOMES = ("applied", "duplicate", "stale", "quarantined", "parked")


class Rejected(NamedTuple):
    """A message that could not be read at all, and why; ``name`` as in ``Message``."""

    message: str
    name: str
    code: str
    facts: Mapping[str, str]


@dataclass(slots=True)
class Tally:
    """Items by outcome, alerts (messages that rules and trees send) and cases opened.

    ``accepted`` is always the sum of the outcomes; a rejected message counts as one item in
    quarantine.
    """

    items: Counter[str] = field(default_factory=Counter)
    alerts: int = 0
    cases: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Give the number of items taken in."""
        return sum(self.items.values())

    def add(self, batch: Batch) -> None:
        """Count one batch."""
        for item in batch.items:
            self.items[item.outcome] += 1
        for decision in batch.decisions:
            for effect in decision.effects:
                if isinstance(effect, Created):
                    self.cases += effect.case is not None
                elif isinstance(effect, Notified) and effect.cause is not None:
                    self.alerts += effect.cause.definition.startswith(ALERTING)

    def messages(self) -> dict[str, int]:
        """Give ``accepted`` and every outcome."""
        return {"accepted": self.accepted} | {name: self.items[name] for name in OUTCOMES}
