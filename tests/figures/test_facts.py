"""Figures in rules: what they say is what a plain recount of all items says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.world import START, World

from orderloom.flow.command import Observe, Origin
from orderloom.flow.decision import Decision
from orderloom.testing.memory import MemoryView

SALE = """
kind: record
id: order
identity: [no]
fields:
  no: text
  sku: text
  shop: text
  quantity: integer
  price: decimal
  is_down: boolean
  n: integer
  total: decimal
  mean: decimal
  least: decimal
  most: integer
  newest: integer
  skus: integer
  part: decimal
  down: duration
  stock: integer
---
kind: rule
id: counting
on: order.created
facts:
  counted: {count: order.created, by: [shop], where: quantity != 3, WINDOW}
  summed: {sum: price * quantity, of: order.created, by: [shop], WINDOW}
  averaged: {avg: price, of: order.created, by: [shop], WINDOW}
  smallest: {min: price, of: order.created, by: {shop: =shop}, WINDOW}
  greatest: {max: quantity, of: order.created, by: [shop], WINDOW}
  last: {last: quantity, of: order.created, by: [shop], WINDOW}
  different: {distinct: sku, of: order.created, by: [shop], WINDOW}
  shared: {share: quantity > 2, of: order.created, by: [shop], WINDOW}
  lasting: {duration: is_down, of: order.created, by: [shop], carry: 3m, WINDOW}
do:
  - set:
      n: =counted
      total: =summed
      mean: =averaged
      least: =smallest
      most: =greatest
      newest: =last
      skus: =different
      part: =shared
      down: =lasting
"""


@dataclass(frozen=True)
class Sale:
    """One item: when the command came, how late it was, and what it says."""

    minutes: int
    late: int
    shop: str | None
    sku: str | None
    quantity: int
    price: Decimal | None
    is_down: bool

    @property
    def now(self) -> datetime:
        return START + timedelta(minutes=self.minutes)

    @property
    def at(self) -> datetime:
        return self.now - timedelta(minutes=self.late)


SALES = st.lists(
    st.builds(
        Sale,
        minutes=st.integers(0, 12),
        late=st.sampled_from([0, 0, 0, 1, 5, 9]),
        shop=st.sampled_from(["a", "a", "b", None]),
        sku=st.sampled_from(["x", "y", "z", None]),
        quantity=st.integers(1, 4),
        price=st.none() | st.decimals(0, 9, places=2),
        is_down=st.booleans(),
    ),
    min_size=1,
    max_size=14,
)
WINDOWS = st.sampled_from(
    [
        ("within: 5m", timedelta(minutes=5), timedelta(0)),
        ("within: 0s", timedelta(0), timedelta(0)),
        ("within: 5m, offset: 2m", timedelta(minutes=5), timedelta(minutes=2)),
        ("offset: 3m", None, timedelta(minutes=3)),
        ("where: true", None, timedelta(0)),
    ]
)


def _definitions(window: str) -> str:
    return SALE.replace(", WINDOW", "" if window.startswith("where") else f", {window}")


def take(world: World, sale: Sale, number: int) -> Decision:
    """Let a channel tell of a sale, which it says happened earlier."""
    values = {
        "no": f"S-{number}",
        "shop": sale.shop,
        "sku": sale.sku,
        "quantity": sale.quantity,
        "price": sale.price,
        "is_down": sale.is_down,
    }
    values = {name: value for name, value in values.items() if value is not None}
    origin = Origin(f"m{number}")
    command = Observe(origin, sale.now, "channel", "order", f"S-{number}", values, sale.at)
    return world.take(command)


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0))


def recounted(
    sale: Sale, earlier: list[Sale], span: timedelta | None, offset: timedelta
) -> dict[str, Any]:
    """Say what every figure is at a sale, looking at all items."""
    if sale.shop is None:
        return {}
    end = sale.now - offset
    start = None if span is None else end - span
    upto = [each for each in earlier if each.shop == sale.shop and each.at <= end]
    upto = sorted(upto, key=lambda each: each.at)  # of equal instants the later told is newer
    items = [each for each in upto if start is None or each.at >= start]
    prices = [each.price for each in items if each.price is not None]
    found: dict[str, Any] = {
        "n": sum(each.quantity != 3 for each in items),
        "total": _sum(each.price * each.quantity for each in items if each.price is not None),
        "skus": len({each.sku for each in items if each.sku is not None}),
        "down": _lasting(upto, start, end),
    }
    if prices:
        found |= {"mean": _sum(prices) / len(prices), "least": min(prices)}
    if items:
        found |= {
            "most": max(each.quantity for each in items),
            "newest": items[-1].quantity,
            "part": Decimal(sum(each.quantity > 2 for each in items)) / len(items),
        }
    return found


def _lasting(items: list[Sale], start: datetime | None, end: datetime) -> timedelta:
    """Add up, minute by minute, the time in which the newest item held and was true."""
    first = min((each.at for each in items), default=end) if start is None else start
    found, minute = timedelta(0), timedelta(minutes=1)
    while first < end:
        before = [each for each in items if each.at <= first]
        if before and before[-1].is_down and first < before[-1].at + timedelta(minutes=3):
            found += minute
        first += minute
    return found


WORLDS: dict[str, World] = {}
"""A window to a flow with it: to compile one takes longer than to try it."""
NAMES = ("n", "total", "mean", "least", "most", "newest", "skus", "part", "down")


@settings(max_examples=80, deadline=None)
@given(SALES, WINDOWS)
def test_every_figure_says_what_a_recount_says(
    sales: list[Sale], window: tuple[str, timedelta | None, timedelta]
) -> None:
    text, span, offset = window
    if text not in WORLDS:
        WORLDS[text] = World(_definitions(text))
    world = WORLDS[text]
    world.view = MemoryView()
    sales = sorted(sales, key=lambda sale: sale.minutes)
    for number, sale in enumerate(sales):
        take(world, sale, number)
        values = world.record("order", f"S-{number}").values
        found = {name: values[name] for name in NAMES if values.get(name) is not None}
        assert found == recounted(sale, sales[: number + 1], span, offset)
