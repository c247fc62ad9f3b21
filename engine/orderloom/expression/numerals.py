"""Number-like words: numbers, percentages, durations, money, and what they are mistaken for."""

import re

from orderloom.expression.currencies import MINOR_UNITS, is_currency
from orderloom.expression.faults import Faults, shown
from orderloom.expression.limits import MAX_DIGITS
from orderloom.expression.literals import parse_duration
from orderloom.expression.typos import CURRENCY_UNITS, UNITS, WEEKS
from orderloom.names import nearest

_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_WITH_UNIT = re.compile(r"([0-9]+)(\.[0-9]+)?([^\W\d_]+)")
_DURATION = re.compile(r"[0-9]+[smhd]")
_COMPOUND = re.compile(r"([0-9]+)([dhm])([0-9]+)([hms])")
_MONEY = re.compile(r"([A-Z]{3})( *)([0-9]+(?:\.[0-9]+)?)")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def classify_number(found: str, start: int, end: int, faults: Faults) -> tuple[str, str]:
    """Say which token a word that begins with a digit is.

    Returns:
        The token's type and text; an empty type when nothing sensible can follow.
    """
    digits = found.removesuffix("%")
    if _PLAIN.fullmatch(digits):
        if sum(c.isdigit() for c in digits.lstrip("0.")) > MAX_DIGITS:
            faults.add("OL331", start, end, found=shown(found), limit=str(MAX_DIGITS))
            return "", ""
        return ("PERCENT" if found.endswith("%") else "NUMBER"), found
    if parse_duration(found) is not None:
        return "DURATION", found
    if _DURATION.fullmatch(found):
        faults.add("OL331", start, end, found=shown(found), limit="6")
        return "", ""
    return _mistaken(found, start, end, faults)


def _mistaken(found: str, start: int, end: int, faults: Faults) -> tuple[str, str]:
    unit = _WITH_UNIT.fullmatch(found)
    if unit is not None and (unit[3] in UNITS or unit[3] in WEEKS):
        mend = _duration_mend(unit)
        faults.add("OL317", start, end, found=shown(found), mend=mend)
        return ("DURATION", mend) if parse_duration(mend) else ("", "")
    if unit is not None and unit[3] in CURRENCY_UNITS:
        mend = f"{CURRENCY_UNITS[unit[3]]} {unit[1]}{unit[2] or ''}"
        faults.add("OL332", start, end, found=shown(found), mend=mend)
        return "MONEY", mend
    both = _COMPOUND.fullmatch(found)
    if both is not None:
        total = int(both[1]) * _SECONDS[both[2]] + int(both[3]) * _SECONDS[both[4]]
        mend = f"{total // _SECONDS[both[4]]}{both[4]}"
        faults.add("OL317", start, end, found=shown(found), mend=mend)
        return "", ""
    faults.add("OL330", start, end, found=shown(found), mend=_number_mend(found))
    return "", ""


def _duration_mend(unit: re.Match[str]) -> str:
    """Write ``2hours`` as ``2h``, ``1.5h`` as ``90m``, ``2weeks`` as ``14d``."""
    letter = UNITS.get(unit[3], "d")
    factor = 7 if unit[3] in WEEKS else 1
    if not unit[2]:
        return f"{int(unit[1]) * factor}{letter}"
    smaller = {"d": "h", "h": "m", "m": "s", "s": "s"}[letter]
    seconds = float(unit[1][:9] + unit[2][:6]) * factor * _SECONDS[letter]
    return f"{round(seconds / _SECONDS[smaller])}{smaller}"


def _number_mend(found: str) -> str:
    """Offer the plain spelling where it is sure, else nothing."""
    joined = found.replace("_", "")
    if _PLAIN.fullmatch(joined):
        return joined
    return f'"{found}"' if re.fullmatch(r"0[0-9]+", found) else ""


def classify_money(found: str, start: int, end: int, faults: Faults) -> bool:
    """Note what is wrong with money such as ``CNY50``; say whether it can be read on."""
    parts = _MONEY.fullmatch(found)
    if parts is None:
        faults.add("OL332", start, end, found=shown(found), mend=f"{found[:3]} 50.00")
        return False
    if not is_currency(parts[1]):
        near = nearest(parts[1], MINOR_UNITS) or ""
        faults.add("OL333", start, start + 3, found=parts[1], nearest=near)
        return False
    if not parts[2]:
        faults.add("OL332", start, end, found=shown(found), mend=f"{parts[1]} {parts[3]}")
        return False
    if len(parts[3]) > MAX_DIGITS:
        faults.add("OL331", start, end, found=shown(found), limit=str(MAX_DIGITS))
        return False
    return True
