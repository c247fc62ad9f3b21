"""Each shipped courier before its strict server: parcels booked, traces told, digests held."""

import json
from base64 import b64encode
from datetime import timedelta
from hashlib import md5

import pytest
from tests.declarative.talking import NOW, call
from tests.library.shipped import LIBRARY, before

from orderloom.errors import DeliveryFailed
from orderloom_connectors.sandbox.couriers import Node, Parcel
from orderloom_connectors.sandbox.digested import STO, YTO, Cainiao, JTExpress
from orderloom_connectors.sandbox.kuaidi100 import Kuaidi100
from orderloom_connectors.sandbox.sf import SF
from orderloom_connectors.sandbox.zto import ZTO

COURIERS = {"sf": SF, "zto": ZTO, "yto": YTO, "sto": STO, "jtexpress": JTExpress}
NUMBERS = {"sf": "SF0000000000001", "zto": "70000000000001"}
ASK = {"kuaidi100": {"company": "sf", "number": "N1"}}
PEOPLE = {
    "sender": "仓库", "sender_phone": "02158880000", "sender_address": "上海市青浦区 1 号~*",
    "receiver": "张 三", "phone": "13800000000", "address": "杭州市 2 号 & 3% +4*~",
}  # fmt: skip
NODES = [
    Node(at=NOW - timedelta(hours=3), code="50", text="已揽收 ~*&", place="上海", operator="李四"),
    Node(at=NOW, code="80", text="已签收", place="杭州"),
]


def asked(connector, session, name):
    return connector.perform(session, call("query", **ASK.get(name, {"number": "N1"})))


@pytest.mark.parametrize("name", COURIERS)
def test_a_trace_is_told_with_every_node(name):
    with before(COURIERS[name], name) as (connector, session, platform):
        platform.parcels["N1"] = Parcel(NODES)
        told = json.dumps(asked(connector, session, name), ensure_ascii=False, default=str)
        assert [told.count(node.text) for node in NODES] == [1, 1]
        assert platform.refused == []


@pytest.mark.parametrize("name", NUMBERS)
def test_a_parcel_is_booked_once(name):
    with before(COURIERS[name], name) as (connector, session, platform):
        booked = connector.perform(session, call("create_waybill", order_no="O-1", **PEOPLE))
        assert (booked["number"], booked["order_no"]) == (NUMBERS[name], "O-1")
        with pytest.raises(DeliveryFailed) as found:
            connector.perform(session, call("create_waybill", order_no="O-1", **PEOPLE))
        assert found.value.error_class == "rejected"
        assert list(platform.booked) == ["O-1"]


def test_a_parcel_of_sf_is_cancelled():
    with before(SF, "sf") as (connector, session, platform):
        connector.perform(session, call("create_waybill", order_no="O-1", **PEOPLE))
        connector.perform(session, call("cancel_waybill", order_no="O-1"))
        assert platform.booked == {}


@pytest.mark.parametrize("name", [*COURIERS, "kuaidi100"])
def test_a_secret_with_one_changed_byte_is_refused_and_not_told(name):
    platform_type = COURIERS.get(name, Kuaidi100)
    key = {"sf": "checkword", "zto": "app_secret"}.get(name, "key")
    wrong = {**platform_type.secret, key: platform_type.secret[key][:-1] + "X"}
    with (
        before(platform_type, name, wrong) as (connector, session, platform),
        pytest.raises(DeliveryFailed) as found,
    ):
        asked(connector, session, name)
    assert found.value.error_class in {"auth", "rejected"}
    assert wrong[key] not in str(found.value)
    assert len(platform.refused) == 1


@pytest.mark.parametrize("name", [*COURIERS, "kuaidi100"])
def test_a_courier_that_is_down_is_worth_another_try(name):
    with before(COURIERS.get(name, Kuaidi100), name) as (connector, session, platform):
        platform.down = True
        with pytest.raises(DeliveryFailed) as found:
            asked(connector, session, name)
        assert found.value.error_class == "transient"


def test_digests_are_of_raw_bytes_and_not_of_their_hex_text():
    text, raw = "content+s3cret", md5(b"content+s3cret", usedforsecurity=False).digest()
    hexed = b64encode(raw.hex().encode()).decode()
    for name in (*COURIERS, "cainiao"):
        sign = LIBRARY[name].definition.auth
        assert (sign.algorithm, sign.digest) == ("md5", "base64"), name
    assert b64encode(raw).decode() != hexed
    assert text


def test_cainiao_is_told_a_message():
    with before(Cainiao, "cainiao") as (connector, session, platform):
        connector.perform(session, call("tell", type="TMS_CREATE", content='{"a":"空 格~*"}'))
        assert platform.booked == {"TMS_CREATE": '{"a":"空 格~*"}'}
        assert platform.refused == []


def test_kuaidi100_is_subscribed_to_once_and_without_a_signature():
    with before(Kuaidi100, "kuaidi100") as (connector, session, platform):
        wish = {"company": "yunda", "number": "Y1", "callback": "https://shop.test/hook?a=1&b=2"}
        assert connector.perform(session, call("subscribe", **wish)) == {"done": True}
        assert platform.subscribed == {"Y1": "https://shop.test/hook?a=1&b=2"}
        with pytest.raises(DeliveryFailed) as found:
            connector.perform(session, call("subscribe", **wish))
        assert (found.value.error_class, found.value.facts["refusal"]) == ("rejected", "501")


def test_kuaidi100_tells_newest_first_whatever_the_order_of_noting():
    with before(Kuaidi100, "kuaidi100") as (connector, session, platform):
        platform.parcels["N1"] = Parcel(NODES[::-1])
        told = asked(connector, session, "kuaidi100")["data"]
        assert [row["context"] for row in told] == ["已签收", "已揽收 ~*&"]
