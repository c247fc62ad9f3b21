"""Shopify: a token in a header; pages after the first take ``limit`` and ``page_info`` only."""

from collections.abc import Iterable, Mapping
from datetime import timedelta, timezone
from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.linked import Linked
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    demand,
    json_of,
    query_of,
    route_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Stored

_API = "/admin/api/2026-07"
_TORONTO = timezone(timedelta(hours=-5))


class Shopify(Linked):
    """Orders by ``id``; each has one fulfilment order, of the same id."""

    connector = "shopify"
    secret = MappingProxyType({"access_token": "shpat-t0ken"})

    def __init__(
        self, clock: Clock, orders: Mapping[str, Stored] | Iterable[tuple[str, Stored]] = ()
    ) -> None:
        super().__init__(clock, orders)
        self._pages: dict[str, list[Document]] = {}

    def malformed(self, why: str) -> Answer:
        """Refuse with status 400."""
        return self.refuse(400, {"errors": why}, 400)

    def no_such_order(self, number: str) -> Answer:
        """Refuse with status 422."""
        return self.refuse(422, {"errors": [f"fulfillment order {number} is closed"]}, 422)

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts as texts, times with the shop's offset."""
        at, number = sample.placed_at.astimezone(_TORONTO).isoformat(), 450_789_000 + sample.index
        money = {"amount": str(sample.postage), "currency_code": "CAD"}
        document: Document = {
            "id": number,
            "name": f"#{1000 + sample.index}",
            "created_at": at,
            "updated_at": at,
            "cancelled_at": None,
            "closed_at": None,
            "currency": "CAD",
            "financial_status": "pending" if sample.state == "unpaid" else "paid",
            "fulfillment_status": None,
            "total_price": str(sample.amount),
            "subtotal_price": str(sample.goods - sample.discount),
            "total_line_items_price": str(sample.goods),
            "total_discounts": str(sample.discount),
            "total_tax": "0.00",
            "total_shipping_price_set": {"shop_money": money, "presentment_money": money},
            "email": f"buyer{sample.index}@example.com",
            "note": sample.remark or None,
            "customer": {"id": 207_119_000 + sample.index, "first_name": sample.buyer},
            "fulfillments": [],
            "refunds": [],
        }
        document["shipping_address"] = {
            "name": sample.buyer,
            "phone": sample.phone,
            "address1": sample.street,
            "city": sample.city,
            "province_code": sample.province,
            "country": "Canada",
        }
        document["line_items"] = [
            {
                "id": number * 10 + place,
                "sku": line.sku,
                "title": line.name,
                "quantity": line.quantity,
                "price": str(line.price),
            }
            for place, line in enumerate(sample.lines)
        ]
        return str(number), document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set ``fulfillment_status`` and add the fulfilment."""
        at = self.clock.now().isoformat(timespec="seconds")
        document |= {"fulfillment_status": "fulfilled", "updated_at": at}
        document["fulfillments"] = [
            {"status": "success", "tracking_number": tracking_number, "created_at": at}
        ]

    def reply(self, seen: Seen) -> Answer:
        """Check the token, then answer."""
        if seen.headers.get("x-shopify-access-token") != self.secret["access_token"]:
            document = {"errors": "[API] Invalid API key or access token"}
            return self.refuse("token", document, 401)
        if route_of(seen) == f"POST {_API}/fulfillments.json":
            return self._ship(json_of(seen)["fulfillment"])
        demand("a known address", route_of(seen) == f"GET {_API}/orders.json")
        return self._list(query_of(seen))

    def _ship(self, sent: Document) -> Answer:
        (of,) = sent["line_items_by_fulfillment_order"]
        done = Answer(document={"fulfillment": {"id": 255858046}}, status=201)
        number = str(of["fulfillment_order_id"])
        return self.ship(number, sent["tracking_info"]["number"], done)

    def _list(self, sent: dict[str, str]) -> Answer:
        limit = int(sent.pop("limit"))
        demand("limit 1..250", 1 <= limit <= 250)
        if "page_info" in sent:
            demand("nothing beside limit and page_info", set(sent) == {"page_info"})
            rows = self._pages[sent["page_info"]]
        else:
            demand("status=any", sent["status"] == "any")
            rows = self.rows(sent["updated_at_min"], sent["updated_at_max"])
        headers = {"X-Shopify-Shop-Api-Call-Limit": "1/40"}
        if len(rows) > limit:
            name = f"p{len(self._pages)}"
            self._pages[name] = rows[limit:]
            query = {"limit": limit, "page_info": name}
            headers |= self.next_link(f"{_API}/orders.json", query)
        return Answer(document={"orders": rows[:limit]}, headers=headers)
