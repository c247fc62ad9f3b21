"""Mapping a channel's order: our generated function against jmespath."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from orderloom.app.checking import check_folder
from orderloom.app.memory import keep_definitions
from orderloom.bench import peer_jmespath
from orderloom.bench.order_rules import whole_order
from orderloom.bench.timing import agree, times_faster
from orderloom.definition.flow import Flow
from orderloom.definition.mapping import Item
from orderloom.errors import DefinitionInvalid
from orderloom.mapping.convert.times import WallClock
from orderloom.mapping.generate import generate

FLOW = Path(__file__).parent / "mapping_flow"
_DIFFERENT = 40
"""So many orders stay close to the processor, as one does that was decoded a moment ago."""


def mapping_vs_jmespath(orders: int, rounds: int) -> list[float]:
    """Give how many times faster 24 fields and three lines are mapped, round by round.

    Both start from the same decoded orders and end with the same typed values.
    """
    flow = _flow()
    mapping = flow.mappings["orders"]
    zone = ZoneInfo(flow.zone)
    map_item = generate(mapping, WallClock(zone))
    paths = {name: _path(item) for name, item in mapping.items if not item.parts}
    lines = dict(mapping.items)["lines"]
    each = "" if lines.each_path is None else lines.each_path.text
    parts = {name: _path(part) for name, part in lines.parts}
    map_order = peer_jmespath.multiselect(paths, each, parts, zone, flow.currency or "")
    raws = [channel_order(number) for number in range(min(orders, _DIFFERENT))]
    times = -(-orders // len(raws))

    def ours() -> None:
        for _ in range(times):
            for raw in raws:
                map_item(raw, None, [], "", None)

    def peer() -> None:
        for _ in range(times):
            for raw in raws:
                map_order(raw)

    keep_definitions()  # as the command ``run`` does before it begins
    agree([map_item(raw, None, [], "", None) for raw in raws], [map_order(raw) for raw in raws])
    return times_faster(ours, peer, rounds)


def _flow() -> Flow:
    checked = check_folder(FLOW)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    return checked.flow


def _path(item: Item) -> str:
    return "" if item.path is None else item.path.text


def channel_order(number: int) -> dict[str, Any]:
    """Give an order as a channel would send it: nested, amounts as texts, and much besides."""
    order = whole_order(number)
    buyer = order["buyer"]
    return {
        "id": f"m-{number:012d}",
        "event": "order.created",
        "shop": {"id": 77, "code": order["shop"], "name": "某某旗舰店", "grade": "A"},
        "order": {
            "number": f"26{number:010d}",
            "status": "WAIT_SEND",
            "created": f"2026-03-{1 + number % 28:02d} {order['hour']:02d}:10:00",
            "payment": {
                "total": f"{order['listed']:.2f}",
                "rebate": f"{order['rebate']:.2f}",
                "postage": f"{order['postage']:.2f}",
                "paid": f"{order['paid']:.2f}",
                "state": order["payment"],
                "method": order["method"],
            },
            "receiver": {
                "name": order["name"],
                "mobile": order["phone"],
                "region": order["region"],
                "town": order["town"],
                "street": order["street"],
                "country": "CN",
            },
            "buyer": {
                "nick": f"tb_{number:06d}",
                "rank": buyer["rank"],
                "score": buyer["score"],
                "returns": buyer["returns"],
                "marks": [buyer["mark"], "app"],
            },
            "lines": [
                {
                    "id": place,
                    "code": line["sku"],
                    "title": f"商品标题 {place}",
                    "count": line["pieces"],
                    "price": f"{line['price']:.2f}",
                    "grams": int(line["kilos"] * 1000),
                    "look": {"color": "黑色", "size": "XL"},
                }
                for place, line in enumerate(order["lines"])
            ],
            "remark": {"buyer": order["remark"] if number % 3 else "", "seller": ""},
            "flags": {"presale": order["presale"], "invoice": order["wants_invoice"]},
            "depot": order["depot"],
            "pieces": order["pieces"],
        },
        "trace": {"gate": "gw-03", "hops": [{"at": "edge", "ms": 3}, {"at": "push", "ms": 9}]},
    }
