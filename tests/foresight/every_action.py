"""A flow that uses every action, and orders that set them off."""

from hypothesis import strategies as st
from tests.foresight.telling_others import TELLING_OTHERS

FLOW = """
kind: flow
id: everything
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
contact: [{to: lead, at_most: 4, per: hour, over: delay, merge: several, except: nobody},
  {to: order, at_most: 1, per: hour, quiet: 20:10-20:30}]
environments: {test: {hosts: [], publish: [lead]}}
events:
  weighed:
    {how: text, heavy: {type: boolean, default: false}, whose: {type: phone, sensitive: true}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
version_field: updated
contact: {phone: =phone}
fields:
  no: text
  updated: integer
  amount: money
  phone: {type: phone, sensitive: true}
  lane: {type: choice, of: [slow, fast]}
  note: text
  twice: {type: money, compute: amount * 2}
  printed: boolean
  weight: {type: integer, owner: store}
  lines: {type: list, of: {no: integer, count: integer, quantity: integer}, key: no}
  slips: {type: records, of: slip, through: order}
---
kind: record
id: slip
identity: [order_no, lane]
fields:
  order_no: text
  lane: text
  note: text
  number: {type: serial, pattern: "S{yyyy}{n:3}"}
  order: {type: reference, to: order, match: {no: =order_no}}
---
{kind: record, id: lost, extends: case, fields: {asked: text, count: integer}}
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states:
  unpaid:
    leave: [{untag: waiting}]
    enter: [{tag: waiting}]
    later:
      - {after: 30m, when: amount > CNY 50, do: [{tag: reminded}, {notify: look, to: lead}]}
      - {after: 45m, do: [{fire: pay, when: lane == "fast"}]}
  paid:
    enter: [{create: slip, with: {order_no: =no, lane: '=default(lane, "none")'}, exists: keep}]
    later:
      - {at: =created_at + 1h, when: printed, do: [{fire: close}, {tag: slow}]}
      - after: 20m
        do:
          - for_each: {record: slip, where: order_no == this.no}
            do: [{set: {note: =this.lane}}, {tag: overdue, of: =order}]
  shipped: {}
  closed: {final: true}
transitions:
  pay: {from: unpaid, to: paid}
  ship: {from: paid, to: shipped, automatic: true, when: printed, do: [{notify: shipped}]}
  void:
    from: [unpaid, paid]
    to: closed
    input: {reason: text}
    when: missing(printed) or has(phone)
    via: {call: store.freeze, with: {no: =no, why: =event.reason}, once: void}
    else: [{tag: not_void}]
  close: {from: [paid, shipped], to: closed, when: {is: missing(lane), why: {zh: 有通道, en: lane}}}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields:
  no: no
  updated: updated
  amount: amount
  phone: phone
  note: note
  printed: printed
  lane: lane
  weight: weight
  status:
    from: status
    table: {unpaid: unpaid, paid: paid, shipped: shipped, closed: closed}
    else: refuse
  lines: {each: "lines[*]", fields: {no: no, count: count, quantity: count}}
---
kind: message
id: shipped
record: order
media: {sms: {zh: "已发货 {{ no }}", en: "sent {{ no }}"}}
---
{kind: message, id: look, record: order, media: {chat: "{{ no }} {{ amount }} {{ note }}"}}
---
kind: rule
id: set_lane
on: [order.created, order.amount.changed]
when: amount > CNY 50
do: [{set: {lane: fast, note: '=join(["n", no], "-")'}}, {notify: look, to: lead}]
---
kind: rule
id: other_lane
on: [order.created, order.amount.changed]
priority: -1
when: amount > CNY 70
do: [{set: {lane: slow}}]
---
kind: rule
id: counting
on: [order.created, order.amount.changed]
facts:
  seen: {count: order.created, by: [lane], within: 40m}
  parts: {sum: count, of: order.created, each: lines, by: {printed: =printed}}
  worth: {max: amount, of: order, where: amount > CNY 20, by: [lane]}
  notes: {distinct: phone, of: order, over: day}
  fast: {duration: lane == "fast", of: order.amount.changed, within: 30m, carry: 20m}
when: seen >= 2 or parts > 3 or worth > CNY 60 or notes >= 2 or fast >= 1m
do: [{tag: counted}, {notify: look, to: lead, when: notes >= 2}]
---
kind: rule
id: holding
on: [order.created, order.changed]
when: note == "stop" or twice > CNY 150
do: [{hold: stop, blocks: [close], by: [lead], why: {zh: 停, en: stop}}, {tag: stopped}]
---
kind: rule
id: releasing
on: [order.note.changed, order.created]
when: note == "go"
do: [{unhold: stop, why: {zh: 走, en: go}}, {untag: stopped}]
---
kind: rule
id: closing
on: [order.changed, order.status.shipped]
when: event.name == "order.status.shipped" or lane == "fast"
do:
  - {set: {note: closing}}
  - {fire: close}
---
kind: rule
id: softly_closing
on: order.status.shipped
when: amount < CNY 30
do: [{fire: close, else: [{tag: not_closed}]}]
---
kind: rule
id: cases
on: [order.created, order.phone.changed]
when: length(digits(phone)) != 11
do:
  - open_case: phone
    with: {owner: lead, text: '=default(note, "none")'}
    later:
      - {after: 20m, when: text == "stop", do: [{fire: withdraw}]}
      - {after: 40m, when: record.status != "closed", do: [{set: {owner: boss}}, {fire: answer}]}
      - {after: 50m, do: [{fire: close}]}
    then: [{set: {note: =answer.owner}}, {tag: answered}]
    else: [{tag: withdrawn}]
---
kind: rule
id: choosing
on: [order.created, order.lines.changed]
do:
  - choose:
      - {when: sum(l.count for l in lines) > 5, do: [{tag: many}]}
      - {when: sum(l.count for l in lines) > 2, do: [{untag: many}, {tag: some}]}
      - else:
          - {open_case: no_lines}
          - {create: slip, with: {order_no: =no, lane: few}, exists: set}
---
kind: rule
id: keeping
on: order.created
do: [{create: slip, with: {order_no: every, lane: one}}, {notify: shipped}]
---
kind: rule
id: slips
on: slip.created
do: [{set: {note: =lane}}, {tag: slipped, of: =order}]
---
kind: rule
id: spreading
on: [order.created, order.note.changed]
when: note == "go"
do:
  - for_each:
      record: order
      where: no != this.no and default(amount > this.amount, true)
      order_by: [-amount, lane]
      take: 2
    as: near
    do:
      - {fire: close, when: near.lane == "slow"}
      - {tag: near}
      - {set: {note: =event.record}, of: =this, when: near.amount > CNY 70}
---
kind: rule
id: sampling
on: order.status.shipped
do:
  - {for_each: {record: order, sample: 3, seed: =no}, do: [{tag: drawn}, {untag: near}]}
  - {for_each: =lines, as: line, do: [{tag: heavy, when: line.count > 3}]}
  - {for_each: =slips, as: slip, do: [{set: {note: =no}, of: =slip}]}
---
kind: rule
id: losing
on: order.status.closed
when: has(entered("status", "shipped"))
do:
  - open_case: lost
    with: {asked: =no, count: 1}
    later: [{after: 10m, do: [{set: {owner: boss, count: =count + 1}}, {tag: lost, of: =record}]}]
---
kind: tree
id: triage
record: order
on: [order.created, order.changed, order.status.refused]
hit: all
branches:
  - {id: short, when: length(digits(phone)) != 11, label: look, do: [{open_case: phone}]}
  - id: big
    when: amount > CNY 50
    label: look
    do: [{tag: big_order}]
    branches:
      - {id: fast, when: 'lane == "fast" and matches(no, "[0-9]{1,9}")', do: [{fire: close}]}
      - {id: huge, when: amount > CNY 70}
    else: [{untag: big_order}]
  - {id: stopped, when: '"stopped" in tags', label: stopped, do: [{notify: look, to: lead}]}
else: [{tag: plain}]
---
kind: tree
id: halves
record: order
on: [order.changed, order.tagged]
hit: first
priority: 1
branches:
  - {id: small, when: amount < CNY 60, label: small}
  - {id: rest, when: has(amount), do: [{set: {note: rest}}]}
else: []
---
kind: playbook
id: care
record: order
by: [lead]
input: {how: {type: text, required: true}, amount: {type: money, default: CNY 1}}
do:
  - {tag: cared}
  - {set: {note: '=join([event.how, "care"], " ")'}, when: event.amount > CNY 0}
  - {fire: close, when: event.how == "closing"}
---
kind: rule
id: caring
on: [order.status.paid, order.status.shipped]
do:
  - {run: care, with: {how: =event.transition}, when: has(event.transition)}
  - {run: care, with: {how: closing}, when: printed, else: [{tag: careless}]}
---
kind: rule
id: grading
on: [order.created, order.amount.changed, order.status.shipped]
do:
  - use: grade
    with: {amount: =amount, contact: =phone}
    as: grade
    may: {set: note, tag: graded, untag: graded, hold: graded, unhold: graded, open_case: odd,
      notify: shipped}
    else: [{tag: not_graded}]
  - {tag: high, when: grade.level == "high"}
---
kind: schedule
id: rounds
every: 15m
zone: Asia/Shanghai
catch_up: last
each: {record: order, where: printed and status != "closed", order_by: -amount, take: 2}
do: [{tag: visited}, {fire: close, else: [{untag: visited}]}]
---
kind: schedule
id: counting
every: 20m
zone: Asia/Shanghai
catch_up: each
do: [{create: slip, with: {order_no: every, lane: =text(event.due)}}, {notify: nobody, to: lead}]
---
kind: rule
id: counted
on: [schedule.counting.ran, schedule.rounds.missed]
do: [{create: slip, with: {order_no: =event.name, lane: "0"}, exists: set}]
---
{kind: message, id: nobody, media: {chat: "{{ now }}"}}
---
kind: connection
id: out
connector: json_lines
group: outside
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
---
kind: connector
id: warehouse
auth: {kind: bearer, token: =secret}
operations:
  freeze: {method: POST, path: /freeze, send: {no: =input.no, why: =input.why}, answer: {ok: ok}}
  take: {method: POST, path: /take, send: {no: =input.no, is: =input.is}, answer: {ok: ok}}
---
kind: connection
id: store
connector: warehouse
zone: Asia/Shanghai
environments: {test: {url: "http://127.0.0.1:1", secret: store}}
---
{kind: mapping, id: to_store, record: order, send: store.take, fields: {no: =no, is.note: =note,
  is.weight: =weight}}
---
{kind: rule, id: pushing, on: [order.created, order.changed], do: [{push: to_store,
  then: [{tag: told}]}]}
---
kind: rule
id: voiding
on: [order.created, order.note.changed]
when: note == "go" or missing(phone)
do: [{fire: void, with: {reason: stopped}, else: [{tag: not_asked}]}]
---
kind: rule
id: disputing
on: [order.weight.conflict, order.status.proposed]
do: [{push: to_store}, {tag: disputed, when: event.lost > event.kept}]
---
kind: connection
id: incoming
connector: folder
zone: Asia/Shanghai
environments: {test: {folder: inbox}}
streams: {orders: {mapping: orders}}
---
kind: rule
id: asking
on: [order.created, order.lane.changed, order.note.changed]
when: amount > CNY 50
do:
  - call: out.notify
    with: {text: =no, to: =phone}
    once: '=join(["asked", lane], "-")'
    then: [{set: {note: asked}}, {tag: asked}]
    else: [{tag: not_asked}]
---
kind: rule
id: asking_too
on: order.lines.changed
do: [{call: outside.notify, with: {text: =note}, once: counted}]
---
kind: rule
id: asking_back
on: order.status.shipped
do: [{call: source.notify, once: back, else: []}, {call: out.notify, once: shipped}]
---
{kind: message, id: bad, media: {chat: "{{ place }}"}}
"""
FLOW += TELLING_OTHERS

ORDER = st.fixed_dictionaries(
    {
        "no": st.sampled_from(["1", "2", "3", "4", "5"]),
        "updated": st.integers(1, 9),
        "note": st.sampled_from(["stop", "go", "go", None]),
        "phone": st.sampled_from(["13812345678", "138", None, None]),
        "status": st.sampled_from(["unpaid", "paid", "shipped", "closed"]),
    },
    optional={
        "amount": st.sampled_from(["CNY 10", "CNY 60", "CNY 80", "CNY 90", "a lot"]),
        "printed": st.booleans(),
        "weight": st.integers(1, 3),
        "lane": st.sampled_from(["slow", "fast", None]),
        "lines": st.lists(
            st.fixed_dictionaries({"no": st.integers(1, 3), "count": st.integers(1, 4)}),
            max_size=3,
            unique_by=lambda line: line["no"],
        ),
    },
)
FILES = st.lists(st.lists(ORDER, min_size=8, max_size=16), min_size=1, max_size=3)
