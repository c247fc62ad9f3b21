"""Taobao and Tmall (TOP): one address, signed forms, numbers first and each trade by itself."""

from datetime import timedelta
from types import MappingProxyType

from orderloom_connectors.sandbox.digests import around, china_time, in_china
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Fields,
    Handler,
    demand,
    form_of,
    route_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop

_SKEW = timedelta(minutes=10)
_WINDOW = timedelta(days=1)


class Taobao(Shop):
    """Orders by ``tid``."""

    connector = "taobao"
    secret = MappingProxyType(
        {"app_key": "top-app", "app_secret": "top-s3cret", "session": "top-t0ken"}
    )

    def error(self, code: int, text: str) -> Answer:
        """Refuse in the platform's envelope; its status is 200 all the same."""
        return self.refuse(code, {"error_response": {"code": code, "msg": text, "sub_msg": text}})

    def malformed(self, why: str) -> Answer:
        """Refuse as invalid arguments."""
        return self.error(41, f"Invalid Arguments: {why}")

    def no_such_order(self, number: str) -> Answer:
        """Refuse as a business error."""
        return self.error(15, f"isv.trade-not-exist or isv.trade-shipped: {number}")

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts as texts in yuan, times of GMT+8, numbers beyond what a float holds."""
        at, is_paid = in_china(sample.placed_at), sample.state != "unpaid"
        tid = 4_781_320_682_406_083_000 + sample.index
        status = "WAIT_SELLER_SEND_GOODS" if is_paid else "WAIT_BUYER_PAY"
        document: Document = {
            "tid": tid,
            "status": status,
            "created": at,
            "modified": at,
            "payment": str(sample.amount),
            "post_fee": str(sample.postage),
            "total_fee": str(sample.goods),
            "discount_fee": str(sample.discount),
            "receiver_name": sample.buyer,
            "receiver_mobile": sample.phone,
            "receiver_state": sample.province,
            "receiver_city": sample.city,
            "receiver_district": sample.district,
            "receiver_address": sample.street,
            "buyer_message": sample.remark,
        }
        if is_paid:
            document["pay_time"] = at
        lines = [
            {
                "oid": tid * 10 + place,
                "title": line.name,
                "num": line.quantity,
                "price": str(line.price),
                "outer_sku_id": line.sku,
                "status": status,
                "refund_status": "NO_REFUND",
            }
            for place, line in enumerate(sample.lines)
        ]
        return str(tid), document | {"orders": {"order": lines}}

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set the status, and the number at each line."""
        at = in_china(self.clock.now())
        document |= {"status": "WAIT_BUYER_CONFIRM_GOODS", "consign_time": at, "modified": at}
        for line in document.get("orders", {}).get("order", []):
            line |= {"status": "WAIT_BUYER_CONFIRM_GOODS", "invoice_no": tracking_number}

    def reply(self, seen: Seen) -> Answer:
        """Check signature, time, key and session, in this order."""
        demand("POST /router/rest", route_of(seen) == "POST /router/rest")
        sent = form_of(seen)
        sign = sent.pop("sign", None)
        form = (sent["format"], sent["v"], sent["sign_method"])
        demand("format, v or sign_method", form == ("json", "2.0", "md5"))
        if sign != around(self.secret["app_secret"], sent):
            return self.error(25, "Invalid signature")
        late = abs(china_time(sent["timestamp"]) - self.clock.now()) > _SKEW
        if late or sent["app_key"] != self.secret["app_key"]:
            return self.error(25, "timestamp or key")
        if sent["session"] != self.secret["session"]:
            return self.error(27, "Invalid session")
        handlers: dict[str, Handler] = {
            "taobao.trades.sold.increment.get": self._list,
            "taobao.trade.fullinfo.get": self._tell,
            "taobao.logistics.offline.send": self._ship,
        }
        return handlers[sent["method"]](sent)

    def _list(self, sent: Fields) -> Answer:
        begin, end = china_time(sent["start_modified"]), china_time(sent["end_modified"])
        size, page = int(sent["page_size"]), int(sent["page_no"])
        demand("at most one day", begin <= end <= begin + _WINDOW)
        demand("page_no from 1, page_size 1..100", page >= 1 and 1 <= size <= 100)
        found = list(self.between(begin, end))
        start = (page - 1) * size
        body: Document = {"has_next": len(found) > start + size}
        if trades := [{"tid": int(tid)} for tid in found[start : start + size]]:
            body["trades"] = {"trade": trades}
        return Answer(document={"trades_sold_increment_get_response": body})

    def _tell(self, sent: Fields) -> Answer:
        demand("fields", sent["fields"])
        if sent["tid"] not in self.orders:
            return self.no_such_order(sent["tid"])
        trade = self.orders[sent["tid"]][1]
        return Answer(document={"trade_fullinfo_get_response": {"trade": trade}})

    def _ship(self, sent: Fields) -> Answer:
        demand("company_code", sent["company_code"])
        shipping = {"shipping": {"is_success": True}}
        done = Answer(document={"logistics_offline_send_response": shipping})
        return self.ship(sent["tid"], sent["out_sid"], done)
