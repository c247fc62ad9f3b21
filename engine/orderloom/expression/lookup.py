"""The records of the store, as an expression may look at them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol


class Lookup(Protocol):
    """What generated code reaches as ``e.records``."""

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401 - a value of the language
        """Give a value of a record, None when it has none."""
        ...

    def measured(self, record_type: str, name: str, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Give a field that is a figure, of the record that has these values."""
        ...

    def metric(self, name: str, part: str, key: tuple[Any, ...], now: datetime | None) -> Any:  # noqa: ANN401
        """Give a metric's value or another part of it at an instant, of a group or, (), of all."""
        ...

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        """Give the ids of a type's records whose reference ``through`` points at a record."""
        ...

    def identified(self, record_type: str, parts: Sequence[object]) -> str | None:
        """Give the id of the record with these values of its identity, None without one."""
        ...

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        """Give how much of an item a stock has of a kind, at one place or at all."""
        ...


class FactLookup(Protocol):
    """What generated code reaches as ``e.facts``."""

    def get(self, name: str, /) -> Any:  # noqa: ANN401 - a value of the language
        """Give the value of a figure by its full name, None when it is missing."""
        ...


class NoRecords:
    """A place from which no record can be seen."""

    def part(self, record_id: str, name: str) -> None:
        """Give nothing."""

    def measured(self, record_type: str, name: str, names: Mapping[str, Any]) -> None:
        """Give nothing."""

    def metric(self, name: str, part: str, key: tuple[Any, ...], now: datetime | None) -> None:
        """Give nothing."""

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        """Give nothing."""
        del record_type, through, record_id
        return []

    def identified(self, record_type: str, parts: Sequence[object]) -> None:
        """Give nothing."""

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        """Give none."""
        del stock, item, place, kind
        return Decimal(0)
