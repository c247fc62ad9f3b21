"""How a mapping reads bytes."""

from typing import Literal

from orderloom.compiler.build.path import build_path
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.mapping import Path, Source

DOCUMENT = "."
"""Stands for the document itself among the ways to its rows."""


def build_source(draft: Draft, node: MapNode) -> Source:
    """Build ``read``; a table without a header row must have its columns named."""
    form = _format(node)
    columns = reading.texts(node, "columns")
    header = reading.number(node, "header", 1)
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
        separator="\t" if reading.text(node, "separator") == "tab" else _separator(node),
        sheet=reading.optional_text(node, "sheet"),
    )


def _format(node: MapNode) -> Literal["json", "xml", "csv", "excel", "form"]:
    match reading.text(node, "format"):
        case "xml":
            return "xml"
        case "csv":
            return "csv"
        case "excel":
            return "excel"
        case "form":
            return "form"
        case _:
            return "json"


def _ways(draft: Draft, node: MapNode, form: Literal["", "json", "xml"]) -> tuple[Path | None, ...]:
    """Give the ways to the rows, at least one; None is the document itself."""
    words = reading.words(node, "each")
    return tuple(
        None if each.text == DOCUMENT else build_path(draft, each, rows=True, form=form)
        for each in words
    ) or (None,)


def _separator(node: MapNode) -> str:
    return reading.text(node, "separator", ",")
