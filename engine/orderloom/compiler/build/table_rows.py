"""The rows of a table as nodes, whether they stand in its definition or in a file beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderloom.compiler.node import ListNode, MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.sheets import SheetRow, Sheets, SheetUnusable
from orderloom.diagnostics import Diagnostic, Place
from orderloom.errors import MessageRejected

MAX_ROWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNode:
    """A row as it was found; a broken one has its finding, its cells are a guess."""

    node: MapNode
    place: Place
    is_from_file: bool = False
    is_broken: bool = False


def row_nodes(
    draft: Draft, declaration: Declaration, sheets: Sheets, columns: tuple[str, ...]
) -> Sequence[RowNode] | None:
    """Give all rows; None, with a finding, when they cannot be read or are too many."""
    key = "file" if "file" in declaration.root else "rows"
    file = reading.scalar(declaration.root, "file")
    if file is None:
        found: Sequence[RowNode] | None = _own_rows(declaration.root)
    else:
        found = _rows_of_file(draft, file, sheets, columns)
    if found is not None and len(found) > MAX_ROWS:
        place = declaration.root.keys[key].place
        draft.findings.error("OL298", place, limit=f"{MAX_ROWS:,} rows")
        return None
    return found


def _own_rows(root: MapNode) -> list[RowNode]:
    rows = root.get("rows")
    nodes = rows.items if isinstance(rows, ListNode) else ()
    return [RowNode(node=each, place=each.place) for each in nodes if isinstance(each, MapNode)]


def _rows_of_file(
    draft: Draft, file: ScalarNode, sheets: Sheets, columns: tuple[str, ...]
) -> list[RowNode] | None:
    name = str(sheets.folder / file.text)
    found: list[RowNode] = []
    try:
        for row in sheets.rows(file.text, columns):
            if row.fault is not None:
                code, facts = row.fault
                place = Place(name, row.line)
                draft.findings.add(Diagnostic(code=code, place=place, facts=facts))
            found.append(_as_node(row, name))
            if len(found) > MAX_ROWS:
                break
    except SheetUnusable as unusable:
        draft.findings.add(Diagnostic(code=unusable.code, place=file.place, facts=unusable.facts))
        return None
    except MessageRejected as rejected:
        # There the reader speaks of a mapping.
        code = "OL285" if rejected.code == "OL524" else rejected.code
        draft.findings.add(Diagnostic(code=code, place=Place(name, 1), facts=rejected.facts))
        return None
    return found


def _as_node(row: SheetRow, file: str) -> RowNode:
    """Give a row of a file; as a cell's column its number stands, which spreadsheets show."""
    place = Place(file, row.line)
    places = {name: Place(file, row.line, row.columns.get(name, 0)) for name in row.cells}
    cells = {name: ScalarNode(text, places[name], "double") for name, text in row.cells.items()}
    keys = {name: ScalarNode(name, each) for name, each in places.items()}
    return RowNode(
        node=MapNode(dict(cells), keys, place),
        place=place,
        is_from_file=True,
        is_broken=row.fault is not None,
    )
