"""Values as people read them.

A *format* is for times and days ``yyyy MM dd HH mm ss`` with any other signs between, for numbers
and money ``0``, ``0.00``, ``#,##0.00`` or ``0.0%``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from orderloom.expression.arithmetic import round_half_up
from orderloom.expression.currencies import round_money
from orderloom.expression.functions.model import UnfitLiteral
from orderloom.expression.literals import format_duration
from orderloom.expression.values import Money

_DATE_SIGNS = {"yyyy": 4, "MM": 2, "dd": 2, "HH": 2, "mm": 2, "ss": 2}
_DATE = re.compile("yyyy|MM|dd|HH|mm|ss")
_LETTERS = re.compile("[A-Za-z]+")
_NUMBER = re.compile(r"(#,##)?0(?:\.(0{1,10}))?(%)?")
_BOOLEANS = {"en": ("false", "true"), "zh": ("否", "是")}


@dataclass(frozen=True, slots=True)
class Format:
    """A parsed format; ``text`` is as it was written."""

    text: str
    write: Callable[[object, ZoneInfo], str | None]

    def __repr__(self) -> str:
        return f"Format({self.text!r})"


def parse_format(text: str) -> Format:
    """Read a format.

    Raises:
        UnfitLiteral: It is of neither form.
    """
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return _number_format(text, number)
    if _LETTERS.search(_DATE.sub("", text)) or not _DATE.search(text):
        raise UnfitLiteral("OL383", found=text)
    return Format(text, lambda value, zone: _write_time(text, value, zone))


def _write_time(form: str, value: object, zone: ZoneInfo) -> str | None:
    if isinstance(value, datetime):
        value = value.astimezone(zone)
    elif not isinstance(value, date) or re.search("HH|mm|ss", form):
        return None
    names = {
        "yyyy": "year",
        "MM": "month",
        "dd": "day",
        "HH": "hour",
        "mm": "minute",
        "ss": "second",
    }

    def fill(sign: re.Match[str]) -> str:
        return f"{getattr(value, names[sign[0]]):0{_DATE_SIGNS[sign[0]]}d}"

    return _DATE.sub(fill, form)


def _number_format(text: str, form: re.Match[str]) -> Format:
    places = len(form[2] or "")
    comma, percent = "," if form[1] else "", form[3] or ""

    def write(value: object, _zone: ZoneInfo) -> str | None:
        amount = value.amount if isinstance(value, Money) else value
        if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
            return None
        scaled = Decimal(amount).scaleb(2) if percent else amount
        return f"{round_half_up(scaled, places):{comma}f}{percent}"

    return Format(text, write)


def print_value(  # noqa: PLR0911 - one line a type
    value: object, zone: ZoneInfo, language: str = "en"
) -> str:
    """Write ``value`` for people.

    Decimals stand without exponent, money with the digits of its minor unit, instants as
    ``yyyy-MM-dd HH:mm`` in ``zone``, lists with a comma between; missing is empty.
    """
    match value:
        case None:
            return ""
        case bool():
            return _BOOLEANS["zh" if language == "zh" else "en"][value]
        case Money():
            return str(round_money(value))
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        case timedelta():
            return format_duration(value)
        case list() | tuple():
            between = "、" if language == "zh" else ", "
            return between.join(print_value(v, zone, language) for v in value if v is not None)
        case _:
            return str(value)
