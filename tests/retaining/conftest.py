import pytest
from tests.deploying.shops import Shop

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [analyst]}}
---
{kind: role, id: analyst, see: {order: {}}}
---
{kind: role, id: packer, see: {order: {}}}
---
kind: record
id: order
identity: [no]
retain: {for: 30d, then: archive}
fields:
  no: text
  phone_no: {type: phone, sensitive: true}
  qty: {type: integer, edit: packer}
---
kind: machine
id: order_status
record: order
field: status
initial: paid
states: {paid: {}, shipped: {}}
transitions:
  ship: {from: paid, to: shipped, by: [packer]}
  reopen: {from: shipped, to: paid, by: [packer]}
---
kind: rule
id: look
on: order.created
do: [{for_each: {record: order, where: not ("seen" in tags)}, do: [{tag: seen}]}]
---
kind: rule
id: dear
on: order.created
when: event.record == id and qty > 5
do: [{open_case: dear, with: {text: =phone_no}}]
---
kind: mapping
id: shop
record: order
read: {format: json, each: "orders[*]"}
fields: {no: no, phone_no: phone, qty: qty, status: {from: state, null: keep}}
"""


@pytest.fixture
def shop(tmp_path):
    shop = Shop(tmp_path)
    shop.write(FLOW)
    return shop
