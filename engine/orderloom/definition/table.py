"""Tables: rows that expressions read with ``pick``, or plain lists of values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from orderloom.definition.common import Title
from orderloom.diagnostics import Place
from orderloom.expression.picking import Picker
from orderloom.expression.rates import Rates
from orderloom.expression.types import Type

Match = Literal["equal", "band", "any_of", "contains"]
Hit = Literal["unique", "first", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; with ``match`` its cells are conditions, else they are values of ``type``."""

    name: str
    place: Place
    type: Type
    match: Match | None = None
    title: Title | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: column to cell, a ``Condition`` where the column has ``match``, else a value.

    Cells that ask nothing (``-``) and values that are missing are absent.
    """

    place: Place
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        values: A plain list, read as ``tables.x``; such a table has no columns.
        file: Where the rows were read, below the flow's folder; None: in the definition.
        hit: ``unique``: at most one row fits; ``first``: the first; ``all``: a list of rows.
        otherwise: The row when none fits (``else``); None: missing.
        picker: The rows as expressions read them; None for a plain list.
        rates: Of the table ``rates``: what ``convert`` reads.
    """

    id: str
    place: Place
    values: tuple[Any, ...] | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    file: PurePosixPath | None = None
    hit: Hit = "unique"
    otherwise: Mapping[str, Any] | None = None
    picker: Picker | None = None
    rates: Rates | None = None
    title: Title | None = None
    note: str | None = None
