"""Instants: as they are typed, and as people read them in a flow's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from orderloom.errors import OrderloomError
from orderloom.expression.literals import parse_time


def parse_instant(text: str) -> datetime:
    """Read an instant with its offset.

    Raises:
        OrderloomError: It is none.
    """
    instant = parse_time(text.strip())
    if instant is None:
        raise OrderloomError("OL662", text=text[:80])
    return instant


def local_time(instant: datetime, zone: str) -> str:
    """Write an instant by the clock on the wall of a zone, to the second."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
