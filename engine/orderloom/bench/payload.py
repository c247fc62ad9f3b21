"""A channel's payload, from its bytes to typed fields: the product against hand-written Python."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from orderloom.app.checking import check_folder
from orderloom.app.memory import keep_definitions
from orderloom.bench.mapping import channel_order
from orderloom.bench.timing import agree, times_faster
from orderloom.definition.flow import Flow
from orderloom.errors import DefinitionInvalid
from orderloom.expression.values import Money
from orderloom.flow.message import MappedItem, Message, SplitItem, message_id
from orderloom.mapping.program import build_mapping

FLOW = Path(__file__).parent / "payload_flow"
_ZONE = ZoneInfo("Asia/Shanghai")
_METHODS = {"alipay": "online", "wechat": "online", "card": "online", "cod": "on_delivery"}
_PAYMENTS = {"paid", "open", "part"}
_SHOPS = {"pdd", "jd", "tmall", "douyin", "mini", "phone"}
_PAGE = 10
"""Orders of one payload, as a channel gives them when it is asked for what is new."""


def payload_vs_json(orders: int, rounds: int) -> list[float]:
    """Give how much of hand-written Python's speed the product reaches, round by round.

    Both start from the same bytes and end with the same fields, of the same kinds.
    """
    flow = _flow()
    mapping = flow.mappings["orders"]
    program = build_mapping(mapping, flow.records[mapping.record], flow.zone)
    messages = [_message(start) for start in range(0, max(orders, _PAGE), _PAGE)]

    def ours() -> None:
        for message in messages:
            list(program.split(message))

    def by_hand() -> None:
        for message in messages:
            _read(message.body)

    keep_definitions()  # as the command ``run`` does before it begins
    for message in messages:
        agree([_values(item) for item in program.split(message)], _read(message.body))
    return times_faster(ours, by_hand, rounds)


def _flow() -> Flow:
    checked = check_folder(FLOW)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    return checked.flow


def _message(start: int) -> Message:
    page = {"total": 9_000, "orders": [channel_order(start + place) for place in range(_PAGE)]}
    body = json.dumps(page, ensure_ascii=False).encode()
    received_at = datetime(2026, 3, 1, tzinfo=UTC)
    name = f"page-{start}"
    return Message(message_id("orders", "channel", name, body), "orders", name, body, received_at)


def _values(item: SplitItem) -> object:
    return item.values if isinstance(item, MappedItem) else item


def _read(body: bytes) -> list[dict[str, Any]]:
    """Do by hand what the mapping says."""
    return [_order(raw["order"], raw["shop"]) for raw in json.loads(body)["orders"]]


def _order(raw: Mapping[str, Any], shop: Mapping[str, Any]) -> dict[str, Any]:
    payment, receiver, buyer = raw["payment"], raw["receiver"], raw["buyer"]
    placed_at = datetime.fromisoformat(raw["created"]).replace(tzinfo=_ZONE)
    return {
        "shop": _one_of(_SHOPS, shop["code"]),
        "order_no": raw["number"],
        "placed_at": placed_at.astimezone(UTC),
        "paid": _money(payment["paid"]),
        "listed": _money(payment["total"]),
        "rebate": _money(payment["rebate"]),
        "postage": _money(payment["postage"]),
        "payment": _one_of(_PAYMENTS, payment["state"]),
        "method": _METHODS[payment["method"]],
        "name": receiver["name"],
        "phone": receiver["mobile"],
        "region": receiver["region"],
        "town": receiver["town"],
        "street": receiver["street"],
        "buyer": buyer["nick"],
        "rank": buyer["rank"],
        "score": Decimal(buyer["score"]),
        "remark": raw["remark"]["buyer"] or None,
        "presale": raw["flags"]["presale"],
        "wants_invoice": raw["flags"]["invoice"],
        "lines": [
            {
                "sku": line["code"],
                "pieces": line["count"],
                "price": _money(line["price"]),
                "grams": Decimal(line["grams"]),
            }
            for line in raw["lines"]
        ],
    }


def _money(text: str) -> Money:
    return Money(Decimal(text), "CNY")


def _one_of(words: set[str], word: str) -> str:
    if word not in words:
        raise ValueError(word)
    return word
