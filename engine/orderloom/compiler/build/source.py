"""How a mapping reads bytes."""

from typing import Literal, cast

from orderloom.compiler.build.path import build_path
from orderloom.compiler.build.spans_of_lines import build_spans
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.codec import AddedFormat
from orderloom.definition.mapping import Path, Source, SourceFormat
from orderloom.diagnostics import Diagnostic
from orderloom.expression.faults import shown
from orderloom.names import nearest

FORMATS = ("json", "xml", "csv", "excel", "fixed", "form")
"""The formats of the language."""

DOCUMENT = "."
"""Stands for the document itself among the ways to its rows."""


def build_source(draft: Draft, node: MapNode) -> Source:
    """Build ``read``; a table without a header row must have its columns named."""
    form = _format(node)
    spans = build_spans(draft, node) if form == "fixed" else ()
    columns = tuple(each.name for each in spans) or reading.texts(node, "columns")
    header = reading.number(node, "header", 0 if form == "fixed" else 1)
    if form in ("csv", "excel") and header == 0 and not columns:
        draft.findings.error("OL440", node.keys["header"].place)
    ways = _ways(draft, node, form if form in ("json", "xml") else "")
    return Source(
        format=form,
        place=node.place,
        each=ways[0],
        others=ways[1:],
        encoding=reading.text(node, "encoding", "auto"),
        header=header,
        columns=columns,
        spans=spans,
        in_bytes=reading.text(node, "unit") == "bytes",
        footer=reading.number(node, "footer", 0),
        separator="\t" if reading.text(node, "separator") == "tab" else _separator(node),
        sheet=reading.optional_text(node, "sheet"),
        added=_added(draft, node),
    )


def _format(node: MapNode) -> SourceFormat:
    form = reading.text(node, "format")
    return cast("SourceFormat", form) if form in FORMATS else "added"


def _added(draft: Draft, node: MapNode) -> AddedFormat | None:
    """Find the format that an installed package adds, with a finding when none does."""
    name = reading.scalar(node, "format")
    extensions = draft.outline.extensions
    if name is None or name.text in FORMATS or name.text in extensions.formats:
        return None if name is None else extensions.formats.get(name.text)
    if name.text in extensions.broken_formats:
        code, facts = extensions.broken_formats[name.text]
        draft.findings.add(Diagnostic(code=code, place=name.place, facts=facts))
        return None
    near = nearest(name.text, (*FORMATS, *extensions.formats)) or ""
    added = ", ".join(sorted(extensions.formats))
    draft.findings.error(
        "OL914",
        name.place,
        found=shown(name.text),
        known=", ".join(FORMATS),
        nearest=near,
        added=added,
    )
    return None


def _ways(draft: Draft, node: MapNode, form: Literal["", "json", "xml"]) -> tuple[Path | None, ...]:
    """Give the ways to the rows, at least one; None is the document itself."""
    words = reading.words(node, "each")
    return tuple(
        None if each.text == DOCUMENT else build_path(draft, each, rows=True, form=form)
        for each in words
    ) or (None,)


def _separator(node: MapNode) -> str:
    return reading.text(node, "separator", ",")
