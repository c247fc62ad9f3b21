"""Over a real store: the same items, however they come, are the same figures."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.runtime.shop import START, opened, write_shop

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.kernel.looking import looking
from orderloom.testing.clock import FrozenClock

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  shop: text
  phone: {type: phone, sensitive: true}
  quantity: integer
  amount: money
  placed_at: time
---
kind: rule
id: of_events
on: order.created
facts:
  counted: {count: order.created, by: [shop], within: 10m}
  summed: {sum: amount, of: order.created, by: [shop], within: 10m}
  averaged: {avg: quantity, of: order.created, by: [shop], offset: 5m}
  least: {min: amount, of: order.created, by: [shop], within: 10m}
  last: {last: quantity, of: order.created, by: [shop], within: 10m}
  people: {distinct: phone, of: order.created, by: [shop], within: 10m}
  of_one: {count: order.created, by: [phone]}
  part: {share: quantity > 2, of: order.created, by: [shop], over: hour}
  lasting: {duration: quantity > 2, of: order.created, by: [shop], within: 10m}
do: [{tag: "seen"}]
---
kind: rule
id: of_records
on: order.changed
facts:
  now_there: {count: order, by: [shop], where: quantity > 1, time: placed_at, within: 20m}
  worth: {sum: amount, of: order, by: [shop]}
  people_there: {distinct: phone, of: order, by: [shop]}
do: [{tag: seen}]
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
happened_at: placed_at
fields:
  no: no
  shop: shop
  phone: phone
  quantity: quantity
  amount: {from: amount, as: money}
  placed_at: placed_at
"""

ORDERS = st.lists(
    st.fixed_dictionaries(
        {
            "shop": st.sampled_from(["a", "b"]),
            "phone": st.sampled_from(["13800000001", "13800000002", None]),
            "quantity": st.integers(1, 4),
            "amount": st.decimals(0, 9, places=2).map(str),
            "minute": st.integers(0, 29),
        }
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda each: each["minute"],
)
Orders = Sequence[dict[str, Any]]


def _told(orders: Orders) -> list[dict[str, Any]]:
    """Give orders as the shop tells them; each has a minute of its own, and is told late."""
    return [
        {
            **{name: value for name, value in each.items() if name != "minute"},
            "no": f"O-{each['minute']}",
            "placed_at": f"2026-01-05T19:{each['minute']:02}:00",
        }
        for each in orders
    ]


def figures_after(folder: Path, files: Sequence[Orders], *, restarts: bool) -> dict[str, Any]:
    """Let orders come file by file, and give every figure of every group afterwards."""
    folder.mkdir()
    write_shop(folder, FLOW)
    clock = FrozenClock(START)
    paths = []
    for number, orders in enumerate(files):
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(dumps({"orders": _told(orders)}), encoding="utf-8")
    batches = [[path] for path in paths] if restarts else [paths]
    for batch in batches:
        with opened(folder, clock) as app:
            run(app, [Inputs(files=batch, mapping="orders")])
    with opened(folder, clock) as app, app.stores.reader() as reader:
        work = looking(app.program, reader, START - timedelta(minutes=30))
        return {
            f"{name}[{key}]": work.figures.value(figure, (key,), work.now)
            for name, figure in app.program.figures.items()
            for key in ("a", "b", "13800000001", "13800000002")
        }


@pytest.mark.timeout(900)
def test_streamed_batched_restarted_and_shuffled_are_the_same(tmp_path: Path) -> None:
    numbers = count()

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ORDERS, st.randoms(use_true_random=False))
    def law(orders: list[dict[str, Any]], random: Any) -> None:
        shuffled = list(orders)
        random.shuffle(shuffled)
        cases: list[tuple[list[Orders], bool]] = [
            ([[each] for each in orders], False),
            ([orders], False),
            ([orders[:3], orders[3:]], True),
            ([shuffled], False),
            # What is told again is no second item.
            ([orders, orders[:2], shuffled], False),
        ]
        first, *others = [
            figures_after(tmp_path / str(next(numbers)), files, restarts=restarts)
            for files, restarts in cases
        ]
        assert all(other == first for other in others)
        counted = [value for name, value in first.items() if "of_one[1" in name]
        assert sum(counted) == sum(each["phone"] is not None for each in orders)

    law()
