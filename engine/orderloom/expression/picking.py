"""Tables as expressions read them: ``pick``."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from orderloom.expression.conditions import Condition
from orderloom.expression.matching import matching
from orderloom.expression.types import ListType, ObjectType, Type


class Picker:
    """The rows of one table, found by their conditions.

    Args:
        name: The table's id.
        asked: Columns with conditions, in file order: the type of what is compared with them.
        given: The other columns: what a row gives.
        conditions: One map a row; a column that is absent asks nothing.
        rows: What each row gives, in the same order.
        hit: ``first`` (also ``unique``, of which only one can fit) or ``all``.
        otherwise: The row when none fits; None: missing, of ``all`` an empty list.
        content: Tells this table from all others of that name: equal for equal tables.
    """

    def __init__(
        self,
        *,
        name: str,
        asked: Mapping[str, Type],
        given: Mapping[str, Type],
        conditions: Sequence[Mapping[str, Condition]],
        rows: Sequence[Mapping[str, object]],
        hit: Literal["unique", "first", "all"],
        otherwise: Mapping[str, object] | None,
        content: str,
    ) -> None:
        self.name = name
        self.asked = asked
        self.given = given
        self.gives_all = hit == "all"
        self._rows = tuple(dict(row) for row in rows)
        self._columns = tuple(matching([each.get(name) for each in conditions]) for name in asked)
        self._otherwise = None if otherwise is None else dict(otherwise)
        self._every = (1 << len(rows)) - 1
        self._content = content

    def __repr__(self) -> str:
        return f"<table {self.name} {self._content}>"

    @property
    def result(self) -> Type:
        """Give the type of what is picked: an object of the columns without conditions."""
        row = ObjectType(self.given)
        return ListType(row) if self.gives_all else row

    def pick(self, values: Sequence[Any]) -> object:
        """Give the row (of ``all`` every row) that fits ``values``, one for each column asked."""
        fitting = self._every
        for column, value in zip(self._columns, values, strict=True):
            fitting &= column.fitting(value)
            if not fitting:
                break
        if not self.gives_all:
            return self._rows[(fitting & -fitting).bit_length() - 1] if fitting else self._otherwise
        if not fitting:
            return [] if self._otherwise is None else [self._otherwise]
        return [row for place, row in enumerate(self._rows) if fitting >> place & 1]
