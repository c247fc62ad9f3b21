"""Douyin shop: a path for each method, canonical JSON bodies signed with HMAC-SHA256."""

import json
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom_connectors.sandbox.digests import china_time, hmac_sha256
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Fields,
    Handler,
    demand,
    json_of,
    path_of,
    query_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop

_SKEW = timedelta(minutes=10)


class Douyin(Shop):
    """Orders by ``order_id``."""

    connector = "douyin"
    secret = MappingProxyType(
        {"app_key": "dy-app", "app_secret": "dy-s3cret", "access_token": "dy-t0ken"}
    )

    def error(self, code: int, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        return self.refuse(code, {"code": code, "msg": text})

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error(40003, f"参数不合法: {why}")

    def no_such_order(self, number: str) -> Answer:
        """Refuse as a business error."""
        return self.error(50002, f"订单不存在或已发货: {number}")

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts in fen, times as epoch seconds with 0 for not yet, the receiver encrypted."""
        at, is_paid = int(sample.placed_at.timestamp()), sample.state != "unpaid"
        number = str(4_920_000_000_000_000_000 + sample.index)
        status = 2 if is_paid else 1
        document: Document = {
            "order_id": number,
            "order_status": status,
            "main_status": status,
            "create_time": at,
            "pay_time": at if is_paid else 0,
            "ship_time": 0,
            "update_time": at,
            "order_amount": int(sample.goods * 100),
            "pay_amount": int(sample.amount * 100),
            "post_amount": int(sample.postage * 100),
            "promotion_amount": int(sample.discount * 100),
            "encrypt_post_receiver": f"##{sample.index:08}##",
            "encrypt_post_tel": f"$${sample.index:08}$$",
            "buyer_words": sample.remark,
            "logistics_info": [],
        }
        document["sku_order_list"] = [
            {
                "order_id": f"{number}{place}",
                "code": line.sku,
                "product_name": line.name,
                "item_num": line.quantity,
                "origin_amount": int(line.price * 100),
                "order_status": status,
            }
            for place, line in enumerate(sample.lines)
        ]
        return number, document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set ``order_status`` 3 and the parcel."""
        at = int(self.clock.now().timestamp())
        document |= {"order_status": 3, "main_status": 3, "ship_time": at, "update_time": at}
        document["logistics_info"] = [{"tracking_no": tracking_number, "ship_time": at}]

    def reply(self, seen: Seen) -> Answer:
        """Check signature and form, then time and token."""
        sent, body = query_of(seen), json_of(seen)
        method = path_of(seen).removeprefix("/").replace("/", ".")
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        is_right = sent.pop("sign", None) == self._sign(method, canonical, sent["timestamp"])
        if not is_right or sent["method"] != method or seen.body.decode() != canonical:
            return self.error(30001, "sign")
        late = abs(china_time(sent["timestamp"]) - self.clock.now()) > _SKEW
        if late or sent["access_token"] != self.secret["access_token"]:
            return self.error(30005, "token or time")
        handlers: dict[str, Handler] = {
            "order.searchList": self._list,
            "order.logisticsAdd": self._ship,
        }
        return handlers[method](body)

    def _sign(self, method: str, body: str, timestamp: str) -> str:
        signed = {
            "app_key": self.secret["app_key"],
            "method": method,
            "param_json": body,
            "timestamp": timestamp,
            "v": "2",
        }
        secret = self.secret["app_secret"]
        text = secret + "".join(f"{name}{signed[name]}" for name in sorted(signed)) + secret
        return hmac_sha256(secret, text).hex()

    def _list(self, sent: Fields) -> Answer:
        size, page = int(sent["size"]), int(sent["page"])
        demand("page from 0, size 1..100", page >= 0 and 1 <= size <= 100)
        begin, end = (
            datetime.fromtimestamp(sent[name], UTC)
            for name in ("update_time_start", "update_time_end")
        )
        found = list(self.between(begin, end).values())
        some = found[page * size : (page + 1) * size]
        data = {"shop_order_list": some, "total": len(found), "page": page, "size": size}
        return Answer(document={"code": 10000, "msg": "success", "data": data})

    def _ship(self, sent: Fields) -> Answer:
        demand("company_code", sent["company_code"])
        done = Answer(document={"code": 10000, "msg": "success", "data": {}})
        return self.ship(sent["order_id"], sent["logistics_code"], done)
