"""Records through a viewer's eyes, for the expressions that the viewer writes.

Whatever is not seen in the clear counts as missing, so that no answer tells what it is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from orderloom.expression.lookup import Lookup
from orderloom.flow.surroundings import Surroundings
from orderloom.sight.glimpse import Glimpse
from orderloom.sight.seeing import Sight

Find = Callable[[str], tuple[str, Mapping[str, Any]] | None]


class SeenRecords:
    """What generated code reaches as ``e.records`` where a viewer asks.

    Args:
        sight: What the viewer sees.
        around: What the conditions of roles see, unabridged.
        find: Gives type and values of the record of an id, or None.
    """

    def __init__(self, sight: Sight, around: Surroundings, find: Find) -> None:
        self._sight = sight
        self._around = around
        self._find = find

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401 - a flow's value
        """Give a value of a record that is seen as it is, else None."""
        glimpse = self._glimpse(record_id)
        if glimpse is None or glimpse.manner(name) != "clear":
            return None
        return self._records.part(record_id, name)

    def measured(self, record_type: str, name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Give a field that is a figure, of the record that has these values."""
        del record_type
        return self.part(str(names.get("id")), name)

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        """Give the ids of those records that point at a record through a reference seen so."""
        found = self._records.children(record_type, through, record_id)
        return [each for each in found if self.part(each, through) is not None]

    def identified(self, record_type: str, parts: Sequence[object]) -> str | None:
        """Give the id of the record with these values of its identity, if it is seen by it."""
        found = self._records.identified(record_type, parts)
        glimpse = None if found is None else self._glimpse(found)
        if glimpse is None:
            return None
        told = {glimpse.manner(name) for name in glimpse.record.identity}
        return found if told == {"clear"} else None

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        """Give how much of an item a stock has: that is no record's."""
        return self._records.stocked(stock, item, place, kind)

    def metric(self, name: str, part: str, key: tuple[Any, ...], now: datetime | None) -> Any:  # noqa: ANN401
        """Give a part of a metric, which says of no single record what it is like."""
        return self._records.metric(name, part, key, now)

    @property
    def _records(self) -> Lookup:
        return self._around.records

    def _glimpse(self, record_id: str) -> Glimpse | None:
        record = self._find(record_id)
        if record is None:
            return None
        return self._sight.glimpse(*record, self._around)
