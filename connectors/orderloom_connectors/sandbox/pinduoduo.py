"""Pinduoduo: one address, signed JSON bodies, numbers first and each order by itself."""

import json
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom_connectors.sandbox.digests import around, in_china
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Fields,
    Handler,
    demand,
    json_of,
    route_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop

_SKEW = timedelta(minutes=10)
_WINDOW = 30 * 60


class Pinduoduo(Shop):
    """Orders by ``order_sn``."""

    connector = "pinduoduo"
    secret = MappingProxyType(
        {"client_id": "pdd-app", "client_secret": "pdd-s3cret", "access_token": "pdd-t0ken"}
    )

    def error(self, code: int, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        document = {"error_code": code, "error_msg": text, "request_id": "1"}
        return self.refuse(code, {"error_response": document})

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error(10001, f"参数错误: {why}")

    def no_such_order(self, number: str) -> Answer:
        """Refuse as a business error."""
        return self.error(50001, f"订单不存在或已发货: {number}")

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts in yuan, times of GMT+8; an unpaid order is a group that is not complete."""
        at, is_paid = in_china(sample.placed_at), sample.state != "unpaid"
        number = f"{sample.placed_at:%y%m%d}-{sample.index:015}"
        document: Document = {
            "order_sn": number,
            "order_status": 1,
            "refund_status": 1,
            "group_status": 1 if is_paid else 0,
            "confirm_status": 1 if is_paid else 0,
            "created_time": at,
            "pay_time": at if is_paid else "",
            "updated_at": at,
            "goods_amount": float(sample.goods),
            "discount_amount": float(sample.discount),
            "postage": float(sample.postage),
            "pay_amount": float(sample.amount),
            "receiver_name": sample.buyer,
            "receiver_phone": sample.phone,
            "country": "中国",
            "province": sample.province,
            "city": sample.city,
            "town": sample.district,
            "address": sample.street,
            "remark": sample.remark,
            "tracking_number": "",
        }
        document["item_list"] = [
            {
                "sku_id": sample.index * 10 + place,
                "outer_id": line.sku,
                "goods_name": line.name,
                "goods_count": line.quantity,
                "goods_price": float(line.price),
            }
            for place, line in enumerate(sample.lines)
        ]
        return number, document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set the number and ``order_status`` 2."""
        at = in_china(self.clock.now())
        document |= {"order_status": 2, "tracking_number": tracking_number}
        document |= {"shipping_time": at, "updated_at": at}

    def reply(self, seen: Seen) -> Answer:
        """Check signature, time and token, in this order."""
        demand("POST /api/router", route_of(seen) == "POST /api/router")
        sent = _flat(json_of(seen))
        sign = sent.pop("sign", None)
        right = around(self.secret["client_secret"], sent)
        if sent.get("client_id") != self.secret["client_id"] or sign != right:
            return self.error(20004, "签名sign校验失败")
        at = datetime.fromtimestamp(int(sent["timestamp"]), UTC)
        if abs(at - self.clock.now()) > _SKEW:
            return self.error(20004, "timestamp")
        if sent.get("access_token") != self.secret["access_token"]:
            return self.error(10019, "access_token已过期")
        handlers: dict[str, Handler] = {
            "pdd.order.number.list.increment.get": self._list,
            "pdd.order.information.get": self._tell,
            "pdd.logistics.online.send": self._ship,
        }
        return handlers[sent["type"]](sent)

    def _list(self, sent: Fields) -> Answer:
        begin, end = int(sent["start_updated_at"]), int(sent["end_updated_at"])
        size, page = int(sent.get("page_size", 100)), int(sent["page"])
        for name in ("is_lucky_flag", "order_status", "refund_status"):
            int(sent[name])
        demand("at most 30 minutes", 0 <= end - begin <= _WINDOW)
        demand("page from 1, page_size 1..100", page >= 1 and 1 <= size <= 100)
        found = list(
            self.between(datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(end, UTC))
        )
        start = (page - 1) * size
        rows = [{"order_sn": no} for no in found[start : start + size]]
        if str(sent.get("use_has_next", "false")) == "true":
            counted: Document = {"has_next": len(found) > start + size}
        else:
            counted = {"total_count": len(found)}
        body = {"order_sn_list": rows, **counted}
        return Answer(document={"order_sn_increment_get_response": body})

    def _tell(self, sent: Fields) -> Answer:
        if sent["order_sn"] not in self.orders:
            return self.no_such_order(sent["order_sn"])
        order = self.orders[sent["order_sn"]][1]
        return Answer(document={"order_info_get_response": {"order_info": order}})

    def _ship(self, sent: Fields) -> Answer:
        int(sent["logistics_id"])
        done = Answer(document={"logistics_online_send_response": {"is_success": True}})
        return self.ship(sent["order_sn"], sent["tracking_number"], done)


def _flat(document: Document) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        for name, value in document.items()
    }
