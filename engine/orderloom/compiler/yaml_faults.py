"""What PyYAML's two parsers say when they cannot go on, as diagnostics for people."""

import re

from yaml import MarkedYAMLError

from orderloom.compiler.yaml_source import YamlSource
from orderloom.diagnostics import Diagnostic

# Both parsers' wordings: libyaml's, then pure Python's.
_NEVER_CLOSED = (
    "found unexpected end of stream",
    "found unexpected document indicator",
    "found unexpected document separator",
)
_MISPLACED_COLON = "mapping values are not allowed"
_NO_COLON = "could not find expected ':'"
_NO_START = "cannot start any token"
_UNKNOWN_ESCAPE = ("found unknown escape character", "hexdecimal", "hexadecimal")
_NO_KEY = ("did not find expected key", "expected <block end>")
_NO_DASH = ("did not find expected '-' indicator",)
_NO_CONTENT = ("did not find expected node content", "expected the node content")
_NOT_SEPARATED = ("expected ',' or ']'", "expected ',' or '}'")
_MISPLACED_DASH = "sequence entries are not allowed"
_DIRECTIVE = ("directive",)

_WIDE_COLON = re.compile(r"^[ \t]*(?:- *)?[\w.]+：")
_TIGHT_COLON = re.compile(r"^[ \t]*(?:- *)?[A-Za-z_]\w*:(?=\S)")
_FIRST_COLON = re.compile(r":(?:\s|$)")


def explain(error: MarkedYAMLError, source: YamlSource, offset: int) -> Diagnostic:
    """Say in plain words why the parser stopped.

    Args:
        error: What the parser raised.
        source: The whole file.
        offset: Index in its text at which the parser began to read.
    """
    return _Explanation(error, source, offset).give()


class _Explanation:
    """One syntax error, looked at from what stands around it."""

    def __init__(self, error: MarkedYAMLError, source: YamlSource, offset: int) -> None:
        self.problem = error.problem or ""
        self.context = error.context or ""
        mark, context_mark = error.problem_mark, error.context_mark
        self.at = offset + (mark.index if mark else 0)
        self.begun = offset + context_mark.index if context_mark else self.at
        self.source = source
        self.text = source.text
        self.lines = source.lines

    def give(self) -> Diagnostic:
        line, _ = self.lines.position(self.at)
        if self._says(*_DIRECTIVE):
            return self._at_line_end("OL017", self.lines.start(line))
        return (
            self._tab(line)
            or self._never_closed()
            or self._colon(line)
            or self._text()
            or self._structure(line)
            or self._indentation(line)
            or self._at("OL033", self.at, self.at + 1)
        )

    def _tab(self, line: int) -> Diagnostic | None:
        before = self.lines.content(line)[: self.at - self.lines.start(line) + 1]
        if "\t" in before and not before.strip():
            tab = self.lines.start(line) + before.index("\t")
            return self._at("OL020", tab, self.at + 1)
        return None

    def _never_closed(self) -> Diagnostic | None:
        if "quoted scalar" in self.context and self._says(*_NEVER_CLOSED):
            return self._at("OL024", self.begun, self.begun + 1, found=self._sign())
        if self._says(*_NOT_SEPARATED):
            return self._at("OL025", self.begun, self.begun + 1, found=self._sign())
        return None

    def _colon(self, line: int) -> Diagnostic | None:
        """A key without a colon that YAML knows: the parser notices it only a line later."""
        if not self._says(_MISPLACED_COLON, _NO_COLON, *_NO_KEY):
            return None
        for number in (line, self._line_above(line)):
            for code, pattern in (("OL023", _WIDE_COLON), ("OL022", _TIGHT_COLON)):
                if found := pattern.match(self.lines.content(number)):
                    end = self.lines.start(number) + found.end()
                    return self._at(code, end - 1, end, key=found[0].strip("-:： \t"))
        if self._says(_NO_COLON):
            return self._at_line_end("OL021", self.begun)
        return None

    def _line_above(self, line: int) -> int:
        above = line - 1
        while above > 0 and not self.lines.content(above).strip():
            above -= 1
        return above

    def _text(self) -> Diagnostic | None:
        """Characters that a text without quotes may not have where they stand."""
        if self._says(_NO_START) or "alias" in self.context or "anchor" in self.context:
            return self._at("OL027", self.begun, self.begun + 1, found=self._sign())
        if self._says(*_UNKNOWN_ESCAPE):
            begin = max(self.text.rfind("\\", 0, self.at + 1), 0)
            return self._at("OL029", begin, begin + 2, found=self.text[begin : begin + 2])
        if "block scalar" in self.context:
            return self._at_line_end("OL030", self.begun)
        return None

    def _structure(self, line: int) -> Diagnostic | None:
        """Signs that begin something where nothing can begin."""
        if self._says(_MISPLACED_DASH):
            return self._at("OL036", self.at, self.at + 1)
        if self._says(_MISPLACED_COLON):
            first = _FIRST_COLON.search(self.lines.content(line))
            if first and self.lines.start(line) + first.start() < self.at:
                return self._at("OL028", self.at, self.at + 1)
        if self._says(*_NO_CONTENT):
            return self._at("OL032", self.at, self.at + 1, found=self.text[self.at : self.at + 1])
        return None

    def _indentation(self, line: int) -> Diagnostic | None:
        start = self.lines.start(line)
        begins_line = not self.text[start : self.at].strip()
        if self._says(_MISPLACED_COLON) or (self._says(*_NO_KEY, *_NO_DASH) and begins_line):
            indent = len(self.lines.content(line)) - len(self.lines.content(line).lstrip())
            return self._at_line_end("OL026", start + indent)
        if self._says(*_NO_KEY, *_NO_DASH):
            return self._at_line_end("OL031", self.at)
        return None

    def _sign(self) -> str:
        return self.text[self.begun : self.begun + 1]

    def _says(self, *wordings: str) -> bool:
        return any(wording in self.problem for wording in wordings)

    def _at_line_end(self, code: str, start: int) -> Diagnostic:
        """Point from ``start`` to the last character of its line."""
        line, column = self.lines.position(start)
        length = len(self.lines.content(line).rstrip()) - column + 1
        return self._at(code, start, start + max(length, 1))

    def _at(self, code: str, start: int, end: int, **facts: str) -> Diagnostic:
        place = self.source.place(start, min(end, len(self.text)))
        return Diagnostic(code=code, place=place, facts=facts)
