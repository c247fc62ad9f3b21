"""A small shop, and its tests played as `orderloom test` plays them."""

from pathlib import Path

from orderloom.codes.render import to_text
from orderloom.yaml_tests.suite import run_flow

SHOP = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: clerk, see: {order: {fields: all}}}
---
{kind: role, id: lead, includes: [clerk], see: {order: {fields: all}}}
---
kind: record
id: order
identity: [number]
contact: {phone: =phone}
fields:
  number: {type: text, required: true}
  amount: money
  phone: {type: phone, sensitive: true}
  remark: {type: text, edit: [clerk]}
  ticket: {type: text, unique: true, edit: [clerk]}
  lines: {type: list, of: {sku: text, quantity: integer}, key: sku}
  pieces: {type: integer, compute: sum(l.quantity for l in lines)}
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states:
  unpaid:
  paid: {enter: [{notify: thanks}]}
  shipped: {final: true}
transitions:
  pay: {from: unpaid, to: paid, by: [clerk], input: {reason: text}}
  ship:
    from: paid
    to: shipped
    by: [lead]
    when: [{is: pieces > 0, why: {en: nothing to ship, zh: 没有可发的货}}]
---
kind: rule
id: big
on: order.created
when: amount > CNY 500
do:
  - tag: big
  - choose:
      - {when: amount > CNY 5000, do: [{hold: look, by: [lead]}]}
      - {else: []}
---
kind: message
id: thanks
record: order
media: {sms: {en: "Thank you for {{ number }}", zh: "感谢 {{ number }}"}}
---
kind: mapping
id: web
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields:
  number: no
  amount: {from: amount, as: money}
  phone: phone
  status: {from: state, table: {open: unpaid, paid: paid}, else: refuse}
  lines: {each: "lines[*]", fields: {sku: sku, quantity: quantity}}
---
kind: connection
id: web_shop
connector: folder
zone: Asia/Shanghai
environments: {test: {folder: inbox}}
streams: {orders: {mapping: web}}
---
kind: connection
id: sms_gate
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
"""

HEAD = """
kind: test
id: play
at: 2026-01-05T20:00+08:00
given: {o: {record: order, number: A-1, amount: CNY 5, lines: [{sku: A, quantity: 2}]}}
"""


def play(folder: Path, text: str, definitions: str = SHOP):
    """Run the tests in `text` and give what `orderloom test` is told of the flow."""
    (folder / "flow.yaml").write_text(definitions, encoding="utf-8")
    (folder / "tests.yaml").write_text(text, encoding="utf-8")
    return run_flow(folder)


def told(result, language="en"):
    """Give the findings, failures and what belongs to them as lines, without excerpts."""
    lines = [to_text(each, None, language) for each in result.diagnostics]
    for test in result.tests:
        for failure in test.failures:
            place = failure.finding.place
            text = to_text(failure.finding, None, language).partition(": error")[2]
            lines.append(f"{place.line}:{text}".replace(":[", ": ", 1).replace("]:", "", 1))
            lines += [f"{d.item} {d.name}: {d.expected} / {d.found}" for d in failure.differences]
            lines += failure.nearby
    return lines
