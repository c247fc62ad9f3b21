"""Nothing that ships is without its mapping: orders of channels, traces of couriers, payments."""

import json
from datetime import timedelta

import pytest
from tests.declarative.talking import NOW, call
from tests.library.mapped import mapped, standard
from tests.library.shipped import LIBRARY, before
from tests.library.test_afternoon import MAPPINGS, documents

from orderloom_connectors.sandbox.couriers import Node, Parcel
from orderloom_connectors.sandbox.registry import platforms

RECORD = {"channel": "order", "courier": "parcel", "payment": "payment"}
DECLARED = {name: each.definition for name, each in LIBRARY.items() if hasattr(each, "definition")}
# A courier's connector that tells nothing about parcels: it only makes their labels.
TELLING = sorted(
    name
    for name, each in DECLARED.items()
    if each.serves in RECORD and (each.streams or "query" in each.operations)
)
TRACED = {
    "sf": ("sf_routes", "30"),
    "zto": ("zto_traces", "收件"),
    "yto": ("yto_traces", "GOT"),
    "sto": ("sto_traces", "收件"),
    "jtexpress": ("jtexpress_traces", "1"),
    "cainiao": ("cainiao_traces", "00"),
    "kuaidi100": ("kuaidi100_traces", "1"),
}


@pytest.mark.parametrize("name", TELLING)
def test_what_a_connector_tells_has_a_mapping_to_its_standard_record(name):
    [file] = [each for each in MAPPINGS if each.stem == name]
    ids = [line.removeprefix("id: ") for text in documents(file) for line in text.splitlines()
           if line.startswith("id: ")]  # fmt: skip
    records = {standard().mappings[each].record for each in ids}
    assert RECORD[DECLARED[name].serves] in records


def test_only_the_maker_of_labels_tells_nothing():
    served = {name for name, each in DECLARED.items() if each.serves in RECORD}
    assert served - set(TELLING) == {"kuaidi100_label"}


def test_every_courier_that_is_asked_is_among_those_below():
    asked = {
        name
        for name, each in DECLARED.items()
        if each.serves == "courier" and "query" in each.operations
    }
    assert asked == set(TRACED)


@pytest.mark.parametrize("name", TRACED)
def test_what_a_courier_answers_becomes_a_parcel(name):
    mapping, code = TRACED[name]
    nodes = [
        Node(at=NOW - timedelta(hours=3), code="no-such-code", text="?", place="上海"),
        Node(at=NOW, code=code, text="已揽收", place="杭州"),
    ]
    with before(platforms()[name], name) as (connector, session, platform):
        platform.parcels["N1"] = Parcel(nodes)
        more = {"company": "yunda"} if name == "kuaidi100" else {}
        told = connector.perform(session, call("query", number="N1", **more))
    [parcel] = mapped(mapping, json.loads(json.dumps(told, default=str)))
    assert (parcel["carrier"], parcel["tracking_no"]) == (more.get("company", name), "N1")
    by_time = {node["at"]: node for node in parcel["nodes"]}
    assert [by_time[each.at]["place"] for each in nodes] == ["上海", "杭州"]
    assert [by_time[each.at].get("state") for each in nodes] == [None, "picked_up"]
    assert parcel["status"] == "picked_up"


@pytest.mark.parametrize("name", sorted({*TRACED} - {"kuaidi100"}))
def test_a_parcel_that_is_not_known_yet_is_quarantined_by_nobody(name):
    with before(platforms()[name], name) as (connector, session, _):
        told = connector.perform(session, call("query", number="N1"))
    for parcel in mapped(TRACED[name][0], json.loads(json.dumps(told, default=str))):
        assert "status" not in parcel


def test_a_parcel_of_sto_abroad_is_read_and_several_stand_by_number():
    def row(number, hour, code):
        return {"waybillNo": number, "opTime": f"2026-03-01 {hour:02}:00:00", "scanType": code}

    found = mapped("sto_traces", {"success": "true", "data": {
        "777031922725111": [row("777031922725111", 9, "收件"), row("777031922725111", 11, "签收")],
        "88": [row("88", 9, "PU_PICKUP_SUCCESS"), row("88", 8, "SC_ORDER_PAY_SUCCESS")],
        "99": [],
        "100": None,
    }})  # fmt: skip
    assert [(each["tracking_no"], each["status"], len(each["nodes"])) for each in found] == [
        ("777031922725111", "signed", 2),
        ("88", "picked_up", 2),
    ]
    for nothing in ({}, [], None):
        assert mapped("sto_traces", {"success": "true", "data": nothing}) == []
