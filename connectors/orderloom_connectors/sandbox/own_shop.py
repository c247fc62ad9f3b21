"""A shop of one's own that speaks as ``own_shop`` asks: HMAC over method, target, time and body."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.digests import hmac_sha256
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
from orderloom_connectors.sandbox.shop import Stored

_SKEW = timedelta(minutes=5)
_WINDOW = timedelta(days=7)


class OwnShop(Linked):
    """Orders by ``order_no``; ``cancelled`` lists those that were cancelled."""

    connector = "own_shop"
    language = "zh"
    secret = MappingProxyType({"key": "shop-1", "secret": "own-s3cret"})

    def __init__(
        self, clock: Clock, orders: Mapping[str, Stored] | Iterable[tuple[str, Stored]] = ()
    ) -> None:
        super().__init__(clock, orders)
        self.cancelled: list[str] = []
        self._said: dict[str, tuple[str, Answer]] = {}

    def error(self, code: str, text: str, status: int) -> Answer:
        """Refuse with code and text."""
        return self.refuse(code, {"error": {"code": code, "message": text}}, status)

    def malformed(self, why: str) -> Answer:
        """Refuse with status 400."""
        return self.error("malformed", why, 400)

    def no_such_order(self, number: str) -> Answer:
        """Refuse with status 409."""
        return self.error("state", f"{number} cannot be shipped", 409)

    def write(self, sample: Sample) -> tuple[str, Document]:
        """The names of the standard record, amounts as texts, times with their offset."""
        at, number = sample.placed_at.astimezone(UTC).isoformat(), f"OWN{sample.index:06}"
        is_paid = sample.state != "unpaid"
        document: Document = {
            "order_no": number,
            "status": "paid" if is_paid else "unpaid",
            "payment": "paid" if is_paid else "unpaid",
            "placed_at": at,
            "updated_at": at,
            "currency": "CNY",
            "amount": str(sample.amount),
            "goods_amount": str(sample.goods),
            "discount_amount": str(sample.discount),
            "postage": str(sample.postage),
            "buyer_name": sample.buyer,
            "phone": sample.phone,
            "province": sample.province,
            "city": sample.city,
            "address": sample.street,
            "remark": sample.remark,
        }
        document["lines"] = [
            {
                "line_no": str(place),
                "sku": line.sku,
                "name": line.name,
                "quantity": line.quantity,
                "price": str(line.price),
            }
            for place, line in enumerate(sample.lines, 1)
        ]
        return number, document

    def mark_shipped(self, document: Document, tracking_number: str) -> None:
        """Set both states."""
        at = self.clock.now().isoformat()
        document |= {"status": "shipped", "logistics": "sent", "updated_at": at}
        document["tracking_no"] = tracking_number

    def reply(self, seen: Seen) -> Answer:
        """Check signature and clock, then answer."""
        stamp = seen.headers.get("x-timestamp", "")
        text = f"{seen.method}\n{seen.target}\n{stamp}\n{seen.body.decode()}"
        signed = hmac_sha256(self.secret["secret"], text).hex()
        if (seen.headers.get("x-key"), seen.headers.get("x-signature")) != (
            self.secret["key"],
            signed,
        ):
            return self.error("signature", "wrong key or signature", 401)
        if abs(datetime.fromtimestamp(int(stamp), UTC) - self.clock.now()) > _SKEW:
            return self.error("clock", "X-Timestamp is off by more than five minutes", 401)
        if route_of(seen) == "GET /orders":
            return self._list(query_of(seen))
        return self._once(seen)

    def _once(self, seen: Seen) -> Answer:
        """Do what is asked once for each key; a key that comes with something else is refused."""
        key, asked = seen.headers["idempotency-key"], f"{route_of(seen)} {seen.body.decode()}"
        if key in self._said:
            before, said = self._said[key]
            return said if before == asked else self.error("key", "used for something else", 409)
        said = self._do(seen)
        if said.status < 300:
            self._said[key] = (asked, said)
        return said

    def _do(self, seen: Seen) -> Answer:
        number, _, what = path_of(seen).removeprefix("/orders/").partition("/")
        sent = json_of(seen)
        demand("a known address", (seen.method, what) in {("POST", "parcels"), ("POST", "cancel")})
        if what == "parcels":
            demand("a carrier", sent["carrier"])
            done = Answer(document={"parcel_no": f"P-{number}"}, status=201)
            return self.ship(number, sent["tracking_no"], done)
        if number not in self.orders or number in dict(self.shipped):
            return self.error("state", f"{number} cannot be cancelled", 409)
        self.cancelled.append(number)
        return Answer(document={})

    def _list(self, sent: Mapping[str, str]) -> Answer:
        size, page = int(sent["size"]), int(sent["page"])
        demand("page from 1, size 1..100", page >= 1 and 1 <= size <= 100)
        begin, end = sent["updated_from"], sent["updated_to"]
        span = datetime.fromisoformat(end) - datetime.fromisoformat(begin)
        demand("at most seven days", timedelta(0) <= span <= _WINDOW)
        rows = self.rows(begin, end)
        more = page * size < len(rows)
        return Answer(document={"orders": rows[(page - 1) * size : page * size], "more": more})
