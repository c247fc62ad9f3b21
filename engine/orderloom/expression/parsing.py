"""Text to syntax tree, and what to say where the grammar stops."""

from collections.abc import Sequence
from functools import lru_cache

from lark import Token, UnexpectedToken

from orderloom.expression.faults import Faults, shown
from orderloom.expression.grammar import build
from orderloom.expression.syntax import Node
from orderloom.expression.tokens import OPERANDS, scan
from orderloom.expression.typos import FOREIGN

_OPERAND_STARTS = OPERANDS - {"RPAR", "RSQB"} | {"LPAR", "LSQB"}


def parse(text: str, faults: Faults) -> Node | None:
    """Read ``text``; None with a fault in ``faults`` where it cannot be read."""
    return _readable(text) or _read(text, faults)


@lru_cache(maxsize=4_096)  # flows say the same again and again, and a tree never changes
def _readable(text: str) -> Node | None:
    """Give the tree of a text without any fault, else None."""
    faults = Faults()
    node = _read(text, faults)
    return None if faults else node


def _read(text: str, faults: Faults) -> Node | None:
    tokens = scan(text, faults)
    if not tokens:
        return None
    try:
        return build(tokens)
    except UnexpectedToken as stop:
        found = stop.token
    if not faults:  # a typing error already found is likely why the grammar stops
        _explain(text, tokens, found, faults)
    return None


def _explain(text: str, tokens: Sequence[Token], found: Token, faults: Faults) -> None:
    at_end = found.type == "$END"
    start = len(text.rstrip()) if at_end else found.start_pos or 0
    end = start if at_end else found.end_pos or 0
    before = tokens[-1] if at_end else _before(tokens, found)
    foreign = next((t for t in (before, found) if t is not None and str(t) in FOREIGN), None)
    if foreign is not None:
        faults.add("OL339", foreign.start_pos or 0, foreign.end_pos or 0, found=str(foreign))
    elif before is None:
        faults.add("OL336", start, end, found=str(found))
    elif before.type in OPERANDS:
        _explain_after_operand(tokens, before, found, (start, end), faults)
    elif at_end or found.type not in _OPERAND_STARTS:
        faults.add("OL335", before.start_pos or 0, before.end_pos or 0, found=str(before))
    else:
        faults.add("OL337", start, end, found=shown(str(found)))


def _before(tokens: Sequence[Token], found: Token) -> Token | None:
    place = next(i for i, token in enumerate(tokens) if token is found)
    return tokens[place - 1] if place else None


def _explain_after_operand(
    tokens: Sequence[Token],
    before: Token,
    found: Token,
    span: tuple[int, int],
    faults: Faults,
) -> None:
    if _wants_else(tokens, found):
        faults.add("OL346", *span)
    elif found.type in _OPERAND_STARTS or found.type == "NOT":
        start, end = span
        faults.add("OL334", start, end, before=shown(str(before)), found=shown(str(found)))
    else:
        faults.add("OL337", *span, found=shown(str(found)))


def _wants_else(tokens: Sequence[Token], found: Token) -> bool:
    read = [
        t for t in tokens if found.type == "$END" or (t.start_pos or 0) < (found.start_pos or 0)
    ]
    ifs = sum(1 for token in read if token.type == "IF")
    elses = sum(1 for token in read if token.type in {"ELSE", "FOR"})
    return ifs > elses and found.type in {"$END", "RPAR", "COMMA", "RSQB"}
