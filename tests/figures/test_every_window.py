"""All nine figures, in every window, earlier or not, by group or over all, by either clock.

The same items are the same figures: one at a time, many in one commit, and, where order means
nothing, in any order; and each is what a plain recount says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.world import World

from orderloom.flow.command import Observe, Origin
from orderloom.kernel.interpreter import decide
from orderloom.kernel.looking import looking
from orderloom.runtime.picture import Picture
from orderloom.testing.memory import MemoryView

# In Shanghai an hour before a day, a week and a month begin together.
START = datetime(2026, 5, 31, 15, 0, tzinfo=UTC)
MIDNIGHT = START + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
LONG, CARRY = 100 * MINUTE, 3 * MINUTE
SINCE = START + 50 * MINUTE

KINDS = {
    "count": "count: order.created",
    "sum": "sum: price, of: order.created",
    "avg": "avg: price, of: order.created",
    "min": "min: price, of: order.created",
    "max": "max: price, of: order.created",
    "last": "last: quantity, of: order.created",
    "distinct": "distinct: sku, of: order.created",
    "share": "share: quantity > 2, of: order.created",
    "duration": "duration: quantity > 2, of: order.created, carry: 3m",
}
WINDOWS = {
    "ever": "",
    "within": ", within: 20m",
    "since": ", since: '=time(\"2026-05-31T15:50Z\")'",
    "hour": ", over: hour",
    "day": ", over: day",
    "week": ", over: week",
    "month": ", over: month",
}
OFFSETS = {"now": timedelta(0), "earlier": 25 * MINUTE}
GROUPS = {"all": "", "shop": ", by: [shop]"}
CLOCKS = {"happened": "", "arrival": ", clock: arrival"}


class Combination(NamedTuple):
    """A figure, by the words that make it."""

    kind: str
    window: str
    offset: str
    group: str
    clock: str

    @property
    def name(self) -> str:
        return "_".join(self)

    @property
    def figure(self) -> str:
        offset = "" if self.offset == "now" else ", offset: 25m"
        words = (KINDS[self.kind], WINDOWS[self.window], offset, GROUPS[self.group])
        return f"{{{''.join(words)}{CLOCKS[self.clock]}}}"


EVERY = [Combination(*words) for words in product(KINDS, WINDOWS, OFFSETS, GROUPS, CLOCKS)]
FLOW = (
    """
