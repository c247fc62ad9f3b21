"""Shopee (v2): a path for each method, the path signed with HMAC-SHA256, pages by cursor."""

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
    json_of,
    path_of,
    query_of,
    route_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop

_SKEW = timedelta(minutes=5)
_WINDOW = 15 * 86_400
_PARTS = ("partner_id", "path", "timestamp", "access_token", "shop_id")


class Shopee(Shop):
    """Orders by ``order_sn``."""

    connector = "shopee"
    language = "en"
    secret = MappingProxyType(
        {
            "partner_id": "2001",
            "partner_key": "sp-s3cret",
            "access_token": "sp-t0ken",
            "shop_id": "77",
        }
    )

    def error(self, name: str, text: str) -> Answer:
        """Refuse with status 403."""
        return self.refuse(name, {"error": name, "message": text, "request_id": "1"}, 403)

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.error("error_param", why)

    def no_such_order(self, number: str) -> Answer:
        """Refuse as a business error."""
        return self.error("logistics.ship_order_only_support_ready_to_ship", number)

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts as plain numbers, times as epoch seconds."""
        at, is_paid = int(sample.placed_at.timestamp()), sample.state != "unpaid"
        number = f"{sample.placed_at:%y%m%d}SANDBOX{sample.index:04}"
        document: Document = {
            "order_sn": number,
            "order_status": "READY_TO_SHIP" if is_paid else "UNPAID",
            "currency": "SGD",
            "create_time": at,
            "update_time": at,
            "pay_time": at if is_paid else None,
            "total_amount": float(sample.amount),
            "buyer_username": sample.buyer.lower().replace(" ", "."),
            "note": sample.remark,
            "recipient_address": {
                "name": sample.buyer,
                "phone": sample.phone,
                "region": "SG",
                "state": sample.province,
                "city": sample.city,
                "full_address": f"{sample.street}, {sample.city}",
            },
            "package_list": [],
        }
        document["item_list"] = [
            {
                "item_id": sample.index * 10 + place,
                "item_name": line.name,
                "model_sku": line.sku,
                "model_quantity_purchased": line.quantity,
                "model_discounted_price": float(line.price),
            }
            for place, line in enumerate(sample.lines)
        ]
        return number, document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set the status and the package's number."""
        at = int(self.clock.now().timestamp())
        document |= {"order_status": "SHIPPED", "update_time": at}
        document["package_list"] = [{"package_number": tracking_number}]

    def reply(self, seen: Seen) -> Answer:
        """Check signature, names, time and token, in this order."""
        sent = query_of(seen)
        text = "".join({**sent, "path": path_of(seen)}[part] for part in _PARTS)
        if sent.pop("sign", None) != hmac_sha256(self.secret["partner_key"], text).hex():
            return self.error("error_sign", "Wrong sign.")
        if any(sent[name] != self.secret[name] for name in ("partner_id", "shop_id")):
            return self.error("error_param", "There is no such partner or shop.")
        at = datetime.fromtimestamp(int(sent["timestamp"]), UTC)
        if abs(at - self.clock.now()) > _SKEW:
            return self.error("error_param", "Invalid timestamp.")
        if sent["access_token"] != self.secret["access_token"]:
            return self.error("common.error_auth", "Invalid access_token.")
        handlers: dict[str, Handler] = {
            "GET /api/v2/order/get_order_list": self._list,
            "GET /api/v2/order/get_order_detail": self._tell,
            "POST /api/v2/logistics/ship_order": self._ship,
        }
        return handlers[route_of(seen)](json_of(seen) if seen.method == "POST" else sent)

    def _list(self, sent: Fields) -> Answer:
        begin, end = int(sent["time_from"]), int(sent["time_to"])
        size, start = int(sent["page_size"]), int(sent.get("cursor") or 0)
        demand("time_range_field", sent["time_range_field"] in {"create_time", "update_time"})
        demand("at most 15 days", 0 <= end - begin <= _WINDOW)
        demand("page_size 1..100", 1 <= size <= 100)
        found = list(
            self.between(datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(end, UTC))
        )
        more = len(found) > start + size
        response = {
            "more": more,
            "next_cursor": str(start + size) if more else "",
            "order_list": [{"order_sn": no} for no in found[start : start + size]],
        }
        return _said(response)

    def _tell(self, sent: Fields) -> Answer:
        wanted = sent["order_sn_list"].split(",")
        demand("1 to 50 order_sn", 1 <= len(wanted) <= 50)
        return _said({"order_list": [self.orders[no][1] for no in wanted]})

    def _ship(self, sent: Fields) -> Answer:
        number = sent["non_integrated"]["tracking_number"]
        return self.ship(sent["order_sn"], number, _said({}))


def _said(response: Document) -> Answer:
    return Answer(document={"error": "", "message": "", "response": response, "request_id": "1"})
