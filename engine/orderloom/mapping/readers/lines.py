"""The lines of a text, decoded one by one from its bytes when they are asked for."""

import re
from array import array
from codecs import BOM_UTF8
from collections.abc import Iterator

MAX_LINES = 1_000_000
"""A file that is read line by line may have so many."""

# In UTF-8 and in GB18030 these bytes are never part of another character.
_END = re.compile(rb"\r\n|\n|\r")


class Lines:
    """Lines with their ends, as the csv module wants them.

    Only where they begin is kept: a file of half a million lines takes 4 MB beside its bytes,
    where its text as lines would take more than its bytes again.

    Args:
        body: Known to be readable as ``codec``; a byte order mark is left out.
        codec: ``utf-8`` or ``gb18030``.
    """

    def __init__(self, body: bytes, codec: str) -> None:
        self._body = body
        self._codec = codec
        begin = len(BOM_UTF8) if body.startswith(BOM_UTF8) else 0
        self._starts = array("Q", (begin,))
        self._starts.extend(found.end() for found in _END.finditer(body, begin))
        if self._starts[-1] != len(body):
            self._starts.append(len(body))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def line(self, index: int) -> str:
        """Give one line, from 0, with its end."""
        return self._body[self._starts[index] : self._starts[index + 1]].decode(self._codec)

    def between(self, first: int, after: int | None = None) -> Iterator[str]:
        """Give the lines from ``first`` (from 0) to before ``after``, or to the end."""
        starts, body, codec = self._starts, self._body, self._codec
        for index in range(first, len(self) if after is None else after):
            yield body[starts[index] : starts[index + 1]].decode(codec)
