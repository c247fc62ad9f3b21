"""Where the characters of a YAML source stand, and those of a scalar's text within it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import overload

from orderloom.compiler.node import Style

_BREAK = r"(?:\r\n|\r|\n)"
_FOLD = rf"(?<![ \t])[ \t]*{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*"
_ESCAPE = (
    rf"\\(?:x[0-9A-Fa-f]{{2}}|u[0-9A-Fa-f]{{4}}|U[0-9A-Fa-f]{{8}}|(?P<joined>{_BREAK}[ \t]*)|.)"
)
_CHANGED = {
    "plain": re.compile(rf"(?P<fold>{_FOLD})"),
    "single": re.compile(rf"(?P<fold>{_FOLD})|''"),
    "double": re.compile(rf"(?P<fold>{_FOLD})|{_ESCAPE}"),
}
_ONE_BREAK = re.compile(_BREAK)

Run = tuple[int, int]
"""From this offset of the text on, characters stand side by side from this index of the source."""


class SourceLines:
    """The lines of a source, split at LF, CR LF and CR as editors do."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines(keepends=True)
        starts = list(accumulate(map(len, self._lines), initial=0))
        ends_open = bool(text) and text[-1] not in "\r\n"
        self._starts = starts[:-1] if ends_open else starts

    def position(self, index: int) -> tuple[int, int]:
        """Give line and column, from 1, of the character at ``index``."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def ends_in(self, line: int, index: int) -> bool:
        """Say whether ``index`` lies in ``line`` or right behind its last character."""
        return line == len(self._starts) or index < self._starts[line]

    def start(self, line: int) -> int:
        """Give the index at which a line (from 1) begins; the last line's beyond it."""
        return self._starts[min(line, len(self._starts)) - 1]

    def content(self, line: int) -> str:
        """Give a line (from 1) without its line break, empty beyond the last."""
        return self._lines[line - 1].rstrip("\r\n") if 1 <= line <= len(self._lines) else ""


class ScalarColumns(Sequence[tuple[int, int]]):
    """Line and column of each character of a scalar, and of its end.

    Kept as runs, and found when first asked for: few scalars are ever looked into, and one that
    is may be long. Empty when the characters cannot be found in the source.
    """

    __slots__ = ("_length", "_lines", "_locate", "_runs")

    def __init__(
        self, lines: SourceLines, length: int, locate: Callable[[], tuple[Run, ...]]
    ) -> None:
        self._lines = lines
        self._length = length
        self._locate = locate
        self._runs: tuple[Run, ...] | None = None

    def _found(self) -> tuple[Run, ...]:
        if self._runs is None:
            self._runs = self._locate()
        return self._runs

    def __len__(self) -> int:
        return self._length + 1 if self._found() else 0

    def __bool__(self) -> bool:
        return bool(self._found())

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[int, int], ...]: ...

    def __getitem__(self, index: int | slice) -> tuple[int, int] | tuple[tuple[int, int], ...]:
        chosen = range(len(self))[index]
        if isinstance(chosen, range):
            return tuple(self._at(offset) for offset in chosen)
        return self._at(chosen)

    def _at(self, offset: int) -> tuple[int, int]:
        runs = self._found()
        begin, index = runs[bisect_right(runs, offset, key=itemgetter(0)) - 1]
        return self._lines.position(index + offset - begin)


def locate_flow_scalar(
    source: str, start: int, end: int, style: Style, text: str
) -> tuple[Run, ...]:
    """Find the characters of a plain or quoted scalar's ``text``.

    Args:
        source: The whole file.
        start: Index of the scalar's first character, quotes left out.
        end: Index after its last.
        style: plain, single or double.
        text: What the parser made of it.

    Returns:
        The runs, the last one for the end; none when ``text`` does not follow from the source.
    """
    runs: list[Run] = []
    offset, index = 0, start
    for changed in _CHANGED[style].finditer(source, start, end):
        piece = source[index : changed.start()]
        if not text.startswith(piece, offset):
            return ()
        runs.append((offset, index))
        offset += len(piece)
        runs.append((offset, changed.start()))
        offset += _length_of(changed)
        index = changed.end()
    if text[offset:] != source[index:end]:
        return ()
    return (*runs, (offset, index), (len(text), end))


def _length_of(changed: re.Match[str]) -> int:
    """Count the characters that a fold or an escape becomes."""
    if fold := changed["fold"]:
        return max(1, len(_ONE_BREAK.findall(fold)) - 1)
    return 0 if changed.groupdict().get("joined") else 1


def locate_literal_scalar(lines: SourceLines, header: int, text: str) -> tuple[Run, ...]:
    """Find the characters of a literal block's ``text``, whose ``|`` stands in line ``header``.

    Returns:
        The runs, the last one for the end; none when ``text`` does not follow from the source.
    """
    runs = tuple(_literal_runs(lines, header + 1, text))
    return runs if len(runs) == text.count("\n") + 1 else ()


def _literal_runs(lines: SourceLines, first: int, text: str) -> Iterator[Run]:
    offset = 0
    for number, piece in enumerate(text.split("\n"), start=first):
        content = lines.content(number)
        if not content.endswith(piece):
            return
        # A last empty piece stands for the end: at the line's start, it belongs to no text.
        indent = len(content) - len(piece) if piece or offset < len(text) else 0
        yield offset, lines.start(number) + indent
        offset += len(piece) + 1
