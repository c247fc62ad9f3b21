"""A text cut at its blocks, every piece with its place in the whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from orderloom.expression.faults import Faults

# Jinja's delimiters, with its dashes that strip white space. Jinja's own lexer does not serve here:
# it gives no offsets, and stops at the very signs that our diagnoses are about.
_OPEN = re.compile(r"\{(?P<sign>[{%#])(?P<strip>-?)")
_CLOSE = {
    "{": re.compile(r"""(?P<quote>["'])|(?P<strip>-?)\}\}"""),
    "%": re.compile(r"""(?P<quote>["'])|(?P<strip>-?)%\}"""),
    "#": re.compile(r"(?P<strip>-?)\#\}"),
}
QUOTED = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')"""
_QUOTED = re.compile(QUOTED, re.DOTALL)
_END_OF_RAW = re.compile(r"\{%-?\s*endraw\s*(?P<strip>-?)%\}")
_MENDS = {"{": "}}", "%": "%}", "#": "#}"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain text, the inside of ``{{ … }}``, or the inside of ``{% … %}``.

    ``text`` begins at ``at`` and has no white space around it unless it is plain; ``start`` and
    ``end`` are those of the block, braces included. All count in the whole text.
    """

    kind: Literal["text", "print", "tag"]
    text: str
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A block as found: its piece (None: nothing is left of it) and which sides it strips."""

    piece: Piece | None
    start: int
    end: int
    strips_before: bool
    strips_after: bool


def cut(text: str, faults: Faults) -> tuple[Piece, ...]:
    """Cut ``text`` at its blocks; cutting ends at a block that is never closed, a fault."""
    pieces: list[Piece] = []
    place, strip = 0, False
    for block in _blocks(text, faults):
        pieces += _plain(text, place, block.start, strip, block.strips_before)
        pieces += [] if block.piece is None else [block.piece]
        place, strip = block.end, block.strips_after
    pieces += _plain(text, place, len(text), strip, False)
    return tuple(pieces)


def _plain(text: str, start: int, end: int, left: bool, right: bool) -> list[Piece]:  # noqa: FBT001
    written = text[start:end]
    written = written.lstrip() if left else written
    written = written.rstrip() if right else written
    return [Piece("text", written, start, start, end)] if written else []


def _blocks(text: str, faults: Faults) -> Iterator[_Block]:
    place = 0
    while (opened := _OPEN.search(text, place)) is not None:
        block = _block(text, opened, faults)
        if block is None:
            return
        yield block
        place = block.end


def _block(text: str, opened: re.Match[str], faults: Faults) -> _Block | None:
    sign = opened["sign"]
    closed = _closing(text, opened.end(), _CLOSE[sign])
    if closed is None:
        start = opened.start()
        faults.add("OL398", start, start + 2, found="{" + sign, mend=_MENDS[sign])
        return None
    begin, end = opened.start(), closed.end()
    inside = text[opened.end() : closed.start()]
    if sign == "%" and inside.strip() == "raw":
        return _raw(text, opened, end, faults)
    piece = None
    if sign != "#":
        at = opened.end() + len(inside) - len(inside.lstrip())
        kind: Literal["print", "tag"] = "print" if sign == "{" else "tag"
        piece = Piece(kind, inside.strip(), at, begin, end)
    return _Block(piece, begin, end, bool(opened["strip"]), bool(closed["strip"]))


def _closing(text: str, place: int, sign: re.Pattern[str]) -> re.Match[str] | None:
    """Find where a block ends; what stands in quotes does not end it."""
    while (found := sign.search(text, place)) is not None:
        if "quote" not in sign.groupindex or found["quote"] is None:
            return found
        quoted = _QUOTED.match(text, found.start())
        if quoted is None:  # a quote that ends nowhere: the expression's own faults tell of it
            return next((f for f in sign.finditer(text, found.end()) if not f["quote"]), None)
        place = quoted.end()
    return None


def _raw(text: str, opened: re.Match[str], inside: int, faults: Faults) -> _Block | None:
    ended = _END_OF_RAW.search(text, inside)
    if ended is None:
        found = text[opened.start() : inside]
        faults.add("OL398", opened.start(), inside, found=found, mend="{% endraw %}")
        return None
    written = text[inside : ended.start()]
    piece = Piece("text", written, inside, inside, ended.start()) if written else None
    return _Block(piece, opened.start(), ended.end(), bool(opened["strip"]), bool(ended["strip"]))
