"""How a mapping reads bytes."""

from typing import Literal

from orderloom.compiler.build.path import build_path
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.mapping import Path, Source


def build_source(draft: Draft, node: MapNode) -> Source:
    """Build ``read``; a table without a header row must have its columns named."""
    form = _format(node)
    columns = reading.texts(node, "columns")
    header = reading.number(node, "header", 1)
    if form in ("csv", "excel") and header == 0 and not columns:
        draft.findings.error("OL440", node.keys["header"].place)
    return Source(
        format=form,
        place=node.place,
        each=_each(draft, node, has_attributes=form == "xml"),
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


def _each(draft: Draft, node: MapNode, *, has_attributes: bool) -> Path | None:
    each = reading.scalar(node, "each")
    if each is None:
        return None
    return build_path(draft, each, rows=True, has_attributes=has_attributes)


def _separator(node: MapNode) -> str:
    return reading.text(node, "separator", ",")
