"""Tables as expressions read them: ``pick``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from orderloom.expression.conditions import Condition
from orderloom.expression.matching import Matching, matching
from orderloom.expression.types import ListType, ObjectType, Type


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Picker:
    """The rows of one table, found by their conditions.

    Attributes:
        name: The table's id.
        asked: Columns with conditions, in file order: the type of what is compared with them.
        given: The other columns: what a row gives.
        conditions: One map a row; a column that is absent asks nothing.
        rows: What each row gives, in the same order.
        gives_all: Whether all rows that fit are picked, as a list; else the first.
        otherwise: The row when none fits; None: missing, of all rows an empty list.
        content: Tells this table from all others of that name: equal for equal tables.
    """

    name: str
    asked: Mapping[str, Type]
    given: Mapping[str, Type]
    conditions: Sequence[Mapping[str, Condition]]
    rows: Sequence[dict[str, object]]
    gives_all: bool = False
    otherwise: dict[str, object] | None = None
    content: str
    _columns: tuple[Matching, ...] = field(init=False)
    _every: int = field(init=False)

    def __post_init__(self) -> None:
        columns = (matching([row.get(name) for row in self.conditions]) for name in self.asked)
        object.__setattr__(self, "_columns", tuple(columns))
        object.__setattr__(self, "_every", (1 << len(self.rows)) - 1)

    def __repr__(self) -> str:
        return f"<table {self.name} {self.content}>"

    @property
    def result(self) -> Type:
        """Give the type of what is picked: an object of the columns without conditions."""
        row = ObjectType(self.given)
        return ListType(row) if self.gives_all else row

    def pick(self, values: Sequence[Any]) -> object:
        """Give the row (or every row) that fits ``values``, one for each column asked."""
        fitting = self._every
        for column, value in zip(self._columns, values, strict=True):
            fitting &= column.fitting(value)
            if not fitting:
                break
        if not self.gives_all:
            return self.rows[(fitting & -fitting).bit_length() - 1] if fitting else self.otherwise
        if not fitting:
            return [] if self.otherwise is None else [self.otherwise]
        return [row for place, row in enumerate(self.rows) if fitting >> place & 1]
