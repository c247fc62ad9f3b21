"""Fakes for sensitive values: the same value has the same fake wherever it stands.

A fake has the shape of what it stands for: as many characters, digits where digits were, letters
where letters were; an email address stays one. Fakes are counted in the order in which values
are learnt, so that the same record gives the same test.
"""

import re
import string
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from orderloom.expression.values import Money

LEFT_OUT: Final = object()
"""Stands for a value of which no fake says nothing: a yes or no, a place on the map."""

_HAN = "甲乙丙丁戊己庚辛壬癸"
_MOST_TRIES = 2_000
_SHORT = 4
_LONG = 9
_DIGITS = re.compile(r"\d+")


class Fakes:
    """The fakes of one test, or of one cassette.

    Args:
        short: An ASCII text of fewer characters is only sought as a word of its own.
    """

    def __init__(self, short: int = _SHORT) -> None:
        self._short = short
        self._avoided: set[str] = set()
        self._fakes: dict[str, str] = {}
        self._spelt: list[tuple[str, str]] = []
        self._pattern: re.Pattern[str] | None = None

    def learn(self, kind: str, value: object) -> None:
        """Take in a sensitive value; a phone number also as its digits alone."""
        text = _text(value)
        if text is None or not text or text.casefold() in self._fakes:
            return
        fake = self._new(text, _MAKERS.get(kind, _shaped))
        self._keep(text, fake)
        digits = "".join(_DIGITS.findall(text))
        if kind == "phone" and len(digits) >= _SHORT:
            self._keep(digits, "".join(_DIGITS.findall(fake)))

    def of(self, kind: str, value: Any, options: Iterable[str] = ()) -> Any:  # noqa: ANN401 - a flow's
        """Give the fake of a sensitive value, of the same type; ``options`` are those of a choice.

        Returns:
            The fake, or ``LEFT_OUT`` when the value cannot be replaced.
        """
        if kind == "choice":
            return next((each for each in sorted(options) if each != value), LEFT_OUT)
        if isinstance(value, bool) or _text(value) is None:
            return LEFT_OUT
        self.learn(kind, value)
        fake = self._fakes[str(_text(value)).casefold()]
        match value:
            case Money():
                return Money(Decimal(fake.partition(" ")[2]), value.currency)
            case int() | Decimal():
                return type(value)(fake)
            case datetime() | date():
                return type(value).fromisoformat(fake)
            case _:
                return fake

    def clean(self, text: str) -> str:
        """Replace every sensitive value that stands in a text, whatever its letters' case."""
        if not self._fakes:
            return text
        if self._pattern is None:
            self._spelt.sort(key=lambda each: (-len(each[0]), each[0]))
            found = (found_in_texts(text, self._short) for text, _ in self._spelt)
            self._pattern = re.compile("|".join(f"({each})" for each in found), re.IGNORECASE)
        return self._pattern.sub(lambda found: self._spelt[(found.lastindex or 1) - 1][1], text)

    def avoid(self, text: str) -> None:
        """Hear of a sensitive value that is learnt later: no other's fake shall be like it."""
        self._avoided.add(text.casefold())

    def keep(self, text: str, fake: str) -> None:
        """Take in a sensitive value whose fake is made elsewhere; the first that is told stands."""
        if text:
            self._keep(text, fake)

    def known(self) -> Mapping[str, str]:
        """Give every sensitive value, in lower case, with its fake."""
        return dict(self._fakes)

    def whole(self, text: str) -> str | None:
        """Give the fake of a text that is a sensitive value as it stands; None: it is none."""
        return self._fakes.get(text.casefold())

    def _new(self, text: str, make: Callable[[str, int], str]) -> str:
        """Make a fake that is neither a sensitive value known so far nor another's fake."""
        taken = {*self._fakes.values(), *self._fakes, *self._avoided, text.casefold()}
        fake = text
        for number in range(len(self._spelt) + 1, len(taken) + _MOST_TRIES):
            fake = make(text, number)
            folded = fake.casefold()
            if (
                folded != text.casefold()
                and folded not in self._fakes
                and not {fake, folded} & taken
            ):
                break
        return fake

    def _keep(self, text: str, fake: str) -> None:
        if text.casefold() not in self._fakes:
            self._fakes[text.casefold()] = fake
            self._spelt.append((text, fake))
            self._pattern = None


def _text(value: object) -> str | None:
    """Give what a value reads like, None for what cannot be replaced."""
    match value:
        case bool() | None | timedelta():
            return None
        case Money():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case str() | int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case _:
            return None


def found_in_texts(value: str, short: int = _SHORT) -> str:
    """Give the pattern of a value; a short word only by itself, a number not within another."""
    pattern = re.escape(value)
    if short <= len(value) < _LONG and value.isdecimal():
        return rf"(?<![0-9]){pattern}(?![0-9])"
    if len(value) < short and value.isascii():
        return rf"(?<![0-9A-Za-z]){pattern}(?![0-9A-Za-z])"
    return pattern


def _shaped(text: str, number: int) -> str:
    """Count ``number`` in the letters and digits of a text, from the right."""
    signs = list(text)
    for place in range(len(signs) - 1, -1, -1):
        alphabet = _alphabet(signs[place])
        if alphabet is not None:
            number, digit = divmod(number, len(alphabet))
            signs[place] = alphabet[digit]
    return "".join(signs)


def _alphabet(sign: str) -> str | None:
    if sign.isdigit():
        return string.digits
    if sign.isascii():
        cases = (string.ascii_lowercase, string.ascii_uppercase)
        return next((each for each in cases if sign in each), None)
    return _HAN if sign.isalpha() else None


def _phone(text: str, number: int) -> str:
    """Keep the first digit, which says what kind of number it is."""
    first = _DIGITS.search(text)
    kept = 0 if first is None else first.start() + 1
    return text[:kept] + _shaped(text[kept:], number)


def _email(text: str, number: int) -> str:
    return f"person{number}@example.com" if "@" in text else _shaped(text, number)


def _number(text: str, number: int) -> str:
    """Keep the sign, the currency and the first digit, so that it stays as big as it was."""
    start = text.rfind(" ") + 1
    first = _DIGITS.search(text, start)
    kept = start if first is None else first.start() + 1
    return text[:kept] + _shaped(text[kept:], number)


def _day(_: str, number: int) -> str:
    return (date(1980, 1, 1) + timedelta(days=number)).isoformat()


def _instant(_: str, number: int) -> str:
    return f"{_day('', number)}T00:00:00+00:00"


_MAKERS: dict[str, Callable[[str, int], str]] = {
    "phone": _phone,
    "email": _email,
    "money": _number,
    "integer": _number,
    "decimal": _number,
    "date": _day,
    "time": _instant,
}
