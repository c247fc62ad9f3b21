"""Schedules: actions at clock times, over one record after the other or none."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Literal

from orderloom.definition.action import Actions
from orderloom.definition.calendar import Calendar
from orderloom.definition.common import Title
from orderloom.definition.select import Select
from orderloom.diagnostics import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """On which local days; all four empty: on every day.

    ``weekdays`` are 1 (Monday) to 7, ``monthdays`` 1 to 31, ``last`` the month's last day,
    ``workdays`` the calendar whose working days are meant.
    """

    weekdays: frozenset[int] = frozenset()
    monthdays: frozenset[int] = frozenset()
    last: bool = False
    workdays: Calendar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A schedule.

    Attributes:
        every: Interval counted from each local midnight; this or ``at``.
        grids: Several intervals at once, instead of ``every``; of the engine's own schedule only.
        at: Clock times of a local day, ascending.
        zone: IANA name of the clock.
        each: The records that ``do`` is about, each with its own command; None: no record.
        catch_up: Of the instants that passed while nobody looked: none, the last or each is run.
        overlap: What becomes of an instant while an earlier one is still being worked.
    """

    id: str
    place: Place
    zone: str
    do: Actions
    catch_up: Literal["none", "last", "each"]
    every: timedelta | None = None
    grids: tuple[timedelta, ...] = ()
    at: tuple[time, ...] = ()
    days: Days = Days()
    each: Select | None = None
    overlap: Literal["skip", "queue"] = "skip"
    title: Title | None = None
    note: str | None = None
