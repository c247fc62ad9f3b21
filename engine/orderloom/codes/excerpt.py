"""The line a diagnostic is about, with a mark under the characters concerned."""

import unicodedata

from orderloom.diagnostics import Place

WIDTH = 120
"""Terminal columns that an excerpt's text may take."""

_BEFORE = 60
_CUT = "…"


def excerpt(source: str, place: Place) -> list[str]:
    """Give the line of ``place`` and, below it, its mark.

    The mark is aligned for terminals, where East Asian characters are two columns wide. Long
    lines are cut around the mark, and control characters are made visible.

    Returns:
        Two lines; one when the column is not known; none when the source has no such line.
    """
    line, start = _line(source, place.line), max(place.column - 1, 0)
    if line is None:
        return []
    # No more of an endless line than can be shown is looked at.
    skipped = max(start - WIDTH, 0)
    cells = [_visible(character) for character in line[skipped : start + 2 * WIDTH]]
    if not place.column:
        return [_numbered(place.line, _head(cells, WIDTH))]
    length = max(place.end - place.column, 1)
    before, marked, after = _window(cells, start - skipped, length)
    mark = " " * _width(before) + "^" * max(_width(marked), 1)
    return [_numbered(place.line, [*before, *marked, *after]), f"      | {mark}"]


def _line(source: str, number: int) -> str | None:
    """Give a line, split as editors do: they do not know all of Unicode's line separators."""
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    lines = source.split("\n", number)
    return lines[number - 1] if 1 <= number <= len(lines) else None


def _numbered(line: int, cells: list[str]) -> str:
    return f"{line:5} | {''.join(cells)}".rstrip()


def _window(cells: list[str], start: int, length: int) -> tuple[list[str], list[str], list[str]]:
    """Part the line at the marked cells, leaving out what does not fit on either side."""
    before, marked, after = cells[:start], cells[start : start + length], cells[start + length :]
    if _width(cells) <= WIDTH:
        return before, marked, after
    before = _tail(before, _BEFORE)
    marked = _head(marked, WIDTH - _width(before) - 1)
    return before, marked, _head(after, WIDTH - _width(before) - _width(marked) - 1)


def _head(cells: list[str], room: int) -> list[str]:
    """Give the first cells that fit into ``room`` columns, and a sign when some do not."""
    used = 0
    for index, cell in enumerate(cells):
        used += _width([cell])
        if used > room:
            return [*cells[:index], _CUT]
    return cells


def _tail(cells: list[str], room: int) -> list[str]:
    """Give the last cells that fit into ``room`` columns, and a sign when some do not."""
    return _head(cells[::-1], room)[::-1]


def _visible(character: str) -> str:
    """Give what stands for a character in an excerpt; signs for control characters are narrow."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"<{code:04X}>"
    return character


def _width(cells: list[str]) -> int:
    """Count the terminal columns of some cells."""
    return sum(_columns(character) for cell in cells for character in cell)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
