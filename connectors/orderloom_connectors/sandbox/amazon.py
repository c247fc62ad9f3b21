"""Amazon SP-API orders v0: tokens of LWA, pages by ``NextToken``, buckets that fill slowly."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    demand,
    form_of,
    json_of,
    path_of,
    query_of,
    route_of,
)
from orderloom_connectors.sandbox.samples import Sample
from orderloom_connectors.sandbox.shop import Shop, Stored

_ORDERS = "/orders/v0/orders"
_BURST = 20
_REFILL = timedelta(seconds=60)
_LASTING = 3600
_FAMILIES = ("CreatedAfter", "LastUpdatedAfter")


class Amazon(Shop):
    """Orders by ``AmazonOrderId``; a token is good for an hour, and only the newest.

    ``tokens`` counts how many were given out.
    """

    connector = "amazon"
    language = "en"
    secret = MappingProxyType(
        {
            "client_id": "amzn1.client",
            "client_secret": "amz-s3cret",
            "refresh_token": "Atzr|s4ndb0",
            "marketplace_ids": "ATVPDKIKX0DER",
            "token_url": "/auth/o2/token",
        }
    )

    def __init__(
        self, clock: Clock, orders: Mapping[str, Stored] | Iterable[tuple[str, Stored]] = ()
    ) -> None:
        super().__init__(clock, orders)
        self.tokens = 0
        self._until = clock.now()
        self._left, self._since = float(_BURST), clock.now()
        self._pages: dict[str, list[Document]] = {}

    def error(self, code: str, text: str, status: int) -> Answer:
        """Refuse with the platform's list of errors."""
        document = {"errors": [{"code": code, "message": text, "details": ""}]}
        return self.refuse(code, document, status)

    def malformed(self, why: str) -> Answer:
        """Refuse as invalid input."""
        return self.error("InvalidInput", why, 400)

    def no_such_order(self, number: str) -> Answer:
        """Refuse as invalid input."""
        return self.error("InvalidInput", f"{number} cannot be confirmed", 400)

    def write(self, sample: Sample) -> tuple[str, Document]:
        """Amounts with their currency, times in UTC; a pending order has no amount, no address."""
        at = _iso(sample.placed_at)
        number = f"902-{3159896 + sample.index}-{1390916 + sample.index}"
        document: Document = {
            "AmazonOrderId": number,
            "PurchaseDate": at,
            "LastUpdateDate": at,
            "OrderStatus": "Pending" if sample.state == "unpaid" else "Unshipped",
            "MarketplaceId": "ATVPDKIKX0DER",
            "NumberOfItemsShipped": 0,
        }
        if sample.state != "unpaid":
            document["OrderTotal"] = {"CurrencyCode": "USD", "Amount": str(sample.amount)}
            document["ShippingAddress"] = {
                "Name": sample.buyer,
                "AddressLine1": sample.street,
                "City": sample.city,
                "StateOrRegion": sample.province,
                "CountryCode": "US",
            }
        document["OrderItems"] = [
            {
                "ASIN": f"B00{line.sku}",
                "OrderItemId": f"{sample.index:04}{place:02}",
                "SellerSKU": line.sku,
                "Title": line.name,
                "QuantityOrdered": line.quantity,
                "ItemPrice": {"CurrencyCode": "USD", "Amount": str(line.price * line.quantity)},
            }
            for place, line in enumerate(sample.lines)
        ]
        return number, document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set the status; the number is never told again."""
        del tracking_number
        document |= {"OrderStatus": "Shipped", "LastUpdateDate": _iso(self.clock.now())}

    def reply(self, seen: Seen) -> Answer:
        """Give a token, or check it, then answer."""
        if route_of(seen) == "POST /auth/o2/token":
            return self._grant(form_of(seen))
        held = f"Atza|{self.tokens}" if self.clock.now() < self._until else ""
        if not held or seen.headers.get("x-amz-access-token") != held:
            return self.error("Unauthorized", "Access to requested resource is denied.", 403)
        demand("a user agent", seen.headers.get("user-agent"))
        if route_of(seen) == f"GET {_ORDERS}":
            return self._list(query_of(seen))
        number, _, what = path_of(seen).removeprefix(f"{_ORDERS}/").partition("/")
        if (seen.method, what) == ("GET", "orderItems"):
            items = self.orders[number][1].get("OrderItems", [])
            return Answer(document={"payload": {"AmazonOrderId": number, "OrderItems": items}})
        demand("a known address", (seen.method, what) == ("POST", "shipmentConfirmation"))
        return self._confirm(number, json_of(seen))

    def _grant(self, sent: Mapping[str, str]) -> Answer:
        names = ("client_id", "client_secret", "refresh_token")
        is_right = sent["grant_type"] == "refresh_token" and all(
            sent[name] == self.secret[name] for name in names
        )
        if not is_right:
            document = {"error": "invalid_grant", "error_description": "not ours"}
            return self.refuse("invalid_grant", document, 400)
        self.tokens += 1
        self._until = self.clock.now() + timedelta(seconds=_LASTING)
        token = {"access_token": f"Atza|{self.tokens}", "token_type": "bearer"}
        return Answer(document=token | {"expires_in": _LASTING})

    def _list(self, sent: dict[str, str]) -> Answer:
        now = self.clock.now()
        self._left = min(_BURST, self._left + (now - self._since) / _REFILL)
        self._since = now
        if self._left < 1:
            return self.error("QuotaExceeded", "You exceeded your quota.", 429)
        self._left -= 1
        size = int(sent.get("MaxResultsPerPage", 100))
        demand("MaxResultsPerPage 1..100", 1 <= size <= 100)
        demand("MarketplaceIds", sent["MarketplaceIds"] == self.secret["marketplace_ids"])
        rows = self._pages[sent["NextToken"]] if "NextToken" in sent else self._since_then(sent)
        payload: Document = {"Orders": rows[:size]}
        if len(rows) > size:
            name = f"2YgYW55IGNhcm5hbCBwbGVhc3VyZS4{len(self._pages)}"
            self._pages[name] = rows[size:]
            payload["NextToken"] = name
        return Answer(document={"payload": payload})

    def _since_then(self, sent: Mapping[str, str]) -> list[Document]:
        """Give the orders of a span; items are told by another address only."""
        given = [name for name in _FAMILIES if name in sent]
        demand("CreatedAfter or LastUpdatedAfter, not both", len(given) == 1)
        begin = datetime.fromisoformat(sent[given[0]])
        demand("a time with offset, in the past", begin.tzinfo and begin <= self.clock.now())
        found = self.between(begin, self.clock.now()).values()
        return [{k: v for k, v in order.items() if k != "OrderItems"} for order in found]

    def _confirm(self, number: str, sent: Document) -> Answer:
        told = sent["packageDetail"]
        demand("the marketplace", sent["marketplaceId"] in self.secret["marketplace_ids"])
        demand("a carrier", told["carrierCode"])
        demand("shipDate with offset", datetime.fromisoformat(told["shipDate"]).tzinfo)
        demand(
            "items", all(item["orderItemId"] and item["quantity"] for item in told["orderItems"])
        )
        return self.ship(number, told["trackingNumber"], Answer(document={}, status=200))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
