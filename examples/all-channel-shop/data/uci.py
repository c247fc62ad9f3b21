"""Orders out of the UCI data set "Online Retail", which knows lines only."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

CUT = datetime(2010, 12, 24, tzinfo=UTC)
"""The moment at which the channels are asked for their orders: the slice ends the day before."""

MOST_LINES = 20
"""Longer orders are left out, so that the three files stay below 2 MB together."""

FIRST_NUMBER = 100001
CHANNELS = ("shopify", "pdd", "trade_desk")
LEDGER = frozenset(
    (
        *("Discount", "Manual", "Bank Charges", "check", "damages", "faulty", "Found"),
        *("amazon", "amazon sales", "Dotcom sales"),
    )
)
"""Descriptions under which the shop booked something that is no article."""

POSTAGE = frozenset(("POSTAGE", "DOTCOM POSTAGE"))
DISCOUNTS: Mapping[tuple[str, str], Decimal] = {
    ("16607", "2010-12-17 15:15:00"): Decimal("200.00"),  # of 250.00: 80.00 %
    ("13953", "2010-12-22 10:29:00"): Decimal("400.05"),  # of 500.00: 80.01 %
}
"""The only discounts, both made up, by customer and time: the slice has no usable ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Articles of one kind; the data set has no stock codes in this copy, so ``sku`` is derived."""

    name: str
    price: Decimal
    quantity: int

    @property
    def sku(self) -> str:
        return f"S{chance(self.name) % 10**8:08d}"

    @property
    def variant(self) -> str:
        return f"{chance(self.name, str(self.price)) % 10**9:09d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one customer bought, or brought back, in one minute."""

    number: int
    customer: str | None
    country: str
    placed_at: datetime
    is_return: bool
    lines: tuple[Line, ...]
    postage: Decimal
    discount: Decimal

    @property
    def goods(self) -> Decimal:
        return sum((line.price * line.quantity for line in self.lines), Decimal(0))

    @property
    def paid_amount(self) -> Decimal:
        return self.goods - self.discount + self.postage

    @property
    def chance(self) -> int:
        return chance(self.customer or "", str(self.placed_at), str(self.is_return))

    @property
    def channel(self) -> str:
        return CHANNELS[self.chance % len(CHANNELS)]

    @property
    def payment(self) -> str:
        """``pending`` for one in three of the last two days.

        Pinduoduo lists paid orders only, and the two with a discount must be paid.
        """
        if self.is_return:
            return "refunded"
        if self.discount or self.channel == "pdd" or CUT - self.placed_at > timedelta(days=2):
            return "paid"
        return "pending" if self.chance // 16 % 3 == 0 else "paid"

    @property
    def progress(self) -> str:
        """How far the parcel is: ``waiting``, ``shipped`` after 3 days, ``signed`` after 10.

        A return was refunded before shipping or after it, half of them each.
        """
        if self.is_return:
            return "shipped" if self.chance // 16 % 2 else "waiting"
        age = CUT - self.placed_at
        if age > timedelta(days=10):
            return "signed"
        return "shipped" if age > timedelta(days=3) else "waiting"

    @property
    def updated_at(self) -> datetime:
        wait = {"waiting": timedelta(minutes=5), "shipped": timedelta(days=1)}
        return self.placed_at + wait.get(self.progress, timedelta(days=5))


def chance(*parts: str) -> int:
    """Give a number that looks random and is the same in every run."""
    return int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:8])


def read_orders(path: Path) -> list[Order]:
    """Read the slice, oldest order first."""
    groups: dict[tuple[str, str, bool], list[Mapping[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if _is_sold(row):
                key = (row["InvoiceDate"], row["CustomerID"], int(row["Quantity"]) < 0)
                groups.setdefault(key, []).append(row)
    with_goods = [rows for _, rows in sorted(groups.items()) if 0 < len(_lines(rows)) <= MOST_LINES]
    return [_order(FIRST_NUMBER + index, rows) for index, rows in enumerate(with_goods)]


def _is_sold(row: Mapping[str, str]) -> bool:
    """Say whether a row is an article or its postage: no write-off, no booking."""
    name = row["Description"].strip()
    return bool(name) and Decimal(row["UnitPrice"]) > 0 and name not in LEDGER


def _order(number: int, rows: Sequence[Mapping[str, str]]) -> Order:
    first = rows[0]
    customer = first["CustomerID"].removesuffix(".0") or None
    postage = [row for row in rows if row["Description"].strip() in POSTAGE]
    return Order(
        number=number,
        customer=customer,
        country=first["Country"],
        placed_at=datetime.fromisoformat(first["InvoiceDate"]).replace(tzinfo=UTC),
        is_return=int(first["Quantity"]) < 0,
        lines=_lines(rows),
        postage=_total(postage),
        discount=DISCOUNTS.get((customer or "", first["InvoiceDate"]), Decimal(0)),
    )


def _lines(rows: Iterable[Mapping[str, str]]) -> tuple[Line, ...]:
    """Give the articles; those of one name and price become one line, as in a basket."""
    quantities: dict[tuple[str, Decimal], int] = {}
    for row in rows:
        name = row["Description"].strip()
        if name not in POSTAGE:
            key = (name, Decimal(row["UnitPrice"]).quantize(Decimal("0.01")))
            quantities[key] = quantities.get(key, 0) + abs(int(row["Quantity"]))
    return tuple(
        Line(name=name, price=price, quantity=quantity)
        for (name, price), quantity in quantities.items()
    )


def _total(rows: Iterable[Mapping[str, str]]) -> Decimal:
    amounts = (Decimal(row["UnitPrice"]) * abs(int(row["Quantity"])) for row in rows)
    return sum(amounts, Decimal(0)).quantize(Decimal("0.01"))
