"""Text to tokens: every lexical fault at once, and the bounds that protect the parser."""

import re
import unicodedata
from dataclasses import dataclass

from lark import Token

from orderloom.expression import typos
from orderloom.expression.characters import check_name, find_hidden
from orderloom.expression.faults import Faults, shown
from orderloom.expression.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_TOKENS
from orderloom.expression.numerals import classify_money, classify_number

KEYWORDS = {
    "or": "OR", "and": "AND", "not": "NOT", "in": "IN", "if": "IF", "else": "ELSE", "for": "FOR",
    "true": "TRUE", "false": "FALSE",
}  # fmt: skip
_SIGNS = {
    "==": "EQ", "!=": "NE", "<": "LT", "<=": "LE", ">": "GT", ">=": "GE", "+": "PLUS",
    "-": "MINUS", "*": "STAR", "/": "SLASH", "(": "LPAR", ")": "RPAR", "[": "LSQB", "]": "RSQB",
    ",": "COMMA", ".": "DOT",
}  # fmt: skip
_SPELLINGS = {kind: word for word, kind in (*KEYWORDS.items(), *_SIGNS.items())}
_OPENERS = {"LPAR": "RPAR", "LSQB": "RSQB"}
_CLOSERS = {"RPAR": "LPAR", "RSQB": "LSQB"}
OPERANDS = frozenset(
    {"NUMBER", "PERCENT", "TEXT", "TRUE", "FALSE", "DURATION", "MONEY", "NAME", "RPAR", "RSQB"}
)
_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "n": "\n", "t": "\t"}
_PATTERN = re.compile(
    r"""(?P<white>[ \t]+)
    |(?P<line>[\r\n]+)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<wide_text>[“”„‟＂](?:[^“”„‟＂"\\]|\\.)*[“”‟＂"]|[‘’＇](?:[^‘’＇'\\]|\\.)*[‘’＇'])
    |(?P<money>(?<!\.)(?!AND|NOT)[A-Z]{3}[ ]*[0-9][\w.]*)
    |(?P<number>[0-9]+(?:\.[0-9]+)*\w*%?)
    |(?P<name>[^\W\d][\w\u0300-\u036f]*)
    |(?P<digits>\d+)
    |(?P<comparator>[<>=!＜＞＝！]{1,3})
    |(?P<sign>&&|\|\||\*\*|//|->|:=|.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Bracket:
    """An open bracket: its token, what it is for, how deep its inside already lies."""

    token: Token
    purpose: str
    prefixes: int
    elses: int


class _Scanner:
    """One walk over one text."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text = text
        self.faults = faults
        self.tokens: list[Token] = []
        self.open: list[_Bracket] = []
        self.prefixes = 0
        self.elses = 0
        self.readable = True

    def scan(self) -> None:
        for found in _PATTERN.finditer(self.text):
            getattr(self, f"_{found.lastgroup}")(found[0], found.start(), found.end())
            if len(self.tokens) > MAX_TOKENS:
                self._stop("OL302", self.tokens[-1], limit=str(MAX_TOKENS))
                return
            if self._depth() > MAX_DEPTH:
                self._stop("OL303", self.tokens[-1], limit=str(MAX_DEPTH))
                return
        for bracket in self.open:
            self._stop("OL328", bracket.token, found=str(bracket.token))

    def _depth(self) -> int:
        """Count what encloses the next operand: brackets, signs before it, ``else`` parts."""
        around = sum(1 + bracket.prefixes + bracket.elses for bracket in self.open)
        return around + self.prefixes + self.elses

    def _stop(self, code: str, token: Token, **facts: str) -> None:
        self._fault(code, token.start_pos or 0, token.end_pos or 0, **facts)
        self.readable = False

    def _fault(self, code: str, start: int, end: int, **facts: str) -> None:
        self.faults.add(code, start, end, **facts)

    def _emit(self, kind: str, value: str, start: int, end: int) -> None:
        if kind == "IN" and self._last() == "NOT":
            self.tokens[-1] = Token("NOT_IN", "not in", self.tokens[-1].start_pos, end_pos=end)
            self.prefixes -= 1
            return
        token = Token(kind, value, start, end_pos=end)
        self._measure(token)
        self.tokens.append(token)

    def _last(self, back: int = 1) -> str:
        return self.tokens[-back].type if len(self.tokens) >= back else ""

    def _measure(self, token: Token) -> None:
        if token.type in _OPENERS:
            self.open.append(_Bracket(token, self._purpose(token), self.prefixes, self.elses))
            self.prefixes = self.elses = 0
        elif token.type in _CLOSERS:
            self._close(token)
        elif token.type == "NOT" or (token.type == "MINUS" and self._last() not in OPERANDS):
            self.prefixes += 1
        elif token.type == "ELSE":
            self.elses += 1
        elif token.type in OPERANDS:
            self.prefixes = 0

    def _purpose(self, token: Token) -> str:
        touches = self._last() in {"NAME", "RPAR", "RSQB"}
        if token.type == "LSQB":
            return "index" if touches else "list"
        return "call" if touches else "group"

    def _close(self, token: Token) -> None:
        if not self.open or self.open[-1].token.type != _CLOSERS[token.type]:
            self._stop("OL329", token, found=str(token))
        if self.open:
            self.elses = self.open.pop().elses
        self.prefixes = 0

    def _white(self, _found: str, _start: int, _end: int) -> None:
        """Skip."""

    def _line(self, _found: str, start: int, end: int) -> None:
        if self.text[:start].strip() and self.text[end:].strip():
            self._fault("OL338", start, end)

    def _text(self, found: str, start: int, end: int) -> None:
        if "\n" in found or "\r" in found:
            self._fault("OL338", start, end)
        if self._last() == "NAME" and self.tokens[-1].end_pos == start:
            self._stop("OL325", self.tokens[-1], found=str(self.tokens[-1]))
        self._emit("TEXT", self._unescape(found[1:-1], start + 1), start, end)

    def _unescape(self, inside: str, start: int) -> str:
        if "\\" not in inside:
            return unicodedata.normalize("NFC", inside)
        result: list[str] = []
        place = 0
        while place < len(inside):
            if inside[place] != "\\":
                result.append(inside[place])
                place += 1
                continue
            sign = inside[place + 1]
            if sign not in _ESCAPES:
                self._fault("OL327", start + place, start + place + 2, found="\\" + shown(sign))
            result.append(_ESCAPES.get(sign, sign))
            place += 2
        return unicodedata.normalize("NFC", "".join(result))

    def _wide_text(self, found: str, start: int, end: int) -> None:
        mend = f'"{found[1:-1]}"'
        self._fault("OL307", start, end, found=shown(found), mend=shown(mend))
        self._emit("TEXT", self._unescape(found[1:-1], start + 1), start, end)

    def _money(self, found: str, start: int, end: int) -> None:
        if classify_money(found, start, end, self.faults):
            self._emit("MONEY", found, start, end)
        else:
            self.readable = False

    def _number(self, found: str, start: int, end: int) -> None:
        if self._is_modulo(found, end):
            self._fault("OL320", end - 1, end)
            self._emit("NUMBER", found[:-1], start, end - 1)
            self.readable = False
            return
        if self._continues_thousands(found, start):
            previous = self.tokens[-2]
            whole = self.text[previous.start_pos : end]
            begin = previous.start_pos or 0
            self.faults.drop("OL318", begin, previous.end_pos or 0)
            self._fault("OL318", begin, end, found=whole, mend=whole.replace(",", ""))
            self.tokens[-2:] = [Token(previous.type, whole.replace(",", ""), begin, end_pos=end)]
            return
        if (
            self._last() == "DOT"
            and self.tokens[-1].end_pos == start
            and self._last(2) not in OPERANDS
        ):
            self._fault("OL330", start - 1, end, found=f".{found}", mend=f"0.{found}")
            self.readable = False
        kind, value = classify_number(found, start, end, self.faults)
        if kind:
            self._emit(kind, value, start, end)
        else:
            self.readable = False

    def _is_modulo(self, found: str, end: int) -> bool:
        """Say whether the ``%`` after a number stands between two numbers."""
        after = self.text[end:].lstrip()
        if not found.endswith("%") or not after:
            return False
        word = re.match(r"\w+", after)
        if word is not None:
            return word[0].lower() not in KEYWORDS
        return after[0] in "(\"'"

    def _continues_thousands(self, found: str, start: int) -> bool:
        if self._last() != "COMMA" or self._last(2) not in {"NUMBER", "MONEY"}:
            return False
        if self.open and self.open[-1].purpose != "group" and not found.startswith("0"):
            return False
        touching = self.tokens[-1].end_pos == start and (
            self.tokens[-2].end_pos == self.tokens[-1].start_pos
        )
        return touching and re.fullmatch(r"[0-9]{3}(?:\.[0-9]+)?", found) is not None

    def _name(self, found: str, start: int, end: int) -> None:
        name = unicodedata.normalize("NFC", found)
        after_dot = self._last() == "DOT"
        if not after_dot and name in KEYWORDS:
            self._emit(KEYWORDS[name], name, start, end)
        elif not after_dot and name in typos.WORDS:
            typo = typos.WORDS[name]
            self._fault(typo.code, start, end, found=name, mend=typo.mend)
            self._emit(typo.token or "NAME", typo.mend, start, end)
        elif not after_dot and name in typos.NOTHING:
            self._fault("OL316", start, end, found=name)
            self.readable = False
        elif check_name(name, start, self.faults):
            self._emit("NAME", name, start, end)
        else:
            self.readable = False

    def _digits(self, found: str, start: int, end: int) -> None:
        mend = "".join(str(unicodedata.decimal(c)) for c in found)
        self._fault("OL308", start, end, found=shown(found), mend=mend)
        self._emit("NUMBER", mend, start, end)

    def _comparator(self, found: str, start: int, end: int) -> None:
        plain = unicodedata.normalize("NFKC", found)
        if plain != found:
            mend = "==" if plain == "=" else plain
            self._fault("OL307", start, end, found=found, mend=mend)
            plain = mend
        if plain in _SIGNS:
            self._emit(_SIGNS[plain], plain, start, end)
        elif plain == "=":
            self._equals(start, end)
        else:
            self._typo(plain, start, end)

    def _equals(self, start: int, end: int) -> None:
        in_call = bool(self.open) and self.open[-1].purpose == "call"
        if in_call and self._last() == "NAME" and self._last(2) in {"LPAR", "COMMA"}:
            self._emit("ASSIGN", "=", start, end)
        else:
            self._fault("OL310", start, end)
            self._emit("EQ", "==", start, end)

    def _sign(self, found: str, start: int, end: int) -> None:
        if found in _SIGNS:
            self._emit(_SIGNS[found], found, start, end)
        elif found in typos.WIDE_SIGNS:
            mend, kind = typos.WIDE_SIGNS[found]
            self._fault("OL307", start, end, found=found, mend=mend)
            if kind:
                self._emit(kind, mend, start, end)
            else:
                self.readable = False
        elif found in "\"'“”‘’„‟＂＇":
            self._fault("OL326", start, end, found=found)
            self.readable = False
        else:
            self._typo(found, start, end)

    def _typo(self, found: str, start: int, end: int) -> None:
        typo = typos.SIGNS.get(found, typos.Typo("OL309"))
        self._fault(typo.code, start, end, found=shown(found), mend=typo.mend)
        if typo.token:
            self._emit(typo.token, _SPELLINGS[typo.token], start, end)
        else:
            self.readable = False


def scan(text: str, faults: Faults) -> list[Token] | None:
    """Cut ``text`` into tokens, noting everything that is wrong with its signs.

    Returns:
        The tokens, with typing errors already read as what was meant; None when what follows
        could only mislead.
    """
    if len(text) > MAX_CHARACTERS:
        faults.add(
            "OL301", MAX_CHARACTERS, len(text), limit=f"{MAX_CHARACTERS:,}", found=str(len(text))
        )
        return None
    if not text.strip():
        faults.add("OL300", 0, len(text))
        return None
    if find_hidden(text, faults):
        return None
    scanner = _Scanner(text, faults)
    scanner.scan()
    return scanner.tokens if scanner.readable else None
