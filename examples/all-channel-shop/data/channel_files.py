"""How each channel writes orders: Shopify's JSON, Pinduoduo's JSON, a Chinese trade desk's CSV."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from uci import Order

NEW_YORK = timezone(timedelta(hours=-5))  # in December
BEIJING = timezone(timedelta(hours=8))
FIRST_PHONE = 7700900000
"""Numbers that Ofcom keeps free for fiction: 07700 900000 to 900999."""

ORDER_COLUMNS = ("批次", "订单号", "下单时间", "更新时间", "客户号", "国家", "付款状态")
AMOUNT_COLUMNS = ("商品金额", "优惠金额", "运费", "实付金额")
ARTICLE_COLUMNS = ("行号", "货号", "商品", "数量", "单价")
WAREHOUSE_COLUMNS = ("打单时间", "出库扫描时间", "备注")
COLUMNS = (*ORDER_COLUMNS, *AMOUNT_COLUMNS, *ARTICLE_COLUMNS, *WAREHOUSE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One order as a channel tells it once.

    ``early``: as it stood when placed, an older version. ``broken`` replaces values of the
    channel's own fields. ``batch`` counts the exports of the trade desk.
    """

    order: Order
    early: bool = False
    broken: Mapping[str, str | None] = field(default_factory=dict)
    batch: int = 1

    @property
    def updated_at(self) -> datetime:
        return self.order.placed_at if self.early else self.order.updated_at

    @property
    def progress(self) -> str:
        return "waiting" if self.early else self.order.progress


def order_number(order: Order) -> str:
    """Give the number that the order's channel uses."""
    day = order.placed_at.astimezone(BEIJING).strftime("%y%m%d")
    made = {
        "shopify": f"#{order.number}",
        "pdd": f"{day}-{order.number}{order.chance % 10**9:09d}",
        "trade_desk": f"WH-{order.number}",
    }
    return made[order.channel]


def shopify_file(entries: Iterable[Entry]) -> bytes:
    """Write orders as ``GET /orders.json`` answers, one a line."""
    return _json_file('{"orders":[\n', map(_shopify_order, entries), "\n]}\n")


def pdd_file(entries: Sequence[Entry]) -> bytes:
    """Write orders as ``pdd.order.list.get`` answers, one a line."""
    end = f'\n],"total_count":{len(entries)},"has_next":false}}}}\n'
    return _json_file('{"order_list_get_response":{"order_list":[\n', map(_pdd_order, entries), end)


def trade_desk_file(entries: Iterable[Entry]) -> bytes:
    """Write a table with one row an article, in the encoding of a Chinese Windows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for entry in entries:
        writer.writerows(_trade_desk_rows(entry))
    return text.getvalue().encode("gb18030")


def _json_file(start: str, items: Iterable[Mapping[str, object]], end: str) -> bytes:
    lines = (json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items)
    return (start + ",\n".join(lines) + end).encode()


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _shopify_order(entry: Entry) -> Mapping[str, object]:
    order = entry.order
    pounds = {"amount": _money(order.postage), "currency_code": "GBP"}
    is_shipped = entry.progress in ("shipped", "signed")
    email = f"customer-{order.customer}@example.com"
    return {
        "id": 450000000 + order.number,
        "name": order_number(order),
        "created_at": order.placed_at.astimezone(NEW_YORK).isoformat(),
        "updated_at": entry.updated_at.astimezone(NEW_YORK).isoformat(),
        "currency": "GBP",
        "financial_status": order.payment,
        "fulfillment_status": "fulfilled" if is_shipped else None,
        "total_line_items_price": _money(order.goods),
        "total_discounts": _money(order.discount),
        "total_shipping_price_set": {"shop_money": pounds},
        "total_price": _money(order.paid_amount),
        "customer": {"id": int(order.customer), "email": email} if order.customer else None,
        "shipping_address": {"country": order.country},
        "line_items": [
            {
                "id": order.number * 100 + position,
                "sku": line.sku,
                "title": line.name,
                "quantity": line.quantity,
                "price": _money(line.price),
            }
            for position, line in enumerate(order.lines, 1)
        ],
        **entry.broken,
    }


def _pdd_order(entry: Entry) -> Mapping[str, object]:
    order = entry.order
    phone = f"0{FIRST_PHONE + int(order.customer) % 1000}" if order.customer else ""
    return {
        "order_sn": order_number(order),
        "created_time": _local(order.placed_at, BEIJING),
        "updated_at": _local(entry.updated_at, BEIJING),
        "order_status": {"waiting": 1, "shipped": 2, "signed": 3}[entry.progress],
        "refund_status": 4 if order.is_return else 1,
        "goods_amount": _money(order.goods),
        "discount_amount": _money(order.discount),
        "postage": _money(order.postage),
        "pay_amount": _money(order.paid_amount),
        "receiver_phone": phone,
        "country": order.country,
        "item_list": [
            {
                "sku_id": line.variant,
                "outer_id": line.sku,
                "goods_name": line.name,
                "goods_count": line.quantity,
                "goods_price": _money(line.price),
            }
            for line in order.lines
        ],
        **entry.broken,
    }


def _trade_desk_rows(entry: Entry) -> Iterator[Mapping[str, object]]:
    order = entry.order
    words = {"pending": "待付款", "paid": "已付款", "refunded": "已退款"}
    units = sum(line.quantity for line in order.lines)
    first: dict[str, object] = {
        "批次": entry.batch,
        "订单号": order_number(order),
        "下单时间": _local(order.placed_at),
        "更新时间": _local(entry.updated_at),
        "客户号": order.customer,
        "国家": order.country,
        "付款状态": words[order.payment],
        "商品金额": _money(order.goods),
        "优惠金额": _money(order.discount),
        "运费": _money(order.postage),
        "实付金额": _money(order.paid_amount),
        "备注": f"共 {len(order.lines)} 行\n合计 {units} 件" if order.chance % 5 == 0 else "",
        **_signals(entry),
    }
    for position, line in enumerate(order.lines, 1):
        values = (position, line.sku, line.name, line.quantity, _money(line.price))
        article = dict(zip(ARTICLE_COLUMNS, values, strict=True))
        yield {**first, **article, **entry.broken}


def _signals(entry: Entry) -> Mapping[str, str]:
    """Say when the label was printed and the parcel scanned; of those waiting half are printed."""
    printed = _local(entry.order.placed_at + timedelta(hours=20))
    if entry.progress != "waiting":
        scanned = _local(entry.order.placed_at + timedelta(hours=23, minutes=30))
        return {"打单时间": printed, "出库扫描时间": scanned}
    is_printed = not entry.early and entry.order.payment == "paid" and entry.order.chance // 2 % 2
    return {"打单时间": printed} if is_printed else {}


def _local(instant: datetime, zone: timezone | None = None) -> str:
    shown = instant if zone is None else instant.astimezone(zone)
    return shown.strftime("%Y-%m-%d %H:%M:%S")
