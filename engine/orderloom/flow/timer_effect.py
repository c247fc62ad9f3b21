"""Effects that tell of timers and schedules."""

from datetime import datetime
from typing import Any

from orderloom.flow.effect_base import Effect


class TimerSet(Effect, frozen=True, kw_only=True, tag="timer_set"):
    """A timer was set, or moved to another ``due``; ``timer`` is its id."""

    timer: str
    due: datetime


class TimerCancelled(Effect, frozen=True, kw_only=True, tag="timer_cancelled"):
    """A timer went with the stay that it belonged to, or with the instant it waited for."""

    timer: str
    due: datetime


class TimerOverdue(Effect, frozen=True, kw_only=True, tag="timer_overdue"):
    """A new version says that a timer was over before it came: a person decides about it."""

    timer: str
    due: datetime


class TimerFired(Effect, frozen=True, kw_only=True, tag="timer_fired"):
    """A timer's time was over; not ``hit``: its condition, which read ``values``, did not hold."""

    timer: str
    hit: bool
    values: dict[str, Any]


class Ticked(Effect, frozen=True, kw_only=True, tag="ticked"):
    """A schedule was due; ``missed``: it did nothing."""

    schedule: str
    due: datetime
    missed: bool
