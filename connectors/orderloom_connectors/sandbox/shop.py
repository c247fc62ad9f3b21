"""What sales channels share: orders with an instant of change, and parcels written back."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

from orderloom.ports import Clock
from orderloom_connectors.sandbox.platform import Answer, Document, Platform
from orderloom_connectors.sandbox.samples import Sample

Stored = tuple[datetime, Document]
"""When an order last changed, aware, and the order as the channel writes it."""


class Shop(Platform):
    """A sales channel; ``shipped`` lists the parcels it was told of, (order number, number).

    ``language`` is its buyers'.

    Args:
        clock: Its time of day.
        orders: Orders by number, oldest change first.
    """

    language: ClassVar[str] = "zh"

    def __init__(
        self, clock: Clock, orders: Mapping[str, Stored] | Iterable[tuple[str, Stored]] = ()
    ) -> None:
        super().__init__(clock)
        self.orders: dict[str, Stored] = dict(orders)
        self.shipped: list[tuple[str, str]] = []

    @abstractmethod
    def write(self, sample: Sample) -> tuple[str, Document]:
        """Give number and order as the channel writes it, paid or not, never shipped."""

    @abstractmethod
    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Write into an order, in the channel's own words, that it was shipped now."""

    @abstractmethod
    def no_such_order(self, number: str) -> Answer:
        """Refuse a number that the channel does not know, or that is shipped already."""

    def place(self, sample: Sample) -> str:
        """Take an order in and give its number; a shipped one was shipped when it was placed."""
        number, document = self.write(sample)
        if sample.state == "shipped":
            self.mark_shipped(document, f"OLD{sample.index:06}")
        self.orders[number] = (sample.placed_at, document)
        return number

    def between(self, begin: datetime, end: datetime) -> dict[str, Document]:
        """Give the orders that changed from ``begin`` to ``end``, both included."""
        return {no: order for no, (at, order) in self.orders.items() if begin <= at <= end}

    def ship(self, number: str, tracking_number: str, done: Answer) -> Answer:
        """Take a parcel, once for each order, and answer ``done``."""
        if number not in self.orders or number in dict(self.shipped):
            return self.no_such_order(number)
        _, order = self.orders.pop(number)
        self.mark_shipped(order, tracking_number)
        self.orders[number] = (self.clock.now(), order)
        self.shipped.append((number, tracking_number))
        return done
