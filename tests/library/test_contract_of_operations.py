"""Shipped couriers, payments, warehouse and webhook keep the contract of all connectors."""

import hmac
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from unittest import SkipTest

import pytest
from tests.egress.calling import calling
from tests.library.shipped import LIBRARY
from tests.library.test_couriers import PEOPLE

from orderloom.declarative.connector import DeclaredConnector
from orderloom.testing.contract import ConnectorContract, ContractSession, FaultyHttp, Rig
from orderloom_connectors.sandbox.couriers import Parcel
from orderloom_connectors.sandbox.http import serving
from orderloom_connectors.sandbox.platform import Answer, Platform, demand, json_of, route_of
from orderloom_connectors.sandbox.registry import platforms


class Receiver(Platform):
    """A system of one's own that takes what ``webhook`` posts; ``taken`` by idempotency key."""

    connector = "webhook"
    secret = MappingProxyType({"signing": "wh-s3cret"})

    def __init__(self, clock):
        super().__init__(clock)
        self.taken = {}

    def malformed(self, why):
        return self.refuse(why, {"error": why}, 422)

    def reply(self, seen):
        wanted = hmac.new(self.secret["signing"].encode(), seen.body, sha256).hexdigest()
        if seen.headers.get("x-signature") != wanted:
            return self.refuse("signature", {}, 401)
        demand("its address", route_of(seen) == "POST /")
        self.taken.setdefault(seen.headers["idempotency-key"], json_of(seen))
        return Answer(document={})


@dataclass(frozen=True)
class Wish:
    """An operation, what it is handed, and what the peer has of it then."""

    operation: str
    payload: dict
    done: Callable
    ready: Callable = lambda _: None
    once: str = ""


def booked(**more):
    payload = {"order_no": "O-1", **PEOPLE, **more}
    return Wish("create_waybill", payload, lambda peer: list(peer.booked), once="an order number")


def asked(**more):
    def ready(peer):
        peer.parcels["N1"] = Parcel()

    def done(peer):
        return range(peer.parcels["N1"].asked)

    return Wish("query", {"number": "N1", **more}, done, ready)


WISHES = {
    "sf": booked(),
    "zto": booked(),
    "yto": asked(),
    "sto": asked(),
    "jtexpress": asked(),
    "cainiao": asked(),
    "kuaidi100": Wish(
        "subscribe",
        {"company": "yunda", "number": "Y1", "callback": "https://shop.test/hook"},
        lambda peer: list(peer.subscribed),
        once="a parcel",
    ),
    "wechat_pay": Wish(
        "refund",
        {"merchant_no": "O-1", "refund_no": "R-1", "amount_minor": 300, "total_minor": 1000},
        lambda peer: list(peer.refunds),
        lambda peer: peer.pay("O-1", 1000),
        once="a refund number",
    ),
    "stripe": Wish(
        "refund",
        {"payment_no": f"pi_{1:024}", "amount_minor": 300},
        lambda peer: peer.refunds,
        lambda peer: peer.pay("O-1", 1000, "usd", peer.clock.now()),
    ),
    "wms": Wish(
        "send_order",
        {"order_no": "O-1", "receiver": "张三", "lines": [{"sku": "A", "quantity": 2}]},
        lambda peer: list(peer.outbound),
        once="an order number",
    ),
    "webhook": Wish("post", {"event": "order.created", "data": {}}, lambda peer: list(peer.taken)),
}


class WishContract(ConnectorContract):
    """One operation of a connector before its strict server; ``name`` its connector."""

    name = ""

    @pytest.fixture(autouse=True)
    def _until_the_end(self):
        with ExitStack() as self.stack:
            yield

    def rig(self):
        wish, session = WISHES[self.name], ContractSession()
        peer = (platforms() | {"webhook": Receiver})[self.name](session.clock)
        server = self.stack.enter_context(serving(peer))
        session.url = f"http://127.0.0.1:{server.port}"
        session.http = FaultyHttp(self.stack.enter_context(calling(server.port)))
        secret = peer.secret
        session.secret = secret if isinstance(secret, str) else dict(secret)
        wish.ready(peer)

        def remake():
            return DeclaredConnector(LIBRARY[self.name].definition)

        return Rig(
            connector=remake(),
            session=session,
            operation=wish.operation,
            payload=wish.payload,
            done=lambda: wish.done(peer),
            remake=remake,
        )

    def test_another_key_is_another_time(self):
        """Two keys would be two wishes."""
        if once := WISHES[self.name].once:
            raise SkipTest(f"{once} is taken once, whatever the key")
        super().test_another_key_is_another_time()


globals().update({
    f"Test_{name}": type(f"Test_{name}", (WishContract,), {"name": name, "__doc__": name})
    for name in WISHES
})  # fmt: skip


def test_only_labels_without_a_server_are_left_out():
    left = {
        name
        for name, each in LIBRARY.items()
        if hasattr(each, "definition") and each.definition.serves not in ("channel", "messages")
    }
    assert left - set(WISHES) == {"kuaidi100_label"}
