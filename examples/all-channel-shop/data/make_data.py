"""Turn a slice of the UCI data set "Online Retail" into the order files of three channels.

    python make_data.py SLICE.csv

writes ``shopify_orders.json``, ``pdd_orders.json``, ``trade_desk_orders.csv`` and
``expected.json`` beside this script; the same slice always gives the same bytes. README.md says
what is real, what is derived, and which rows are wrong on purpose.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from channel_files import Entry, order_number, pdd_file, shopify_file, trade_desk_file
from uci import CHANNELS, Order, read_orders

FILES = {
    "shopify": "shopify_orders.json",
    "pdd": "pdd_orders.json",
    "trade_desk": "trade_desk_orders.csv",
}
WRITERS = {"shopify": shopify_file, "pdd": pdd_file, "trade_desk": trade_desk_file}
BROKEN: Mapping[str, Sequence[Mapping[str, str | None]]] = {
    "shopify": (
        {"total_price": "12,50 GBP"},
        {"financial_status": "maybe"},
        {"name": None},
    ),
    "pdd": ({"pay_amount": "12.3.4"}, {"order_status": "9"}, {"order_sn": ""}),
    "trade_desk": ({"实付金额": "一百二十"}, {"付款状态": "处理中"}, {"订单号": ""}),
}
BAD_FROM = 900001
BIG_ORDER = 2000
SUSPICIOUS = 80


def main(arguments: Sequence[str]) -> int:
    """Write the files and say how large they are."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    orders = read_orders(Path(arguments[0]))
    here = Path(__file__).parent
    expected: dict[str, object] = {}
    for channel in CHANNELS:
        own = [order for order in orders if order.channel == channel]
        entries = told_by_channel(channel, own)
        body = WRITERS[channel](entries)
        (here / FILES[channel]).write_bytes(body)
        print(f"{FILES[channel]}: {len(entries)} items, {len(body) // 1024} KiB")
        expected[FILES[channel]] = expectation(own, entries)
    text = json.dumps(expected, ensure_ascii=False, indent=2)
    (here / "expected.json").write_text(text + "\n", encoding="utf-8")
    return 0


def told_by_channel(channel: str, own: Sequence[Order]) -> list[Entry]:
    """Give what the file holds: every order once, then the rows that are there on purpose.

    Two orders come again unchanged, one comes again in an older version, and three copies of
    real orders, under numbers of their own, are broken.
    """
    repeated = [order for order in own if order.payment == "paid"][:2]
    moved = next(order for order in own if order.progress != "waiting" and order not in repeated)
    copied = [replace(order, number=BAD_FROM + index) for index, order in enumerate(own[:3])]
    return [
        *map(Entry, own),
        *(Entry(order, batch=2) for order in repeated),
        Entry(moved, early=True, batch=2),
        *(
            Entry(order, broken=broken, batch=2)
            for order, broken in zip(copied, BROKEN[channel], strict=True)
        ),
    ]


def expectation(own: Sequence[Order], entries: Sequence[Entry]) -> Mapping[str, object]:
    """Say what working the file must lead to, computed here without the engine."""
    said = [entry for entry in entries if not entry.broken]
    versions = {(order_number(entry.order), entry.early) for entry in said}
    held = [order_number(order) for order in own if is_suspicious(order)]
    big = sum(order.paid_amount >= BIG_ORDER and order.payment != "refunded" for order in own)
    recalled = sum(order.payment == "refunded" and status(order) == "shipped" for order in own)
    return {
        "items": len(entries),
        "orders": len(own),
        "quarantined": len(entries) - len(said),
        "duplicate": len(said) - len(versions),
        "stale": sum(entry.early for entry in said),
        "status": dict(sorted(Counter(map(status, own)).items())),
        "payment": dict(sorted(Counter(order.payment for order in own).items())),
        "held": held,
        "cases": {
            "missing_customer": sum(order.customer is None for order in own),
            "refund_after_shipping": recalled,
        },
        "alerts": len(held) + big + recalled,
        "paid_amount": str(sum(order.paid_amount for order in own)),
    }


def status(order: Order) -> str:
    """Give the state in which the flow leaves an order."""
    if order.progress == "signed":
        return "signed" if order.channel == "pdd" else "shipped"
    if order.progress == "shipped":
        return "shipped"
    return {"pending": "unpaid", "paid": "paid", "refunded": "cancelled"}[order.payment]


def is_suspicious(order: Order) -> bool:
    """Say whether more than 80 % were taken off."""
    return order.discount * 100 > order.goods * SUSPICIOUS


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
