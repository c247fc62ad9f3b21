"""How far schedules are handled."""

from datetime import datetime

from msgspec import Struct


class Handled(Struct, frozen=True, kw_only=True):
    """A schedule's instants up to ``until`` are run or missed, each once.

    ``since`` is how far they were when that was decided; None: the schedule begins here, without
    any instant of the past.
    """

    schedule: str
    until: datetime
    since: datetime | None = None
