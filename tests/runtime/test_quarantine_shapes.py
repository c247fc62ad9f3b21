"""What could not be taken is listed by the shape of its error, and tried again by shape."""

import json

import pytest
from jsonschema import Draft202012Validator
from tests.cli.program import call

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [en]
environments: {test: {hosts: [], publish: [boss]}}
---
kind: role
id: boss
see: {order: {fields: all}}
---
kind: role
id: clerk
see: {order: {fields: [no]}}
---
kind: role
id: driver
see: {parcel: {fields: all}}
---
{kind: record, id: parcel, identity: [no], fields: {no: {type: text, required: true}}}
---
kind: record
id: order
identity: [no]
fields:
  no: {type: text, required: true}
  cost: decimal
  size: {type: choice, of: [small, large]}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "[*]"}
fields:
  no: no
  cost: cost
  size: {from: size, table: {s: small, l: large}, else: refuse}
"""
MENDED = FLOW.replace("{s: small, l: large}", "{s: small, l: large, xl: large}")
ORDERS = [
    {"no": "1", "cost": "1.50", "size": "s"},
    {"no": "2", "cost": "2.50", "size": "xl"},
    {"no": "3", "cost": "much", "size": "s"},
    {"no": "4", "cost": "4.50", "size": "xl"},
    {"no": "5", "cost": "a lot", "size": "xl"},
]


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "flow.yaml").write_text(FLOW, "utf-8")
    for name, orders in (("a", ORDERS[:3]), ("b", ORDERS[3:])):
        (tmp_path / f"{name}.json").write_text(json.dumps(orders), "utf-8")
        call("run", tmp_path, "--input", tmp_path / f"{name}.json", "--mapping", "orders")
    (tmp_path / "c.json").write_text("{", "utf-8")
    call("run", tmp_path, "--input", tmp_path / "c.json", "--mapping", "orders")
    return tmp_path


def listed(shop, *more):
    answer = call("quarantine", shop, "--format", "json", *more)
    assert answer.code == 0, answer.err
    schema = call("schema", "--output", "quarantine").document
    Draft202012Validator(schema).validate(answer.document)
    return answer.document["shapes"]


def fields(shape):
    return [each["field"] for each in shape["errors"]]


def orders(shop):
    found = call("records", "order", "--flow", shop, "--format", "json").document
    return {each["key"] for each in found["records"]}


def test_items_with_the_same_faults_in_the_same_fields_are_one_shape(shop):
    found = listed(shop)
    assert (fields(found[0]), found[0]["count"]) == (["size"], 2)
    assert sorted(map(str, map(fields, found))) == [
        "['cost', 'size']",
        "['cost']",
        "['size']",
        "[None]",
    ]
    assert "xl" in found[0]["example"]["faults"][0]
    assert found[0]["example"]["name"].endswith("b.json")
    assert listed(shop) == found


def test_once_it_is_mended_one_shape_is_tried_again_and_no_other(shop):
    before = listed(shop)
    (shop / "flow.yaml").write_text(MENDED, "utf-8")
    dry = call("quarantine", shop, "--replay", before[0]["shape"], "--dry-run", "--format", "json")
    assert dry.document["messages"]["applied"] == 2
    assert listed(shop) == before
    done = call("quarantine", shop, "--replay", before[0]["shape"], "--format", "json")
    assert (done.code, done.document["messages"]) == (
        0,
        {"accepted": 2, "applied": 2, "duplicate": 0, "stale": 0, "quarantined": 0, "parked": 0},
    )
    assert orders(shop) == {"1", "2", "4"}
    assert listed(shop) == before[1:]
    again = call("quarantine", shop, "--replay", before[0]["shape"])
    assert again.code == 2
    assert "OL970" in again.err


def test_what_is_still_wrong_stays_in_quarantine(shop):
    [shape] = [each for each in listed(shop) if fields(each) == ["cost"]]
    done = call("quarantine", shop, "--replay", shape["shape"], "--format", "json")
    assert done.document["messages"]["quarantined"] == 1
    assert shape in listed(shop)


def test_a_role_is_told_what_it_sees(shop):
    assert listed(shop, "--as", "driver/dan") == []
    told = listed(shop, "--as", "clerk/cy")
    assert [each["count"] for each in told] == [each["count"] for each in listed(shop)]
    assert "xl" not in json.dumps(told)
    assert {each["example"]["name"] for each in told} == {None}
    assert "xl" in json.dumps(listed(shop, "--as", "boss/bo"))
    refused = call("quarantine", shop, "--replay", told[0]["shape"], "--as", "driver/dan")
    assert (refused.code, "OL970" in refused.err) == (2, True)
