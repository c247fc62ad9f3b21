"""A small flow around the rules that a test is about, played as `orderloom test` plays it."""

from tests.yaml_tests.flows import play as played
from tests.yaml_tests.flows import told

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
settings: {limit: 10}
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
{kind: role, id: clerk, see: {order: {fields: all}}}
---
{kind: record, id: customer, identity: [name], fields: {name: text, grade: integer}}
---
kind: record
id: order
identity: [no]
contact: {phone: =phone}
fields:
  no: text
  sku: text
  n: integer
  phone: {type: phone, sensitive: true}
  note: text
  owner_name: text
  customer: {type: reference, to: customer, match: {name: =owner_name}}
  parcels: {type: records, of: parcel, through: order}
---
kind: record
id: parcel
identity: [no]
fields:
  no: text
  weight: integer
  of_order: text
  order: {type: reference, to: order, match: {no: =of_order}}
---
kind: mapping
id: web
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields: {no: no, sku: sku, n: n, phone: phone, note: note, owner_name: owner_name}
---
kind: mapping
id: people
record: customer
read: {format: json}
zone: Asia/Shanghai
fields: {name: name, grade: grade}
---
kind: mapping
id: scans
record: parcel
read: {format: json}
zone: Asia/Shanghai
fields: {no: no, weight: weight, of_order: of_order}
---
{kind: message, id: look, record: order, media: {chat: "{{ no }}", sms: "{{ no }}"}}
---
kind: connection
id: gate
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
---
kind: connection
id: counter
connector: folder
zone: Asia/Shanghai
environments: {test: {folder: inbox}}
streams: {orders: {mapping: web}}
"""

HEAD = """
kind: test
id: play
at: 2026-01-05T20:00+08:00
"""


def play(folder, rules, steps, flow=FLOW):
    """Play steps over the flow with some rules; give what is wrong, line by line."""
    return told(played(folder, HEAD + steps, flow + "---\n" + rules))
