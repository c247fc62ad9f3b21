"""Tags: what is written between ``{%`` and ``%}``, each by itself."""

import re
import unicodedata
from dataclasses import dataclass

from orderloom.expression.characters import check_name
from orderloom.expression.faults import Faults, shown
from orderloom.expression.scope import Scope
from orderloom.expression.templates.cutting import QUOTED, Piece
from orderloom.expression.templates.filling import LOOP
from orderloom.expression.tokens import KEYWORDS

_WORD = re.compile(r"\w+")
_LOOP = re.compile(r"for\s+(?P<variable>\w+)\s+in\b\s*(?P<source>.*)", re.DOTALL)
_SIGNS = re.compile(QUOTED + r"|[(\[\])]|\bif\b|\belse\b|\brecursive$", re.DOTALL)
_WORDS = frozenset({"if", "elif", "else", "endif", "for", "endfor"})
_REFUSED = {
    "set": "OL270", "with": "OL270", "do": "OL270", "macro": "OL271", "call": "OL271",
    "include": "OL271", "import": "OL271", "from": "OL271", "extends": "OL271", "block": "OL271",
    "trans": "OL272",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its word, the expression in it, and for ``for`` the variable with its place.

    ``text`` is None where the tag has no expression, or one that cannot be found.
    """

    word: str
    text: str | None = None
    at: int = 0
    variable: str = ""
    variable_at: int = 0


def read_tag(piece: Piece, faults: Faults) -> Tag | None:
    """Read what a tag says, noting what is wrong with it; None when it is no tag of ours."""
    found = _WORD.match(piece.text)
    word = "" if found is None else found[0]
    if word not in _WORDS:
        code = _REFUSED.get(word.removeprefix("end"), "OL396")
        text = f"{{% {piece.text} %}}"
        faults.add(code, piece.start, piece.end, found=shown(text))
        return None
    if word == "for":
        return _read_loop(piece, faults)
    rest = piece.text[len(word) :].lstrip()
    at = piece.at + len(piece.text) - len(rest)
    if word in {"if", "elif"}:
        return Tag(word, rest, at)
    if rest:
        mend = rest.replace("if", "elif", 1) if word == "else" and rest.startswith("if") else ""
        facts = {"found": word, "rest": shown(rest), "mend": shown(mend)}
        faults.add("OL278", at, at + len(rest), **facts)
    return Tag(word)


def _read_loop(piece: Piece, faults: Faults) -> Tag:
    found = _LOOP.fullmatch(piece.text)
    if found is None:
        faults.add("OL276", piece.at, piece.at + len(piece.text), found=shown(piece.text))
        return Tag("for")
    name, source = unicodedata.normalize("NFC", found["variable"]), found["source"]
    at, name_at = piece.at + found.start("source"), piece.at + found.start("variable")
    surplus = _surplus(source)
    if surplus is None:
        return Tag("for", source, at, name, name_at)
    listed = source[: surplus.start()].strip()
    mend = shown(f"[{name} for {name} in {listed} if …]") if surplus[0] == "if" else ""
    start, end = at + surplus.start(), at + surplus.end()
    faults.add("OL277", start, end, found=surplus[0], mend=mend)
    return Tag("for", None, at, name, name_at)


def _surplus(source: str) -> re.Match[str] | None:
    """Find the word by which Jinja's loops choose or repeat, outside quotes and brackets."""
    depth, choosing = 0, None
    for found in _SIGNS.finditer(source):
        sign = found[0]
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif depth == 0 and sign == "recursive":
            return found
        elif depth == 0 and sign in {"if", "else"}:
            choosing = found if sign == "if" else None
    return choosing


def check_variable(tag: Tag, scope: Scope, faults: Faults) -> None:
    """Refuse a loop's variable that is no name, or already means something else."""
    name, start = tag.variable, tag.variable_at
    end = start + len(name)
    if name[0].isdigit():
        faults.add("OL276", start, end, found=name)
    elif name in scope.names or name in scope.functions or name in KEYWORDS or name == LOOP:
        faults.add("OL380", start, end, found=name)
    elif name.startswith("_"):
        faults.add("OL351", start, end, found=shown(name), nearest="", known="")
    else:
        check_name(name, start, faults)
