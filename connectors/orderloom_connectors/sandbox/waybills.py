"""A carrier that makes waybills: the courier of the language's own example.

No real carrier speaks so. It is here because its protocol is a carrier's duties and nothing
else: a signed body, an idempotency key that is honoured, a trace of each parcel.
"""

from types import MappingProxyType

from orderloom.ports import Clock
from orderloom_connectors.sandbox.digests import hmac_sha256
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import Answer, Platform, demand, json_of, path_of

_WAYBILLS = "/v1/waybills"


class Waybills(Platform):
    """``made`` is waybill number by the caller's key: one for each, however often it is asked."""

    connector = "waybills"
    secret = MappingProxyType({"account": "shop-1", "key": "wb-s3cret"})

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.made: dict[str, str] = {}

    def malformed(self, why: str) -> Answer:
        """Refuse with status 422."""
        return self.refuse(422, {"error": "invalid", "message": why}, 422)

    def reply(self, seen: Seen) -> Answer:
        """Check the signature over account and raw body."""
        text = seen.headers.get("x-account", "") + seen.body.decode()
        if seen.headers.get("x-sign") != hmac_sha256(self.secret["key"], text).hex():
            return self.refuse(401, {"error": "sign", "message": "signature differs"}, 401)
        demand("POST /v1/waybills", (seen.method, path_of(seen)) == ("POST", _WAYBILLS))
        return self._make(seen)

    def _make(self, seen: Seen) -> Answer:
        sent, key = json_of(seen), seen.headers["idempotency-key"]
        demand("ref, to and pieces", set(sent) == {"ref", "to", "pieces"} and sent["ref"])
        if is_new := key not in self.made:
            self.made[key] = f"WB{len(self.made) + 1:09}"
        data = {"waybill_no": self.made[key], "ref": sent["ref"]}
        return Answer(document={"data": data}, status=201 if is_new else 200)
