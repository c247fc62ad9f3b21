"""Calendars: the working time of people."""

from dataclasses import dataclass

from orderloom.definition.common import Title
from orderloom.diagnostics import Place
from orderloom.expression.calendars import Calendar as WorkingTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar; ``working_time`` is what expressions, timers and schedules count with."""

    id: str
    place: Place
    working_time: WorkingTime
    title: Title | None = None
    note: str | None = None
