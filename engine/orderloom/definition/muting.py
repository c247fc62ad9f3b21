"""When a rule's messages are held back, though it judges and acts."""

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the day, ``start`` to before ``end`` in ``zone``; or a ``span`` after ``events``."""

    zone: str = "UTC"
    start: time | None = None
    end: time | None = None
    events: tuple[str, ...] = ()
    span: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhibit:
    """While another lasting ``rule`` is on for ``same`` values."""

    rule: str
    same: tuple[str, ...] = ()
