"""Timers: instants at which something is to happen to a record unless its stay ends before."""

from datetime import datetime
from typing import Literal

from msgspec import Struct


class Timer(Struct, frozen=True, kw_only=True):
    """One timer of one stay.

    Attributes:
        id: Unique for ever: what rings late cannot be taken for a timer of a later stay.
        name: The ``later`` behind it, as ``Later.name``.
        since: When the stay began.
    """

    id: str
    name: str
    record: str
    record_id: str
    since: datetime
    due: datetime


class TimerChange(Struct, frozen=True):
    """A timer that now waits (until its ``due``, which may have moved), or no longer does."""

    timer: Timer
    state: Literal["waiting", "over"]
