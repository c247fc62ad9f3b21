"""WooCommerce (v3): Basic over key and secret; a list is the document itself."""

import base64
from datetime import UTC
from types import MappingProxyType

from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.linked import Linked
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    demand,
    json_of,
    path_of,
    query_of,
    route_of,
)
from orderloom_connectors.sandbox.samples import Sample

_ORDERS = "/wp-json/wc/v3/orders"
_STATES = frozenset(
    ("pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "trash")
)


class WooCommerce(Linked):
    """Orders by ``id``; ``shipped`` names the status that was set."""

    connector = "woocommerce"
    secret = MappingProxyType({"key": "ck_1", "secret": "cs_s3cret"})

    def malformed(self, why: str) -> Answer:
        """Refuse with status 400."""
        document = {"code": "rest_invalid_param", "message": why, "data": {"status": 400}}
        return self.refuse("rest_invalid_param", document, 400)

    def no_such_order(self, number: str) -> Answer:
        """Refuse with status 404."""
        document = {"code": "woocommerce_rest_shop_order_invalid_id", "message": number}
        return self.refuse(document["code"], document, 404)

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts as texts, times of UTC without an offset."""
        at = sample.placed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        person = {
            "first_name": sample.buyer,
            "address_1": sample.street,
            "city": sample.city,
            "state": sample.province,
            "country": "CA",
            "phone": sample.phone,
        }
        document: Document = {
            "id": 700 + sample.index,
            "number": str(700 + sample.index),
            "status": "pending" if sample.state == "unpaid" else "processing",
            "currency": "CAD",
            "date_created_gmt": at,
            "date_modified_gmt": at,
            "date_paid_gmt": None if sample.state == "unpaid" else at,
            "total": str(sample.amount),
            "discount_total": str(sample.discount),
            "shipping_total": str(sample.postage),
            "customer_id": sample.index,
            "customer_note": sample.remark,
            "billing": person | {"email": f"buyer{sample.index}@example.com"},
            "shipping": person,
        }
        document["line_items"] = [
            {
                "id": sample.index * 10 + place,
                "sku": line.sku,
                "name": line.name,
                "quantity": line.quantity,
                "price": float(line.price),
                "total": str(line.price * line.quantity),
            }
            for place, line in enumerate(sample.lines)
        ]
        return str(700 + sample.index), document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set the status; this API knows no parcel."""
        at = self.clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        status = tracking_number if tracking_number in _STATES else "completed"
        document |= {"status": status, "date_modified_gmt": at}

    def reply(self, seen: Seen) -> Answer:
        """Check key and secret, then answer."""
        pair = f"{self.secret['key']}:{self.secret['secret']}".encode()
        if seen.headers.get("authorization") != "Basic " + base64.b64encode(pair).decode():
            document = {"code": "woocommerce_rest_cannot_view", "message": "Sorry"}
            return self.refuse("auth", document, 401)
        if seen.method == "PUT":
            return self._set(path_of(seen).removeprefix(_ORDERS + "/"), json_of(seen)["status"])
        demand("a known address", route_of(seen) == f"GET {_ORDERS}")
        return self._list(query_of(seen))

    def _set(self, number: str, status: str) -> Answer:
        demand("a known status", status in _STATES)
        return self.ship(number, status, Answer(document={"id": int(number), "status": status}))

    def _list(self, sent: dict[str, str]) -> Answer:
        size, page = int(sent["per_page"]), int(sent.get("page", 1))
        demand("page from 1, per_page 1..100", page >= 1 and 1 <= size <= 100)
        demand("dates_are_gmt", sent["dates_are_gmt"] == "true")
        rows = self.rows(sent["modified_after"], sent["modified_before"])
        pages = -(-len(rows) // size)
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)}
        if page < pages:
            headers |= self.next_link(_ORDERS, {**sent, "page": page + 1})
        return Answer(document=rows[(page - 1) * size : page * size], headers=headers)
