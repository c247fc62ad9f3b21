"""Tables: rows that expressions read with ``pick``, or plain lists of values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from orderloom.definition.common import Title
from orderloom.diagnostics import Place
from orderloom.expression.types import Type

Match = Literal["equal", "band", "any_of", "contains"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; with ``match`` its cells are conditions, else they are values of ``type``."""

    name: str
    place: Place
    type: Type
    match: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: column to cell, as the column's ``match`` or type has it; blank cells are absent."""

    place: Place
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        values: A plain list, read as ``tables.x``; such a table has no columns.
        hit: ``unique``: exactly one row fits; ``first``: the first; ``all``: a list of rows.
        otherwise: The row when none fits (``else``); None: missing.
    """

    id: str
    place: Place
    values: tuple[Any, ...] | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    hit: Literal["unique", "first", "all"] = "unique"
    otherwise: Mapping[str, Any] | None = None
    title: Title | None = None
    note: str | None = None
