"""What a text is made of, to find texts that are alike: pairs of signs, and threes of letters.

Scripts without spaces (Chinese, Japanese, Korean) give each pair of neighbouring signs; words of
other scripts give each three letters in a row, a short one itself. So a word is found in another
form of it, and no dictionary is needed.
"""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

from orderloom.expression.functions.text import normal

LONGEST = 2_000
"""So many characters of a text are looked at."""
_FIRST_DENSE = 0x2E80
"""From here on a sign is about as much as a word."""


class Gram(NamedTuple):
    """A piece of a text, and where it stands in the normal form of it."""

    text: str
    start: int
    end: int


def grams_of(text: str) -> list[Gram]:
    """Give what a text is made of, in order; twice what stands there twice."""
    return list(_grams(_plain(text)))


def shared_runs(text: str, shared: Collection[str]) -> list[str]:
    """Give the stretches of a text that shared pieces make up, longest first."""
    plain = _plain(text)
    runs: list[tuple[int, int]] = []
    for gram in _grams(plain):
        if gram.text not in shared:
            continue
        if runs and gram.start < runs[-1][1]:
            runs[-1] = (runs[-1][0], gram.end)
        else:
            runs.append((gram.start, gram.end))
    found = dict.fromkeys(plain[start:end] for start, end in runs)
    return sorted(found, key=lambda run: -len(run))


def _plain(text: str) -> str:
    return (normal(text[:LONGEST]) or "")[:LONGEST]


def _grams(plain: str) -> Iterator[Gram]:
    place = 0
    for kind, signs in groupby(plain, _kind):
        length = len(list(signs))
        start, place = place, place + length
        if kind == "":
            continue
        size = min(length, 2 if kind == "dense" else 3)
        for at in range(start, place - size + 1):
            yield Gram(plain[at : at + size], at, at + size)


def _kind(sign: str) -> str:
    if not sign.isalnum():
        return ""
    return "dense" if ord(sign) >= _FIRST_DENSE else "sparse"
