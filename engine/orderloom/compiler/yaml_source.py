"""One YAML file while it is read: its text, its lines, and what was found wrong with it."""

import re

from orderloom.compiler.yaml_places import SourceLines
from orderloom.diagnostics import Diagnostic, Place

MAX_CHARACTERS = 1_000_000
MAX_FINDINGS = 100

_BYTE_ORDER_MARK = "\ufeff"
# Line separators are among them: YAML breaks a line there, an editor shows none.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
)


class GaveUpError(Exception):
    """The rest of a file is not worth reading, or dangerous; a diagnostic says why."""


class YamlSource:
    """One file: ``text`` is what the parser may be given.

    Raises:
        GaveUpError: From any method that finds something, once nothing more should be read.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.text = ""
        self.lines = SourceLines("")
        self.diagnostics: list[Diagnostic] = []

    def take(self, text: str) -> None:
        """Take the file's text; characters that nobody sees are found and replaced."""
        if len(text) > MAX_CHARACTERS:
            self.find("OL005", Place(self.file, 1), megabytes=str(MAX_CHARACTERS // 1_000_000))
            raise GaveUpError
        text = text.removeprefix(_BYTE_ORDER_MARK)
        self.text = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
        self.lines = SourceLines(self.text)
        for unseen in _UNSEEN.finditer(text):
            name = f"U+{ord(unseen[0]):04X}"
            self.find("OL016", self.place(*unseen.span()), found=name)

    def place(self, start: int, end: int) -> Place:
        """Give the place of ``text[start:end]``."""
        line, column = self.lines.position(start)
        end_column = column + end - start
        return Place(self.file, line, column, end_column if self.lines.ends_in(line, end) else 0)

    def find(self, code: str, place: Place, related: Place | None = None, **facts: str) -> None:
        """Note a finding."""
        self.add(Diagnostic(code=code, place=place, related=related, facts=facts))

    def add(self, diagnostic: Diagnostic) -> None:
        """Note a finding made elsewhere; too many end the reading, and the last one says so."""
        if len(self.diagnostics) < MAX_FINDINGS:
            self.diagnostics.append(diagnostic)
            return
        limit = str(MAX_FINDINGS)
        self.diagnostics.append(
            Diagnostic(code="OL034", place=diagnostic.place, facts={"limit": limit})
        )
        raise GaveUpError
