"""Texts that are longer than a platform takes them: cut between two characters, and said so."""

from collections.abc import Iterable, Mapping
from typing import Any

from orderloom.definition.connector import Longest

ELLIPSIS = "…"
"""Stands where a text was cut; it counts."""

_JOINER = "\u200d"


def shortened(
    payload: Mapping[str, Any], limits: Iterable[Longest]
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Give what an operation is handed, no text longer than may be, and the names of those cut.

    One message that ends early is better than several: what cannot be taken back goes once, and
    a half that got lost would leave another half behind.
    """
    cut = {
        each.input: _cut(text, each)
        for each in limits
        if isinstance(text := payload.get(each.input), str) and _size(text, each) > each.most
    }
    return ({**payload, **cut} if cut else payload), tuple(cut)


def _size(text: str, limit: Longest) -> int:
    return len(text) if limit.unit == "characters" else len(_bytes(text))


def _cut(text: str, limit: Longest) -> str:
    room = limit.most - _size(ELLIPSIS, limit)
    if limit.unit == "characters":
        kept = text[: max(room, 0)]
    else:
        kept = _bytes(text)[: max(room, 0)].decode("utf-8", "ignore")
    # What is joined to a next character says nothing without it.
    return kept.rstrip().rstrip(_JOINER) + (ELLIPSIS if room >= 0 else "")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
