"""Stripe: a bearer key, form bodies, pages after the last id, and keys that make calls safe."""

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
    form_of,
    path_of,
    query_of,
    route_of,
)


class Stripe(Platform):
    """Payments by id; ``events`` and ``refunds`` are newest first, as the platform lists them."""

    connector = "stripe"
    secret = MappingProxyType({"api_key": "sk_test_sandbox"})

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.payments: dict[str, Document] = {}
        self.events: list[Document] = []
        self.refunds: list[Document] = []
        self._said: dict[str, tuple[bytes, Answer]] = {}

    def error(self, kind: str, text: str, status: int) -> Answer:
        """Refuse with the platform's envelope."""
        return self.refuse(kind, {"error": {"type": kind, "message": text}}, status)

    def malformed(self, why: str) -> Answer:
        """Refuse as an invalid request."""
        return self.error("invalid_request_error", why, 400)

    def pay(self, order_no: str, minor: int, currency: str, at: datetime) -> str:
        """Let somebody pay; gives the id of the payment intent."""
        number = f"pi_{len(self.payments) + 1:024}"
        self.payments[number] = {
            "id": number, "object": "payment_intent", "amount": minor, "amount_received": minor,
            "currency": currency, "created": int(at.timestamp()), "status": "succeeded",
            "metadata": {"order_no": order_no, "channel": "own_shop"},
        }  # fmt: skip
        self._tell("payment_intent.succeeded", self.payments[number], at)
        return number

    def _tell(self, kind: str, subject: Document, at: datetime) -> None:
        event = {
            "id": f"evt_{len(self.events) + 1:024}",
            "object": "event",
            "type": kind,
            "created": int(at.timestamp()),
            "data": {"object": dict(subject)},
        }
        self.events.insert(0, event)

    def reply(self, seen: Seen) -> Answer:
        """Check the key, then answer."""
        if seen.headers.get("authorization") != f"Bearer {self.secret['api_key']}":
            return self.error("invalid_request_error", "Invalid API Key provided", 401)
        match route_of(seen):
            case "GET /v1/events":
                return _listed(self.events, query_of(seen))
            case "GET /v1/refunds":
                return _listed(self.refunds, query_of(seen))
            case "POST /v1/refunds":
                return self._once(seen)
            case _:
                demand("a known address", path_of(seen).startswith("/v1/payment_intents/"))
                return Answer(document=self.payments[path_of(seen).rpartition("/")[2]])

    def _once(self, seen: Seen) -> Answer:
        """Answer a key that is known with what was said, if it comes with the same request."""
        key = seen.headers["idempotency-key"]
        if key in self._said:
            body, said = self._said[key]
            if body == seen.body:
                return said
            text = "Keys for idempotent requests can only be used with the same parameters"
            return self.error("idempotency_error", text, 400)
        said = self._refund(form_of(seen))
        self._said[key] = (seen.body, said)
        return said

    def _refund(self, sent: Mapping[str, str]) -> Answer:
        payment = self.payments[sent["payment_intent"]]
        minor = int(sent.get("amount", payment["amount"]))
        gone = sum(one["amount"] for one in self.refunds if one["payment_intent"] == payment["id"])
        if not 0 < minor <= payment["amount"] - gone:
            return self.error("invalid_request_error", "amount is greater than what is left", 400)
        now, head = self.clock.now(), "metadata["
        noted = {k.removeprefix(head)[:-1]: v for k, v in sent.items() if k.startswith(head)}
        refund = {
            "id": f"re_{len(self.refunds) + 1:024}", "object": "refund", "amount": minor,
            "currency": payment["currency"], "payment_intent": payment["id"],
            "created": int(now.timestamp()), "status": "succeeded", "reason": sent.get("reason"),
            "metadata": noted,
        }  # fmt: skip
        self.refunds.insert(0, refund)
        return Answer(document=refund)


def _listed(rows: list[Document], sent: Mapping[str, str]) -> Answer:
    limit = int(sent.get("limit", 10))
    demand("limit 1..100", 1 <= limit <= 100)
    known = {"limit", "starting_after", "created[gte]", "created[lte]"}
    demand("known parameters", set(sent) <= known)
    begin, end = int(sent.get("created[gte]", 0)), int(sent.get("created[lte]", 2**40))
    found = [row for row in rows if begin <= row["created"] <= end]
    if "starting_after" in sent:
        ids = [row["id"] for row in found]
        found = found[ids.index(sent["starting_after"]) + 1 :]
    page = {"object": "list", "data": found[:limit], "has_more": len(found) > limit}
    return Answer(document=page)
