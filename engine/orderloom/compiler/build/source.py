"""How a mapping reads bytes."""

from typing import Literal

from orderloom.compiler.build.path import build_path
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.mapping import Path, Source


def build_source(draft: Draft, node: MapNode) -> Source:
    """Build ``read``; a table without a header row must have its columns named."""
    is_table = reading.text(node, "format") == "csv"
    columns = reading.texts(node, "columns")
    header = reading.number(node, "header", 1)
    if is_table and header == 0 and not columns:
        draft.findings.error("OL440", node.keys["header"].place)
    return Source(
        format=_format(is_table=is_table),
        place=node.place,
        each=None if is_table else _each(draft, node),
        encoding=reading.text(node, "encoding", "auto"),
        header=header,
        columns=columns,
        separator="\t" if reading.text(node, "separator") == "tab" else _separator(node),
    )


def _format(*, is_table: bool) -> Literal["json", "csv"]:
    return "csv" if is_table else "json"


def _each(draft: Draft, node: MapNode) -> Path | None:
    each = reading.scalar(node, "each")
    return None if each is None else build_path(draft, each, rows=True)


def _separator(node: MapNode) -> str:
    return reading.text(node, "separator", ",")
