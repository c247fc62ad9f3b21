"""Names that travel: their types, their spelling, and the nearest right one."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NewType

RecordId = NewType("RecordId", str)
MessageId = NewType("MessageId", str)

NAME_PATTERN = r"[a-z][a-z0-9_]*"
_NAME = re.compile(NAME_PATTERN)


def is_name(text: str) -> bool:
    """Say whether ``text`` may be an id, a field name or a state name."""
    return _NAME.fullmatch(text) is not None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known name closest to ``word``, or None when nothing is close.

    Letters' case is ignored while comparing; the answer is spelt as it was declared.
    """
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None
