"""Small JSON documents decoded at once, where nothing in them has to be looked at closely."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from orderloom.definition.mapping import Path
from orderloom.mapping.readers.json_checks import has_all_keys, is_deep, is_surely_shallow
from orderloom.mapping.rows import Row

SMALL = 64 * 1024
"""Bytes of a document that may be decoded at once: more would only be kept from the collector."""


class DecodedRows:
    """Rows that are decoded already; a mark is a row's ordinal."""

    def __init__(self, place: str, values: Sequence[dict[str, Any]], *, listed: bool) -> None:
        self._place = place
        self._values = values
        self._listed = listed

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        return map(self.at, range(len(self._values)))

    def at(self, mark: int) -> Row:
        """Give one row."""
        where = f"{self._place}[{mark}]" if self._listed else self._place
        return Row(mark, where, self._values[mark])


def decoded_at_once(
    body: bytes, each: Path | None, decoder: msgspec.json.Decoder[Any], whole: str
) -> DecodedRows | None:
    """Give the rows of a small document that is as it should be.

    Args:
        body: The document.
        each: Where its rows stand, None: it is one itself.
        decoder: Decodes a row.
        whole: How the document itself is called as a place.

    Returns:
        None when it is large, or something in it may be wrong: then it is read row by row, and
        what is wrong is said of its row alone.
    """
    if len(body) > SMALL or (each is not None and not (each.steps and each.steps[-1].every)):
        return None
    value = _sound(body, decoder)
    if value is None or each is None:
        return None if value is None else DecodedRows(whole, [value], listed=False)
    if each.steps[-1].key is not None or any(step.every for step in each.steps[:-1]):
        return None
    keys = [step.key for step in each.steps[:-1]]
    found: Any = value
    for key in keys:
        found = found.get(key) if type(found) is dict else None
    if type(found) is not list or any(type(row) is not dict for row in found):
        return None
    return DecodedRows(".".join(map(str, keys)), found, listed=True)


def _sound(body: bytes, decoder: msgspec.json.Decoder[Any]) -> dict[str, Any] | None:
    """Give the object that a document is, None when anything in it may be wrong."""
    try:
        value = decoder.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None
    if type(value) is not dict or not has_all_keys(body, value):
        return None
    return None if not is_surely_shallow(body) and is_deep(body, value) else value
