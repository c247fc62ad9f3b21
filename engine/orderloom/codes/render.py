"""Diagnostics as people read them: text with the line concerned, or JSON for programs."""

from collections.abc import Mapping

from orderloom.codes.catalogue import lookup
from orderloom.codes.excerpt import excerpt
from orderloom.diagnostics import Diagnostic, Place

_SEVERITIES = {
    ("error", "en"): "error",
    ("warning", "en"): "warning",
    ("error", "zh"): "错误",
    ("warning", "zh"): "警告",
}
_HINT = {"en": "hint: ", "zh": "提示："}
_SEE_ALSO = {"en": "see also: ", "zh": "另见："}


def to_text(diagnostic: Diagnostic, source: str | None, language: str) -> str:
    """Give a diagnostic with the line it is about, without a line break at the end.

    Args:
        diagnostic: What to tell.
        source: Text of the file of its place; None when there is none, as for unreadable files.
        language: ``en`` or ``zh``.
    """
    code, place = lookup(diagnostic.code), diagnostic.place
    severity = _SEVERITIES[diagnostic.severity, language]
    facts = _facts(diagnostic)
    lines = [f"{place}: {severity}[{code.id}]: {code.message.fill(facts, language)}"]
    if source is not None:
        lines += excerpt(source, place)
    hint = code.hint(facts, language)
    if hint is not None:
        lines.append(f"  {_HINT[language]}{hint}")
    told = {name for wording in (code.message, *code.hints) for name in wording.needs()}
    if diagnostic.related is not None and "related" not in told:
        lines.append(f"  {_SEE_ALSO[language]}{facts['related']}")
    return "\n".join(lines)


def to_json(diagnostic: Diagnostic, language: str) -> dict[str, object]:
    """Give a diagnostic as JSON values.

    Returns:
        ``file line column end_column code severity message hint related``; columns that are not
        known, the hint and ``related`` (``file line column``) may be None.
    """
    code, place, related = lookup(diagnostic.code), diagnostic.place, diagnostic.related
    facts = _facts(diagnostic)
    return {
        **_place(place),
        "end_column": place.end or None,
        "code": code.id,
        "severity": diagnostic.severity,
        "message": code.message.fill(facts, language),
        "hint": code.hint(facts, language),
        "related": None if related is None else _place(related),
    }


def _place(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "column": place.column or None}


def _facts(diagnostic: Diagnostic) -> Mapping[str, str]:
    """Add the second place to the facts, without its file when that is the same."""
    related = diagnostic.related
    if related is None:
        return diagnostic.facts
    here = related.file == diagnostic.place.file and related.column
    seen = f"{related.line}:{related.column}" if here else str(related)
    return {**diagnostic.facts, "related": seen}
