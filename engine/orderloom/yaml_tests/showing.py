"""Values as people read them in a failing test."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from orderloom.expression.literals import format_duration
from orderloom.expression.values import Money


def shown(value: object, zone: str) -> str:
    """Give a value on one line, an instant by the clock of ``zone``; missing is a dash."""
    match value:
        case None:
            return "–"
        case bool():
            return str(value).lower()
        case Mapping() | list() | tuple() if not isinstance(value, Money):
            return _shown_parts(value, zone)
        case datetime():
            return value.astimezone(ZoneInfo(zone)).isoformat()
        case _:
            return format_duration(value) if isinstance(value, timedelta) else str(value)


def _shown_parts(value: Mapping[str, object] | Sequence[object], zone: str) -> str:
    if isinstance(value, Mapping):
        parts = (f"{name}: {shown(part, zone)}" for name, part in value.items())
        return "{" + ", ".join(parts) + "}"
    return "[" + ", ".join(shown(item, zone) for item in value) + "]"
