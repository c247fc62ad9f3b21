"""A flow of many definitions, as a large business would have: what checking it costs."""

from collections.abc import Iterator
from pathlib import Path

_HEAD = """\
kind: flow
id: large
zone: Asia/Shanghai
currency: CNY
settings: {big: CNY 5000}
environments:
  bench: {hosts: [], publish: [clerk]}
---
{kind: role, id: clerk, see: {case: {fields: all}}}
---
kind: connection
id: message_log
connector: json_lines
zone: Asia/Shanghai
environments:
  bench: {folder: outbox}
"""
_TYPE = """\
kind: record
id: order_$
title: {zh: 订单 $, en: Order $}
identity: [no]
fields:
  no: {type: text, required: true}
  shop: {type: choice, of: [web, store, phone]}
  lane: {type: text, edit: [clerk]}
  phone: {type: phone, sensitive: true, edit: [clerk]}
  amount: money
  discount: money
  quantity: integer
  paid_at: time
  share: {type: decimal, compute: discount / amount}
---
kind: machine
id: status_$
record: order_$
field: status
initial: unpaid
states:
  unpaid: {title: Unpaid, later: [{after: 30m, do: [{fire: expire}]}]}
  paid: {title: Paid, enter: [{set: {paid_at: =now}}]}
  packed: {title: Packed}
  shipped: {title: Shipped, final: true, enter: [{notify: shipped_$, to: clerk}]}
  cancelled: {title: Cancelled, final: true}
transitions:
  pay:
    from: unpaid
    to: paid
    by: [clerk]
    input: {received: money}
    when: event.received >= amount
  pack: {from: paid, to: packed, automatic: true, when: quantity > 0 and has(phone)}
  ship: {from: packed, to: shipped, by: [clerk]}
  expire: {from: unpaid, to: cancelled}
  cancel:
    from: [unpaid, paid]
    to: cancelled
    by: [clerk]
    when: [{is: missing(paid_at) or amount < settings.big, why: {zh: 金额过大, en: too large}}]
    input: {reason: text}
"""
_REST = """\
kind: mapping
id: orders_$
record: order_$
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields:
  no: no
  shop: {from: channel, table: {w: web, s: store, p: phone}, else: refuse}
  phone: buyer.phone
  quantity: quantity
  amount: {from: total, as: money}
  discount: {from: off, as: money}
---
kind: message
id: shipped_$
record: order_$
media:
  chat: {zh: "{{ no }} 发货，{{ quantity }} 件", en: "{{ no }} has left, {{ quantity }} pieces"}
---
kind: table
id: lanes_$
columns:
  shop: {type: text, match: any_of}
  quantity: {type: integer, match: band}
  lane: text
rows:
  - {shop: web | phone, quantity: ..9, lane: normal}
  - {shop: web | phone, quantity: 10.., lane: bulk}
  - {shop: store, quantity: "-", lane: counter}
else: {lane: normal}
---
kind: playbook
id: rush_$
record: order_$
by: [clerk]
input: {why: text}
do:
  - {set: {lane: rush}}
  - {tag: rushed}
---
kind: playbook
id: look_at_$
record: order_$
by: [clerk]
bulk: true
do:
  - choose:
      - {when: amount > settings.big, do: [{hold: look, blocks: [ship], why: large}]}
      - {else: [{tag: looked_at}]}
---
kind: tree
id: triage_$
record: order_$
on: [order_$.created, order_$.changed]
hit: all
branches:
  - {id: no_phone, when: length(digits(phone)) != 11, label: call_back}
  - id: large
    when: amount > settings.big
    label: large
    branches:
      - {id: many, when: quantity >= 10, label: bulk}
      - {id: few, when: quantity < 10}
    else: []
else: []
---
kind: test
id: paid_is_packed_$
at: 2026-01-05T10:00+08:00
given: {o: {record: order_$, no: A, shop: web, amount: CNY 10, quantity: 1, phone: "13812345678"}}
steps:
  - {fire: pay, of: o, as: clerk/li, with: {received: CNY 10}}
  - {expect: {that: o.status == "packed"}}
"""
_RULE = """\
kind: rule
id: rule_%_$
on: order_$.created
when: amount >= CNY %0 and quantity < 1% and shop in ["web", "phone"] and not contains(lane, "x%")
priority: %
do:
  - {tag: seen_%}
  - {notify: shipped_$, to: clerk, when: discount / amount > 0.%}
"""
_RULES = 16
DEFINITIONS = _TYPE.count("kind:") + _REST.count("kind:") + _RULES
"""So many are of one record type."""


def write_large_flow(folder: Path, types: int) -> int:
    """Write a flow about so many record types into a folder; give how many definitions it has."""
    (folder / "flow.yaml").write_text(_HEAD, encoding="utf-8")
    for number in range(types):
        for name, text in _files():
            (folder / f"{name}_{number}.yaml").write_text(text.replace("$", str(number)), "utf-8")
    return types * DEFINITIONS + _HEAD.count("kind:")


def _files() -> Iterator[tuple[str, str]]:
    """Give the files of one record type, by their names."""
    yield "order", _TYPE
    yield "around", _REST
    yield "rules", "---\n".join(_RULE.replace("%", str(each)) for each in range(1, _RULES + 1))
