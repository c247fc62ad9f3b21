"""Time zones by IANA name."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from orderloom.expression.functions.model import UnfitLiteral
from orderloom.expression.trouble import refuse
from orderloom.names import nearest


@lru_cache(maxsize=256)
def find_zone(name: str) -> ZoneInfo | None:
    """Give the zone, or None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_named(name: str) -> ZoneInfo:
    """Give the zone that a literal names.

    Raises:
        UnfitLiteral: There is none, with the nearest.
    """
    zone = find_zone(name)
    if zone is None:
        near = nearest(name, available_timezones()) or ""
        raise UnfitLiteral("OL381", found=name, nearest=near)
    return zone


def zone_of(zone: ZoneInfo | str, start: int, end: int) -> ZoneInfo:
    """Give the zone that a value names while running."""
    if isinstance(zone, ZoneInfo):
        return zone
    found = find_zone(zone)
    if found is None:
        refuse("OL381", start, end, found=zone[:40])
    return found
