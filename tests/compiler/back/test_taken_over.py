"""Flows under ``uses``: taken over whole, and changed only where the flow says so."""

from tests.compiler.back.shapes import CONNECTORS

from orderloom.codes.render import to_text
from orderloom.compiler.load import check_flow

FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
uses: {standard: 1}
environments: {test: {hosts: [], publish: [ops]}}
---
{kind: role, id: ops, see: {order: {fields: all}}}
"""


def checked(folder, own=""):
    folder.mkdir(exist_ok=True)
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (folder / "own.yaml").write_text(own, encoding="utf-8")
    return check_flow(folder, connectors=CONNECTORS)


def told(found):
    return [
        to_text(each, found.sources.get(each.place.file), "en").splitlines()[:2]
        for each in found.diagnostics
    ]


def test_the_records_of_a_used_flow_are_the_flow_s(tmp_path):
    found = checked(tmp_path / "shop")

    assert told(found) == []
    assert {"order", "parcel", "payment", "refund"} <= set(found.flow.records)
    assert "analyst" not in found.flow.roles, "the other flow's flow.yaml stays behind"


def test_overrides_merge_maps_replace_lists_and_remove_what_is_empty(tmp_path):
    own = """kind: record
id: order
overrides: true
contact: {phone: }
fields:
  lane: {type: choice, of: [rush, normal], default: normal}
  phone: {sensitive: false}
---
kind: record
id: parcel
overrides: true
fields: {told_until: }
---
kind: record
id: refund
overrides: true
identity: [provider, payment_no, refund_no]
---
kind: machine
id: order_status
overrides: true
transitions:
  ship: [{from: paid, to: shipped, automatic: true, when: "has(printed_at, scanned_at)"}]
"""
    found = checked(tmp_path / "shop", own)

    assert told(found) == []
    order = found.flow.records["order"]
    assert found.flow.records["refund"].identity == ("provider", "payment_no", "refund_no")
    assert (order.fields["lane"].kind, order.fields["phone"].kind) == ("choice", "phone")
    assert not order.fields["phone"].sensitive
    assert "told_until" not in found.flow.records["parcel"].fields
    assert "nodes" in found.flow.records["parcel"].fields


def test_a_fault_in_what_is_taken_over_is_told_with_its_line(tmp_path):
    own = "kind: record\nid: parcel\noverrides: true\nfields: {channel: }\n"
    found = checked(tmp_path / "shop", own)

    assert found.flow is None
    places = [(head, line) for head, line in told(found) if "standard@1/parcel.yaml" in head]
    assert len(places) == 1
    assert "match: {channel: =channel" in places[0][1]


def test_a_flow_hashes_alike_wherever_it_stands(tmp_path):
    one, other = checked(tmp_path / "one").flow, checked(tmp_path / "two").flow

    assert one.digest == other.digest
    assert "standard@1/order.yaml" in {str(path) for path in one.sources}
