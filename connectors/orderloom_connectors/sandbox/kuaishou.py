"""Kuaishou: dots of the method are the address's slashes, times in milliseconds, a cursor."""

import base64
import json
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom_connectors.sandbox.digests import hmac_sha256
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Fields,
    Handler,
    demand,
    form_of,
    path_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop

_SKEW = timedelta(minutes=10)
_WEEK = timedelta(days=7)
_LAST = timedelta(days=90)
_LONGEST_PAGE = 50


class Kuaishou(Shop):
    """Orders by ``oid``; success is ``result`` 1."""

    connector = "kuaishou"
    secret = MappingProxyType(
        {"app_key": "ks-app", "access_token": "ks-t0ken", "sign_secret": "ks-s1gn"}
    )

    def error(self, code: int, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        return self.refuse(code, {"result": code, "error_msg": text})

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error(802000, f"参数错误: {why}")

    def no_such_order(self, number: str) -> Answer:
        """Refuse as a business error."""
        return self.error(300001, f"订单不存在: {number}")

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts in fen, times as epoch milliseconds with 0 for not yet."""
        at, is_paid = int(sample.placed_at.timestamp()) * 1000, sample.state != "unpaid"
        number = 2_300_000_000_000_000_000 + sample.index
        document: Document = {
            "oid": number,
            "status": 2 if is_paid else 1,
            "createTime": at,
            "payTime": at if is_paid else 0,
            "sendTime": 0,
            "updateTime": at,
            "totalFee": int(sample.amount * 100),
            "expressFee": int(sample.postage * 100),
            "discountFee": int(sample.discount * 100),
            "remark": sample.remark,
            "consignee": sample.buyer,
            "mobile": sample.phone,
            "province": sample.province,
            "city": sample.city,
            "district": sample.district,
            "address": sample.street,
            "refund": 0,
        }
        document["orderProductInfoList"] = [
            {
                "itemId": number + place + 1,
                "skuNick": line.sku,
                "itemTitle": line.name,
                "price": int(line.price * 100),
                "num": line.quantity,
            }
            for place, line in enumerate(sample.lines)
        ]
        return str(number), document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set the number and status 3, to receive."""
        document |= {"status": 3, "expressNo": tracking_number}

    def reply(self, seen: Seen) -> Answer:
        """Check signature, time and token, in this order."""
        sent = form_of(seen)
        address = "/" + sent["method"].replace(".", "/")
        demand("the method's address", (seen.method, path_of(seen)) == ("POST", address))
        sign = sent.pop("sign")
        pairs = "&".join(f"{name}={sent[name]}" for name in sorted(sent))
        secret = self.secret["sign_secret"]
        wanted = hmac_sha256(secret, f"{pairs}&signSecret={secret}")
        demand("HMAC_SHA256", sent["signMethod"] == "HMAC_SHA256")
        if sign != base64.b64encode(wanted).decode() or sent["appkey"] != self.secret["app_key"]:
            return self.error(22, "签名错误")
        if abs(_instant(sent["timestamp"]) - self.clock.now()) > _SKEW:
            return self.error(23, "时间戳过期")
        if sent["access_token"] != self.secret["access_token"]:
            return self.error(24, "access_token 无效")
        handlers: dict[str, Handler] = {
            "open.order.cursor.list": self._list,
            "open.seller.order.goods.deliver": self._ship,
        }
        return handlers[sent["method"]](json.loads(sent["param"]))

    def _list(self, sent: Fields) -> Answer:
        begin, end = _instant(sent["beginTime"]), _instant(sent["endTime"])
        if not begin <= end <= begin + _WEEK:
            return self.error(300004, "时间跨度不能超过7天")
        if begin < self.clock.now() - _LAST:
            return self.error(300005, "只能查询最近90天的订单")
        size, start = int(sent["pageSize"]), int(sent.get("cursor", "0") or 0)
        demand("pageSize 1..50", 1 <= size <= _LONGEST_PAGE)
        found = list(self.between(begin, end).values())
        goes_on = len(found) > start + size
        data = {
            "orderList": found[start : start + size],
            "cursor": str(start + size) if goes_on else "nomore",
        }
        return Answer(document={"result": 1, "error_msg": "SUCCESS", "data": data})

    def _ship(self, sent: Fields) -> Answer:
        int(sent["expressCode"])
        done = Answer(document={"result": 1, "error_msg": "SUCCESS"})
        return self.ship(sent["orderId"], sent["expressNo"], done)


def _instant(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
