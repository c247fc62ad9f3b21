"""Findings about definitions, as they are printed."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from orderloom.cli.terminal import Terminal
from orderloom.codes.render import to_json, to_text
from orderloom.diagnostics import Diagnostic


def findings_text(diagnostics: Iterable[Diagnostic], language: str) -> str:
    """Give findings with the lines they are about, an empty line between two."""
    source = cache(_text_of)
    return "\n\n".join(to_text(each, source(each.place.file), language) for each in diagnostics)


def findings_document(diagnostics: Iterable[Diagnostic], terminal: Terminal) -> dict[str, object]:
    """Give findings as ``check --format json`` prints them."""
    return {"diagnostics": [to_json(each, terminal.language) for each in diagnostics]}


def _text_of(file: str) -> str | None:
    """Give the text of a file as the compiler read it; None when it cannot be read."""
    try:
        return Path(file).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
