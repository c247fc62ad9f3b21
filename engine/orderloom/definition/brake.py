"""Brakes: how much one definition may do before a person is asked."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """A limit on the records that one definition touches ``within`` a while.

    Beyond either limit its work is parked until a person resumes or discards it.

    Attributes:
        records: So many records at most; None: no such limit.
        share: So much of the records of the type that are not in a final state, at least one;
            None: no such limit.
    """

    within: timedelta
    records: int | None = None
    share: Decimal | None = None
