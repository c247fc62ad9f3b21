"""What every generated flow stands on: records with a field of each type, and ways in and out."""

from collections.abc import Mapping
from typing import Any

from tests.expression.tables import TABLES

_OWN = """
kind: flow
id: fuzz
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
settings: {late_after: 48h}
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: connection
id: out
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
---
kind: connection
id: shop
connector: folder
zone: Asia/Shanghai
environments: {test: {folder: inbox}}
streams: {orders: {mapping: orders}}
---
{kind: table, id: depots, columns: {id: text, rank: integer}, rows: [{id: SH, rank: 1}, {id: BJ}]}
---
kind: stock
id: central
item: sku
places: depots
kinds: [unpaid, paid, shipped, cancelled]
safety: 3
---
kind: connector
id: warehouse
auth: {kind: bearer, token: =secret}
operations:
  take: {method: POST, path: /take, send: {it: =input.reason}, answer: {ok: ok}}
---
kind: connection
id: store
connector: warehouse
group: stores
zone: Asia/Shanghai
environments: {test: {url: "http://127.0.0.1:1", secret: store}}
---
kind: mapping
id: to_store
record: order
send: store.take
fields: {reason.total: =total, reason.no: =number, reason.share: =share}
---
kind: record
id: order
identity: [number]
contact: {phone: =phone, language: =no_text}
fields:
  number: text
  qty: {type: integer, edit: lead}
  amount: {type: decimal, edit: lead}
  price: money
  cost: {type: money, currency: CNY}
  phone: {type: phone, sensitive: true}
  address: {type: text, edit: lead}
  vip: boolean
  paid_at: time
  due: date
  depth: {type: integer, owner: stores}
  wait: duration
  lane: {type: choice, of: [slow, fast]}
  labels: {type: list, of: text}
  lines: {type: list, of: {id: text, sku: text, quantity: integer, price: money}, key: id}
  total: {type: money, compute: price + cost}
  share: {type: decimal, compute: amount / qty * 99999999999999999999}
  over_at: {type: time, compute: paid_at + wait * qty}
  paid_lines: {type: money, compute: sum(l.price * l.quantity for l in lines)}
  far: {type: money, default: '=money(number(number), "CNY") * 10'}
  customer: {type: object, of: {tier: text, level: integer, zone: text}}
  no_text: text
  no_number: decimal
  no_number_int: integer
  no_money: money
  no_time: time
  no_flag: boolean
  no_list: {type: list, of: text}
  no_list_of_numbers: {type: list, of: decimal}
  unknown: boolean
---
kind: machine
id: order_patience
record: order
field: patience
initial: fresh
states:
  fresh:
    later:
      - {after: 1d, when: share > 3, do: [{set: {qty: =qty * 3}}]}
      - {at: =over_at, do: [{tag: over}]}
      - {after: 30d, do: [{fire: tire}]}
  tired: {final: true}
transitions: {tire: {from: fresh, to: tired, by: lead}}
---
kind: record
id: slip
identity: [number]
fields: {number: text, note: text, qty: integer}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields:
  number: number
  qty: qty
  amount: amount
  price: price
  cost: cost
  phone: phone
  address: address
  vip: vip
  paid_at: paid_at
  due: due
  depth: depth
  wait: wait
  lane: lane
  labels: labels
  lines: {each: "lines[*]", fields: {id: id, sku: sku, quantity: quantity, price: price}}
  customer: {fields: {tier: customer.tier, level: customer.level}}
  status: {from: status, table: {paid: paid, shipped: shipped, cancelled: cancelled}, else: refuse}
"""
FLOW = f"{TABLES}---{_OWN}"

MACHINE: Mapping[str, Any] = {
    "kind": "machine",
    "id": "order_status",
    "record": "order",
    "field": "status",
    "initial": "unpaid",
    "states": {"unpaid": {}, "paid": {}, "shipped": {"final": True}, "cancelled": {"final": True}},
    "transitions": {
        "pay": {"from": "unpaid", "to": "paid", "by": "lead"},
        "ship": {"from": "paid", "to": "shipped", "by": "lead"},
        "cancel": {"from": ["unpaid", "paid"], "to": "cancelled", "by": "lead"},
    },
}
"""The machine whose actions and conditions are generated; it stands by itself as well."""