kind: record
id: order
identity: [no]
fields: {no: text, shop: text, sku: text, quantity: integer, price: decimal}
---
kind: rule
id: all
on: order.created
when: no == "none"
facts:
"""
    + "".join(f"  {each.name}: {each.figure}\n" for each in EVERY)
    + "do: [{tag: never}]\n"
)


@dataclass(frozen=True)
class Sale:
    """One item: the minutes when it came and since it happened, and what it says."""

    came: int
    late: int
    shop: str | None
    sku: str | None
    quantity: int
    price: Decimal | None

    @property
    def now(self) -> datetime:
        return START + self.came * MINUTE

    @property
    def at(self) -> datetime:
        return self.now - self.late * MINUTE


SALES = st.lists(
    st.builds(
        Sale,
        came=st.integers(0, 119),
        late=st.sampled_from([0, 0, 1, 30]),
        shop=st.sampled_from(["a", "b", None]),
        sku=st.sampled_from(["x", "y", "z", None]),
        quantity=st.integers(1, 4),
        price=st.none() | st.decimals(0, 9, places=2),
    ),
    min_size=1,
    max_size=12,
    unique_by=(lambda sale: sale.came, lambda sale: sale.at),
)
WORLD: list[World] = []


def _command(sale: Sale) -> Observe:
    number = f"S-{sale.came}"
    values = {"no": number, "shop": sale.shop, "sku": sale.sku, "quantity": sale.quantity}
    values |= {"price": sale.price}
    values = {name: value for name, value in values.items() if value is not None}
    return Observe(Origin(number), sale.now, "channel", "order", number, values, sale.at)


def _figures(sales: Sequence[Sale], together: int) -> dict[Combination, dict[str, Any]]:
    """Let sales come, so many in one commit, and give every figure of every group after them."""
    world = WORLD[0] if WORLD else World(FLOW)
    WORLD[:] = [world]
    view = MemoryView()
    for first in range(0, len(sales), together):
        picture = Picture(view)
        decisions = []
        for sale in sales[first : first + together]:
            decision = decide(world.program, picture, _command(sale))
            picture.apply(decision)
            decisions.append(decision)
        for decision in decisions:
            view.apply(decision)
    work = looking(world.program, view, START + LONG)
    found: dict[Combination, dict[str, Any]] = {}
    for each in EVERY:
        figure = world.program.figures[f"rule/all.facts.{each.name}"]
        keys = {"": ()} if each.group == "all" else {"a": ("a",), "b": ("b",)}
        found[each] = {
            name: work.figures.value(figure, key, START + LONG) for name, key in keys.items()
        }
    return found


def _bounds(each: Combination) -> tuple[datetime | None, datetime]:
    offset = OFFSETS[each.offset]
    end = START + LONG - offset
    match each.window:
        case "ever":
            return None, end
        case "within":
            return end - 20 * MINUTE, end
        case "since":
            return SINCE - offset, end
        case "hour":
            return end.replace(minute=0), end
        case _:
            return MIDNIGHT, end  # day, week and month begin there, and `end` lies behind it


def _recounted(  # noqa: C901, PLR0911 - one line a kind
    each: Combination, sales: Sequence[Sale], shop: str
) -> Any:
    first, end = _bounds(each)

    def when(sale: Sale) -> datetime:
        return sale.now if each.clock == "arrival" else sale.at

    mine = sorted((s for s in sales if not shop or s.shop == shop), key=when)
    if not (each.window == "ever" and each.offset == "now"):
        mine = [sale for sale in mine if when(sale) <= end]
    items = [sale for sale in mine if first is None or when(sale) >= first]
    prices = [sale.price for sale in items if sale.price is not None]
    match each.kind:
        case "count":
            return len(items)
        case "sum":
            return sum(prices, Decimal(0))
        case "avg":
            return sum(prices, Decimal(0)) / len(prices) if prices else None
        case "min":
            return min(prices, default=None)
        case "max":
            return max(prices, default=None)
        case "last":
            return items[-1].quantity if items else None
        case "distinct":
            return len({sale.sku for sale in items if sale.sku is not None})
        case "share":
            true = sum(sale.quantity > 2 for sale in items)
            return Decimal(true) / len(items) if items else None
        case _:
            return _lasting(mine, when, first, end)


def _lasting(
    sales: Sequence[Sale],
    when: Callable[[Sale], datetime],
    first: datetime | None,
    end: datetime,
) -> timedelta:
    """Add up, minute by minute, the time in which the newest item held and was true."""
    minute = first or min(map(when, sales), default=end)
    found = timedelta(0)
    while minute < end:
        before = [sale for sale in sales if when(sale) <= minute]
        if before and before[-1].quantity > 2 and minute < when(before[-1]) + CARRY:
            found += MINUTE
        minute += MINUTE
    return found


@settings(max_examples=30, deadline=None)
@given(SALES, st.integers(2, 12), st.randoms(use_true_random=False))
def test_streamed_batched_and_shuffled_are_one_and_what_a_recount_says(
    sales: list[Sale], together: int, random: Any
) -> None:
    sales = [sale for sale in sorted(sales, key=lambda sale: sale.came) if sale.came <= 100]
    streamed = _figures(sales, 1)
    for each, values in streamed.items():
        for shop, value in values.items():
            assert value == _recounted(each, sales, shop), (each, shop)
    assert _figures(sales, together) == streamed
    random.shuffle(sales)  # no two happened or came at one time, so that order means nothing
    assert _figures(sales, together) == streamed
