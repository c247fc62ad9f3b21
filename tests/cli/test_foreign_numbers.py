"""A number of any system leads to the record that has it."""

import json

import pytest
from tests.cli.program import call

FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {test: {hosts: [], publish: [ops]}}
---
{kind: role, id: ops, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  erp_no: {type: text, unique: true}
  wms_no: {type: text, unique: true, sensitive: true}
---
kind: mapping
id: orders
record: order
read: {format: json}
fields: {no: no, erp_no: erp, wms_no: wms}
"""


@pytest.mark.parametrize("number", ["S-1", "order/S-1", "E-7", "order/E-7", "W-9"])
def test_every_number_leads_to_its_order(tmp_path, number):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "flow.yaml").write_text(FLOW, encoding="utf-8")
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"no": "S-1", "erp": "E-7", "wms": "W-9"}), encoding="utf-8")
    store = ("--store", f"sqlite:///{tmp_path / 'orders.db'}")
    call("run", tmp_path / "shop", "--input", file, "--mapping", "orders", *store)
    answer = call("explain", number, "--flow", tmp_path / "shop", *store, "--format", "json")
    assert answer.code == 0, answer.err
    numbers = {"erp_no": "E-7", "wms_no": "****"}
    assert answer.document["record"]["numbers"] == numbers
    missing = call("explain", "E-8", "--flow", tmp_path / "shop", *store)
    assert "OL649" in missing.err
