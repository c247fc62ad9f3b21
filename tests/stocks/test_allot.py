"""Shares of a stock: whatever comes in whatever order, nobody takes what is kept for another."""

from collections import Counter
from datetime import timedelta
from math import floor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.runtime.shop import START, opened, orders_file, write_shop
from tests.stocks.shelf import FLOW, held_by_orders, in_ledger, on_shelves

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.definition.record import PROMISED, RESERVED, SHELF
from orderloom.testing.clock import FrozenClock

SHARES = {"tmall": 40, "jd": 25}
ALLOTTED = (
    FLOW.replace("places: depots}", "places: depots, allot: {by: =channel, shares: SHARES}}")
    .replace("SHARES", "{tmall: 40%, jd: 25%}")
    .replace("  does: text\n", "  does: text\n  channel: text\n")
    .replace("  does: does\n", "  does: does\n  channel: channel\n")
)
_ORDER = st.fixed_dictionaries(
    {
        "no": st.sampled_from("12345"),
        "channel": st.sampled_from(["tmall", "jd", "pdd", None]),
        "does": st.sampled_from(
            ["bring", "freeze", "reserve", "reserve", "reserve", "release", "deduct"]
        ),
        "quantity": st.integers(1, 12),
        "place": st.sampled_from(["SH", "BJ"]),
    }
)


class Shop:
    """The same by hand, of one item: what is at each place, and who holds what for whom."""

    def __init__(self):
        self.available = Counter()
        self.held = {}
        self.channel = {}
        self.did = {}

    def take_in(self, order):
        no, does = order["no"], order["does"]
        self.channel[no] = order["channel"]
        if self.did.get(no) == does:
            return
        self.did[no] = does
        quantity, place = order["quantity"], order["place"]
        if does == "bring":
            self.available[place] += quantity
        elif does == "freeze" and self.available[place] >= quantity:
            self.available[place] -= quantity
        elif does == "reserve" and no not in self.held and quantity <= self.free(no):
            self.reserve(no, quantity, place)
        elif does in ("release", "deduct") and no in self.held:
            _, at, taken = self.held.pop(no)
            self.available[at] += taken if does == "release" else 0

    def reserve(self, no, quantity, place):
        if self.available[place] >= quantity:
            self.available[place] -= quantity
            self.held[no] = (self.channel[no], place, quantity)

    def free(self, no):
        """Give what is available less what the others' shares have not used yet."""
        there = self.available.total() + sum(taken for _, _, taken in self.held.values())
        used = Counter()
        for channel, _, taken in self.held.values():
            used[channel] += taken
        others = [name for name in SHARES if name != self.channel[no]]
        kept = sum(max(0, floor(there * SHARES[name] / 100) - used[name]) for name in others)
        return self.available.total() - kept


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=st.lists(_ORDER, min_size=8, max_size=30))
def test_what_is_kept_for_others_stays(tmp_path_factory, orders):
    folder = tmp_path_factory.mktemp("shop")
    write_shop(folder, ALLOTTED)
    shop = Shop()
    clock = FrozenClock(START)
    with opened(folder, clock) as app:
        for number, order in enumerate(orders):
            line = {name: order[name] for name in ("place", "quantity")} | {"no": "1", "sku": "A"}
            sent = {name: order[name] for name in ("no", "channel", "does")} | {"lines": [line]}
            clock.advance(timedelta(seconds=1))
            file = orders_file(folder, f"{number}.json", [sent])
            run(app, [Inputs(files=[file], mapping="orders")])
            shop.take_in(order)
            there = on_shelves(app)
            for place in ("SH", "BJ"):
                assert there.get(("A", place, "available"), 0) == shop.available[place]
        assert held_by_orders(app) == {
            k: v for k, v in on_shelves(app).items() if k[2] == "reserved"
        }
        assert promised(app) == by_share(shop)
    assert in_ledger(folder) == there


def promised(app):
    """Give what the shelf remembers as reserved for whom."""
    with app.stores.reader() as reader:
        shelves = list(reader.all(SHELF))
    return {e["share"]: e["quantity"] for s in shelves for e in s.values.get(PROMISED) or ()}


def by_channel(app):
    """Give how much the orders of each channel have reserved."""
    found = Counter()
    with app.stores.reader() as reader:
        for order in reader.all("order"):
            for line in order.values.get(RESERVED) or ():
                found[order.values["channel"]] += line["quantity"]
    return found


def by_share(shop):
    """Give what those who have a share hold."""
    found = Counter()
    for channel, _, taken in shop.held.values():
        found[channel] += taken if channel in SHARES else 0
    return {name: quantity for name, quantity in found.items() if quantity}


def test_shares_that_were_changed_meanwhile_count_what_was_reserved_before(tmp_path):
    def order(no, channel, does, quantity):
        line = {"no": "1", "sku": "A", "place": "SH", "quantity": quantity}
        return {"no": no, "channel": channel, "does": does, "lines": [line]}

    write_shop(tmp_path, FLOW.replace("  does: text\n", "  does: text\n  channel: text\n"))
    with opened(tmp_path) as app:
        first = [order("B", "pdd", "bring", 100), order("1", "tmall", "reserve", 10)]
        run(app, [Inputs(files=[orders_file(tmp_path, "1.json", first)], mapping="orders")])
    write_shop(tmp_path, ALLOTTED)
    with opened(tmp_path) as app:
        # Of 100 there are 40 and 25 kept: 90 - 65 are free, whoever has the ten.
        later = [order("2", "pdd", "reserve", 26), order("3", "pdd", "reserve", 25)]
        run(app, [Inputs(files=[orders_file(tmp_path, "2.json", later)], mapping="orders")])
        assert on_shelves(app)["A", "SH", "available"] == 65
        done = [order("1", "tmall", "release", 10)]
        run(app, [Inputs(files=[orders_file(tmp_path, "3.json", done)], mapping="orders")])
        assert on_shelves(app)["A", "SH", "available"] == 75
        assert promised(app) == {}
