"""Metrics: what a plain recount of everything that ever came says, whatever came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.world import START, World

from orderloom.expression.values import Money
from orderloom.flow.command import Observe, Origin, Tick
from orderloom.kernel.looking import looking
from orderloom.kernel.metrics.clock import CLOCK
from orderloom.testing.memory import MemoryView

HOUR = timedelta(hours=1)
DAYS = 5
SALES = """
kind: record
id: order
identity: [no]
fields: {no: text, shop: text, amount: money}
---
kind: metric
id: sold
figure: {sum: amount, of: order.created, by: [shop], within: 90m}
baseline: {season: day, periods: 4}
---
kind: metric
id: counted
figure: {count: order.created, by: [shop], within: 90m}
every: 30m
baseline: {season: day, periods: 4}
---
kind: metric
id: so_far
figure: {count: order.created, over: hour}
every: 1h
---
kind: metric
id: mean
value: metrics.sold / metrics.counted
"""


@dataclass(frozen=True)
class Sale:
    """One order: when it came, in quarters of an hour, of which shop, for how much."""

    quarter: int
    shop: str
    amount: int

    @property
    def at(self) -> datetime:
        return START + self.quarter * timedelta(minutes=15)


QUARTERS = DAYS * 24 * 4
SALE = st.builds(
    Sale,
    # Many at one time of the day, so that something is usual then.
    quarter=st.integers(0, QUARTERS)
    | st.builds(lambda day, q: day * 96 + q, st.integers(0, DAYS - 1), st.integers(0, 5)),
    shop=st.sampled_from(["a", "b"]),
    amount=st.integers(1, 9),
)
WORLD: list[World] = []


def _take(world: World, sale: Sale, number: int) -> None:
    values = {"no": f"S-{number}", "shop": sale.shop, "amount": Money(Decimal(sale.amount), "CNY")}
    origin = Origin(f"m{number}")
    world.take(Observe(origin, sale.at, "channel", "order", f"S-{number}", values, sale.at))


def _play(world: World, sales: Sequence[Sale], end: datetime) -> None:
    """Let sales come and every half hour pass, of equal instants the half hour first."""
    moments: list[tuple[datetime, int, Any]] = [
        (sale.at, 1, (sale, number)) for number, sale in enumerate(sales)
    ]
    tick = START + timedelta(minutes=30)
    while tick <= end:
        moments.append((tick, 0, None))
        tick += timedelta(minutes=30)
    for at, _, what in sorted(moments, key=lambda moment: moment[:2]):
        if what is None:
            world.take(Tick(Origin(f"t{at}"), at, CLOCK))
        else:
            _take(world, *what)


def _within(sales: Sequence[Sale], shop: str | None, at: datetime, known: datetime) -> list[Sale]:
    """Give the sales that a window of 90 minutes held at an instant, known before another."""
    return [
        sale
        for sale in sales
        if (shop is None or sale.shop == shop)
        and at - timedelta(minutes=90) <= sale.at <= at
        and sale.at < known
    ]


def _usual(samples: list[Decimal]) -> tuple[Decimal | None, Decimal | None, int]:
    if len(samples) < 3:
        return None, None, len(samples)
    middle = median(samples)
    spread = median([abs(each - middle) for each in samples])
    return middle, spread * Decimal("1.4826"), len(samples)


def _samples(
    sales: Sequence[Sale], shop: str | None, now: datetime, *, money: bool
) -> list[Decimal]:
    """Give what it was at this hour on the four days before, of those since the shop's first."""
    hour = now.replace(minute=0)
    found = []
    for day in range(1, 5):
        at = hour - timedelta(days=day)
        has_begun = shop is None or any(s.shop == shop and s.at < at for s in sales)
        if at > START and has_begun:
            then = _within(sales, shop, at, at)
            found.append(Decimal(sum(s.amount for s in then) if money else len(then)))
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(SALE, min_size=1, max_size=40), st.integers(0, QUARTERS))
def test_values_and_baselines_are_what_a_recount_says(sales: list[Sale], quarter: int) -> None:
    if not WORLD:
        WORLD.append(World(SALES))
    world = WORLD[0]
    world.view = MemoryView()
    now = START + quarter * timedelta(minutes=15)
    sales = [sale for sale in sales if sale.at <= now]
    _play(world, sales, now)
    metrics = looking(world.program, world.view, now)
    last = now - (now - START) % timedelta(minutes=30)
    for shop in (None, "a", "b"):
        key = () if shop is None else (shop,)
        held = _within(sales, shop, last, last)
        is_kept = last > START and (
            shop is None or any(s.shop == shop and s.at < last for s in sales)
        )
        counted = len(held) if is_kept else None
        sold = sum(each.amount for each in _within(sales, shop, now, now + HOUR))
        assert metrics.metrics.read("counted", "value", key, now) == counted
        assert metrics.metrics.read("sold", "value", key, now) == Money(Decimal(sold), "CNY")
        for name, is_money in (("counted", False), ("sold", True)):
            middle, sigma, n = _usual(_samples(sales, shop, now, money=is_money))
            found = metrics.metrics.read(name, "baseline", key, now)
            spread = metrics.metrics.read(name, "sigma", key, now)
            assert metrics.metrics.read(name, "n", key, now) == n
            assert (found.amount if is_money and found else found) == middle
            assert (spread.amount if is_money and spread else spread) == sigma
        if counted:
            expected = Decimal(sold) / counted
            assert abs(metrics.metrics.read("mean", "value", key, now).amount - expected) < Decimal(
                "1e-20"
            )
        else:
            assert metrics.metrics.read("mean", "value", key, now) is None
    hour = now - (now - START) % HOUR
    in_hour = [sale for sale in sales if hour - HOUR <= sale.at < hour]
    so_far = metrics.metrics.read("so_far", "value", (), now)
    assert so_far == (len(in_hour) if hour > START else None)
