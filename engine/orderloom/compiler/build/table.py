"""Tables: their columns, their rows, and what expressions read of both."""

from collections.abc import Mapping, Sequence
from hashlib import blake2s
from types import MappingProxyType

from orderloom.compiler.build.literals import Unreadable, read_literal
from orderloom.compiler.build.table_cells import build_condition, check_match
from orderloom.compiler.build.table_rates import build_rates
from orderloom.compiler.build.table_rows import RowNode, row_nodes
from orderloom.compiler.node import MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.fields import read_field
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.settings import value_of
from orderloom.compiler.resolve.tables import RATES
from orderloom.compiler.sheets import Sheets
from orderloom.definition.record import Field
from orderloom.definition.table import Column, Hit, Match, Row, Table
from orderloom.expression.limits import MAX_ITEMS
from orderloom.expression.picking import Picker

_Cells = dict[str, object]


def build_table(draft: Draft, declaration: Declaration, sheets: Sheets) -> Table | None:
    """Build a table; None, with findings, when a cell cannot be understood."""
    values = declaration.root.get("values")
    if values is not None:
        return _plain_list(draft, declaration, values)
    return _Building(draft, declaration, sheets).build()


def _plain_list(draft: Draft, declaration: Declaration, node: Node) -> Table | None:
    values = tuple(value_of(each) for each in reading.several(node))
    if len(values) > MAX_ITEMS:
        place = declaration.root.keys["values"].place
        draft.findings.error("OL283", place, count=str(len(values)), limit=f"{MAX_ITEMS:,}")
        return None
    return Table(
        id=declaration.id,
        place=declaration.place,
        values=tuple(each for each in values if each is not None),
        title=reading.title(declaration.root, "title", draft.outline.language),
        note=reading.optional_text(declaration.root, "note"),
    )


class _Building:
    """One table with columns under construction."""

    def __init__(self, draft: Draft, declaration: Declaration, sheets: Sheets) -> None:
        self.draft = draft
        self.declaration = declaration
        self.root = declaration.root
        self.sheets = sheets
        self.fields: dict[str, Field] = {}
        self.columns: dict[str, Column] = {}

    def build(self) -> Table | None:
        language = self.draft.outline.language
        sound = self._build_columns()
        nodes = row_nodes(self.draft, self.declaration, self.sheets, tuple(self.columns))
        if nodes is None or not sound:
            return None
        rows = [self._row(each) for each in nodes]
        otherwise = self._otherwise()
        known = [each for each in rows if each is not None]
        if len(known) < len(rows) or isinstance(otherwise, Unreadable):
            return None
        hit = _hit(self.root)
        is_rates = self.declaration.id == RATES
        rates = build_rates(self.draft, self.columns, known) if is_rates else None
        file = reading.optional_text(self.root, "file")
        return Table(
            id=self.declaration.id,
            place=self.declaration.place,
            columns=MappingProxyType(self.columns),
            rows=tuple(known),
            file=None if file is None else self.sheets.path(file),
            hit=hit,
            otherwise=otherwise,
            picker=_picker(self.declaration.id, self.columns, known, hit, otherwise),
            rates=rates,
            title=reading.title(self.root, "title", language),
            note=reading.optional_text(self.root, "note"),
        )

    def _build_columns(self) -> bool:
        """Read the columns; False, with findings, when a type cannot be judged as it says."""
        sound = True
        for key, node in reading.entries(self.root, "columns"):
            field = read_field(key, node, self.draft.outline.language, {})
            match = _match(node)
            sound = check_match(self.draft, node, field, match) and sound
            self.fields[key.text] = field
            self.columns[key.text] = Column(
                name=key.text, place=key.place, type=field.type, match=match, title=field.title
            )
        return sound

    def _row(self, row: RowNode) -> Row | None:
        """Build a row; None, with findings, when a cell is wrong."""
        if row.is_broken:
            return None
        cells: _Cells = {}
        sound = self._knows_columns(row.node)
        for name, column in self.columns.items():
            node = row.node.get(name)
            if column.match is not None and (node is None or reading.is_empty(node)):
                self._lacks(row, name)
                sound = False
            elif node is not None and not reading.is_empty(node):
                found = self._cell(node, column, row)
                sound = sound and not isinstance(found, Unreadable)
                if found is not None:
                    cells[name] = found
        return Row(place=row.place, cells=MappingProxyType(cells)) if sound else None

    def _cell(self, node: Node, column: Column, row: RowNode) -> object:
        field = self.fields[column.name]
        if column.match is None:
            return read_literal(self.draft, node, field)
        return build_condition(self.draft, node, field, column.match, is_from_file=row.is_from_file)

    def _lacks(self, row: RowNode, name: str) -> None:
        self.draft.findings.error("OL291", row.place, column=name)

    def _knows_columns(self, node: MapNode) -> bool:
        places = {name: each.place for name, each in self.columns.items()}
        strange = [key for key, _ in reading.pairs(node) if key.text not in self.columns]
        for key in strange:
            facts = {"table": self.declaration.id}
            self.draft.findings.unknown("OL290", key.place, key.text, places, **facts)
        return not strange

    def _otherwise(self) -> Mapping[str, object] | Unreadable | None:
        """Build ``else``: values only, since no condition is left to ask."""
        node = reading.submap(self.root, "else")
        if node is None:
            return None
        sound = self._knows_columns(node)
        found: _Cells = {}
        for key, value in reading.pairs(node):
            column = self.columns.get(key.text)
            if column is not None and column.match is not None:
                self.draft.findings.error("OL284", key.place, column=key.text)
                sound = False
            elif column is not None and not reading.is_empty(value):
                found[key.text] = read_literal(self.draft, value, self.fields[key.text])
        sound = sound and not any(isinstance(each, Unreadable) for each in found.values())
        return MappingProxyType(found) if sound else Unreadable()


def _match(node: Node) -> Match | None:
    match reading.text(node, "match") if isinstance(node, MapNode) else "":
        case "equal":
            return "equal"
        case "band":
            return "band"
        case "any_of":
            return "any_of"
        case "contains":
            return "contains"
        case _:
            return None


def _hit(root: MapNode) -> Hit:
    match reading.text(root, "hit"):
        case "first":
            return "first"
        case "all":
            return "all"
        case _:
            return "unique"


def _picker(
    name: str,
    columns: Mapping[str, Column],
    rows: Sequence[Row],
    hit: Hit,
    otherwise: Mapping[str, object] | None,
) -> Picker:
    asked = {each.name: each.type for each in columns.values() if each.match is not None}
    given = {each.name: each.type for each in columns.values() if each.match is None}
    conditions = [{each: row.cells[each] for each in asked if each in row.cells} for row in rows]
    values = [{each: row.cells[each] for each in given if each in row.cells} for row in rows]
    return Picker(
        name=name,
        asked=MappingProxyType(asked),
        given=MappingProxyType(given),
        conditions=conditions,
        rows=values,
        gives_all=hit == "all",
        otherwise=None if otherwise is None else dict(otherwise),
        content=_content((asked, given, conditions, values, hit, dict(otherwise or {}))),
    )


def _content(parts: object) -> str:
    """Tell contents apart: equal for equal parts, of which every one can be written out."""
    return blake2s(repr(parts).encode(), digest_size=10).hexdigest()
