"""The store's records as expectations look at them: what is committed, read when it is asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from orderloom.app.application import Application
from orderloom.definition.record import SHELF
from orderloom.flow.record import identity_key
from orderloom.kernel.looking import looking
from orderloom.kernel.references import key_from
from orderloom.kernel.stocks.amounts import amounts_of, total


class StoredRecords:
    """What generated code reaches as ``e.records`` in a test: nothing is under way there."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401 - a flow's value
        """Give a value of a record, None when it has none."""
        with self._app.stores.reader() as reader:
            record = reader.get(record_id)
        if record is None:
            return None
        if name in self._app.program.records[record.type].figures:
            return self.measured(record.type, name, record.values)
        return record.values.get(name)

    def measured(self, record_type: str, name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Give a field that is a figure, of the record that has these values."""
        with self._app.stores.reader() as reader:
            asking = looking(self._app.program, reader, self._app.clock.now())
            return asking.figures.of_field(record_type, name, names)

    def metric(self, name: str, part: str, key: tuple[Any, ...], now: datetime | None) -> Any:  # noqa: ANN401
        """Give a metric's value or another part of it at an instant, of a group or, (), of all."""
        at = now or self._app.clock.now()
        with self._app.stores.reader() as reader:
            asking = looking(self._app.program, reader, at)
            return asking.metrics.read(name, part, key, at)

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        """Give the ids of a type's records whose reference ``through`` points at a record."""
        with self._app.stores.reader() as reader:
            return [record.id for record in reader.linked(record_type, through, record_id)]

    def identified(self, record_type: str, parts: Sequence[object]) -> str | None:
        """Give the id of the record with these values of its identity, None without one."""
        key = key_from(self._app.program.records[record_type], parts)
        if key is None:
            return None
        with self._app.stores.reader() as reader:
            record = reader.find(record_type, key)
        return None if record is None else record.id

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        """Give how much of an item a stock has of a kind, at one place or at all."""
        with self._app.stores.reader() as reader:
            shelf = reader.find(SHELF, identity_key((stock, item)))
        return total({} if shelf is None else amounts_of(shelf.values), kind, place)
