"""A warehouse that speaks as ``wms`` asks: a bearer token, and a key for everything that acts."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    Platform,
    demand,
    json_of,
    path_of,
    query_of,
    route_of,
)

_ACTS = MappingProxyType({"cancel": "cancelled", "freeze": "frozen", "release": "waiting"})


class Warehouse(Platform):
    """``outbound`` has its orders by number with their state; ``parcels`` when each changed."""

    connector = "wms"
    secret = MappingProxyType({"token": "wms-t0ken"})

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.outbound: dict[str, Document] = {}
        self.parcels: list[tuple[datetime, Document]] = []
        self._said: dict[str, Answer] = {}

    def error(self, code: str, text: str, status: int) -> Answer:
        """Refuse with code and text."""
        return self.refuse(code, {"error": {"code": code, "message": text}}, status)

    def malformed(self, why: str) -> Answer:
        """Refuse with status 400."""
        return self.error("malformed", why, 400)

    def hand_over(self, number: str, carrier: str, tracking_no: str) -> None:
        """Let the parcel of an order leave, as a person in the warehouse would."""
        self.outbound[number]["state"] = "shipped"
        at = self.clock.now()
        parcel = {
            "carrier": carrier,
            "tracking_no": tracking_no,
            "channel": "own_shop",
            "order_no": number,
            "state": "handed_over",
            "shipped_at": at.isoformat(),
            "changed_at": at.isoformat(),
            "weight_g": 350,
        }
        self.parcels.append((at, parcel))

    def reply(self, seen: Seen) -> Answer:
        """Check the token, then answer; what acts is done once for each key."""
        if seen.headers.get("authorization") != f"Bearer {self.secret['token']}":
            return self.error("token", "unknown token", 401)
        if route_of(seen) == "GET /parcels":
            return self._list(query_of(seen))
        if route_of(seen) == "GET /stock":
            return Answer(document={"sku": query_of(seen)["sku"], "available": 12})
        key = seen.headers["idempotency-key"]
        if key not in self._said:
            said = self._act(seen)
            if said.status >= 300:
                return said
            self._said[key] = said
        return self._said[key]

    def _act(self, seen: Seen) -> Answer:
        sent = json_of(seen)
        if route_of(seen) == "POST /outbound":
            number = sent["order_no"]
            demand("lines", sent["lines"])
            if number in self.outbound:
                return self.error("known", f"{number} is known", 409)
            self.outbound[number] = sent | {"state": "waiting"}
            return Answer(document={"outbound_no": f"OB-{number}", "state": "waiting"}, status=201)
        number, _, what = path_of(seen).removeprefix("/outbound/").partition("/")
        if self.outbound[number]["state"] in {"shipped", "cancelled"}:
            return self.error("shipped", f"{number} is {self.outbound[number]['state']}", 409)
        self.outbound[number]["state"] = _ACTS[what]
        return Answer(document={"state": _ACTS[what]})

    def _list(self, sent: Mapping[str, str]) -> Answer:
        limit, after = int(sent["limit"]), int(sent.get("after", 0))
        demand("limit 1..100", 1 <= limit <= 100)
        begin = datetime.fromisoformat(sent["changed_from"])
        end = datetime.fromisoformat(sent["changed_to"])
        rows = [parcel for at, parcel in self.parcels if begin <= at <= end]
        document: Document = {"parcels": rows[after : after + limit]}
        if after + limit < len(rows):
            document["next"] = str(after + limit)
        return Answer(document=document)
