"""What a text must read as, by the name that ``format`` has in a schema."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from orderloom.expression.currencies import MINOR_UNITS
from orderloom.expression.literals import parse_duration
from orderloom.names import is_name

_UTC = frozenset({"UTC", "Etc/UTC"})


def is_zone(text: str) -> bool:
    """Say whether ``text`` names the time zone of a place, or UTC."""
    if not names_a_place(text):
        return False
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # a folder of zones is an OSError
        return False
    return True


def names_a_place(zone: str) -> bool:
    """Say whether ``zone`` is written as a place's zone is, or as UTC.

    Not taken are the tz database's leftovers: abbreviations that mean different zones to different
    people (``EST``), and ``Etc/GMT+8``, whose sign is the opposite of what everybody reads.
    """
    return zone in _UTC or ("/" in zone and not zone.startswith("Etc/"))


def _written(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "name": is_name,
        "zone": is_zone,
        "currency": lambda text: text in MINOR_UNITS,
        "event": _written(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*"),
        "operation": _written(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"),
        "language": _written(r"[a-z]{2,3}(-[A-Za-z0-9]+)*"),
        "duration": lambda text: parse_duration(text) is not None,
        "wire-place": _written(r"(header|query|body) \S+"),
        "wire-spot": _written(r"(header|query|body) \S+( \S+)?"),
        "rate": _written(r"[1-9][0-9]{0,6}/([1-9][0-9]{0,4})?[smhd]"),
        "clock": _written(r"([01][0-9]|2[0-3]):[0-5][0-9]"),
        "separator": lambda text: len(text) == 1 or text == "tab",
        "example": _written(r"=\s*example(\.[a-z][a-z0-9_]*)+\s*"),
    }
)
INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
"""A text that a schema's ``integer`` and ``number`` take."""
