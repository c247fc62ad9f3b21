"""Meituan: orders are told, confirmed and delivered one by one; addresses are signed with MD5."""

import json
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.digests import md5
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Platform,
    demand,
    path_of,
    query_of,
)

_SKEW = timedelta(minutes=10)
_ORDERS = "/api/v1/order/"
_NEXT = MappingProxyType({"confirm": 4, "arrived": 8, "cancel": 9})


class Meituan(Platform):
    """``orders`` by number; ``told`` lists what was said about them, (number, what)."""

    connector = "meituan"
    secret = MappingProxyType(
        {"app_id": "4321", "app_secret": "mt-s3cret", "address": "https://waimaiopen.meituan.com"}
    )

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.orders: dict[str, Document] = {}
        self.told: list[tuple[str, str]] = []

    def error(self, code: int, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        return self.refuse(code, {"data": "ng", "error": {"code": code, "msg": text}})

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error(701, f"参数错误: {why}")

    def reply(self, seen: Seen) -> Answer:
        """Check signature and time, then answer."""
        path, sent = path_of(seen), query_of(seen)
        demand("GET", seen.method == "GET" and path.startswith(_ORDERS))
        sig = sent.pop("sig", None)
        pairs = "&".join(f"{name}={sent[name]}" for name in sorted(sent))
        right = md5(f"{self.secret['address']}{path}?{pairs}{self.secret['app_secret']}")
        if sig != right or sent["app_id"] != self.secret["app_id"]:
            return self.error(703, "签名验证错误")
        if abs(datetime.fromtimestamp(int(sent["timestamp"]), UTC) - self.clock.now()) > _SKEW:
            return self.error(703, "timestamp 过期")
        if sent["order_id"] not in self.orders:
            return self.error(808, f"不存在此订单: {sent['order_id']}")
        return self._about(path.removeprefix(_ORDERS), sent)

    def _about(self, what: str, sent: dict[str, str]) -> Answer:
        order = self.orders[sent["order_id"]]
        if what == "getOrderDetail":
            texts = {name: json.dumps(order.get(name, [])) for name in ("detail", "extras")}
            return Answer(document={"data": order | texts})
        demand("a known method", what in {*_NEXT, "poi_received", "delivering"})
        demand("a reason", what != "cancel" or sent["reason"])
        order["status"] = _NEXT.get(what, order["status"])
        self.told.append((sent["order_id"], what))
        return Answer(document={"data": "ok"})
