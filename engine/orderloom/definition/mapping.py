"""Inbound mappings: how a channel's words become a record's fields."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from orderloom.definition.codec import AddedFormat
from orderloom.definition.common import Title, Value
from orderloom.definition.record import Field
from orderloom.diagnostics import Place
from orderloom.expression.compiled import Compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a path: a key, or an index into a list (``[0]``); ``[*]`` only in ``each``.

    With ``every`` and the key ``*`` it is all that an object holds, whatever it is called.

    In XML a key names an element, or with ``@`` before it an attribute.
    """

    key: str | None = None
    index: int | None = None
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path such as ``a.b[0].c``; for tables one step, the column's name."""

    text: str
    steps: tuple[Step, ...]


SourceFormat: TypeAlias = Literal["json", "xml", "csv", "excel", "fixed", "form", "added"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A column of a fixed-width line: positions from ``begin`` (from 0) to before ``end``."""

    name: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How the bytes are read.

    ``encoding`` is ``auto``, ``utf-8`` or ``gbk`` (read as GB18030). ``header`` is the number of
    the row with the column names, 0 for none: then ``columns`` names them. ``sheet`` is None for
    the first. ``others`` are tried in turn where the document does not begin like ``each``; None
    is the document itself. ``added`` reads a format that an installed package adds. Of a
    fixed-width file ``spans`` say where its columns are, in bytes with ``in_bytes``; ``header``
    and ``footer`` count the lines before and after its rows.
    """

    format: SourceFormat
    place: Place
    each: Path | None = None
    others: tuple[Path | None, ...] = ()
    encoding: str = "auto"
    header: int = 1
    columns: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    in_bytes: bool = False
    footer: int = 0
    separator: str = ","
    sheet: str | None = None
    added: AddedFormat | None = None

    @property
    def is_table(self) -> bool:
        """Say whether its fields are columns, called by their whole names, not paths."""
        return self.format in ("csv", "excel", "fixed", "form")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What one target field is made from.

    Exactly one of ``path``, ``value`` and (for lists) ``each_path``/``each_value`` is given.
    ``target`` is the field written; ``kind`` the type read (``as``, else the target's).
    ``words`` translates a channel's words; ``otherwise`` is taken for other words unless
    ``refuse_others``; with neither, other words pass as they are. Expressions of ``value`` and
    ``each_value`` read ``e.raw`` (the item's raw object; rows under ``rows`` with ``group_by``)
    and, in ``s``, the fields mapped above.
    """

    target: Field | None
    kind: str
    place: Place
    path: Path | None = None
    value: Value | None = None
    format: str | None = None
    zone: str | None = None
    currency: str | None = None
    words: Map[str, object] | None = None
    refuse_others: bool = False
    otherwise: object = None
    has_otherwise: bool = False
    each_path: Path | None = None
    each_value: Value | None = None
    parts: tuple[tuple[str, "Item"], ...] = ()
    on_null: Literal["clear", "keep", "refuse"] = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """An inbound mapping.

    ``zone`` is None when only the connection's zone can be used. ``doubled`` says which instant
    a wall-clock time means that comes twice when clocks are set back. ``currency`` leads from the
    item's raw object to the currency of all amounts that name none.
    """

    id: str
    record: str
    place: Place
    read: Source
    items: tuple[tuple[str, Item], ...]
    identity: tuple[str, ...]
    happened_at: Item | None = None
    zone: str | None = None
    currency: Path | None = None
    doubled: Literal["refuse", "first", "second"] = "refuse"
    when_absent: Literal["create", "park", "refuse"] = "create"
    when_present: Literal["update", "ignore", "refuse"] = "update"
    skip: Compiled | None = None
    rank: Compiled | None = None
    group_by: tuple[str, ...] = ()
    title: Title | None = None
    note: str | None = None
    state_fields: Map[str, tuple[str, ...]] = field(default_factory=dict)
