"""States inside states, as rules, people, channels and timers meet them."""

import pytest
from tests.yaml_tests.flows import play, told

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [number]
fields:
  number: text
  lane: text
  working: {type: boolean, compute: status == "making"}
  told: text
---
kind: machine
id: order_status
record: order
field: status
initial: new
states:
  new:
  making:
    initial: picking
    enter: [{tag: making}]
    leave: [{untag: making}]
    later: [{after: 2h, do: [{tag: slow}]}]
    states:
      picking: {later: [{after: 1h, do: [{fire: check}]}]}
      checking:
        initial: looking
        states:
          looking:
          measuring: {enter: [{tag: measured}]}
  sent: {final: true}
  off: {final: true}
transitions:
  make: {from: new, to: making, by: [lead]}
  check: {from: picking, to: checking}
  measure: {from: looking, to: measuring}
  again: {from: making, to: picking}
  restart: {from: making, to: making}
  send: [{from: checking, to: sent, when: lane != "slow"}, {from: making, to: off}]
  drop: {from: any, to: off}
---
kind: rule
id: hearing
on: order.status.making
do: [{set: {told: '=join([told, event.was], " ")'}}]
---
kind: rule
id: inner
on: order.status.checking
when: old.status == "picking" and event.was in ["picking", "new"]
do: [{tag: checked}]
---
kind: mapping
id: web
record: order
read: {format: json}
zone: Asia/Shanghai
fields:
  number: no
  status: {from: is, table: {n: new, m: making, l: measuring, s: sent}, else: refuse}
"""

TEST = """
kind: test
id: play
at: 2026-01-05T20:00+08:00
given: {o: {record: order, number: A-1}, p: {record: order, number: A-2, status: checking}}
"""

PASSING = {
    "entering an outer state begins in its first, and only from outside it": """
steps:
  - {fire: make, of: o, as: lead}
  - expect:
      - {that: o.status == "picking" and o.status == "making" and o.status != "checking"}
      - {that: 'o.status in ["new", "making"] and o.status not in ["checking", "sent"]'}
      - {record: order, where: working, count: 2}
      - {record: order, where: number == "A-1", has: {told: new, tags: [making]}}
  - {fire: check, of: o}
  - expect:
      - {that: o.status == "looking" and o.status == "checking" and o.status == "making"}
      - {event: order.status.making, count: 1}
      - {event: order.status.checking, count: 1}
      - {event: order.status.looking, count: 1}
      - {that: '"checked" in o.tags'}
""",
    "ways of inner states come first, then those around them": """
steps:
  - {change: p, set: {lane: slow}}
  - {fire: send, of: p}
  - {expect: {that: p.status == "off"}}
  - {fire: make, of: o}
  - {fire: check, of: o}
  - {change: o, set: {lane: fast}}
  - {fire: send, of: o}
  - {expect: {that: o.status == "sent" and "making" not in o.tags}}
""",
    "a way to the outer state itself begins it anew": """
steps:
  - {fire: make, of: o}
  - {fire: check, of: o}
  - {fire: again, of: o}
  - {expect: {that: o.told == "new"}}
  - {fire: restart, of: o}
  - {expect: {that: o.told == "new picking" and o.status == "picking"}}
""",
    "an outer timer outlives the stays inside it, an inner one does not": """
steps:
  - {fire: make, of: o}
  - {wait: 59m}
  - {fire: check, of: o}
  - {wait: 1h}
  - {expect: [{that: o.status == "looking"}, {that: '"slow" not in o.tags'}]}
  - {restart: true}
  - {wait: 1m}
  - {expect: {that: '"slow" in o.tags'}}
""",
    "leaving the outer state ends its timer": """
steps:
  - {fire: make, of: o}
  - {fire: drop, of: o}
  - {wait: 3h}
  - {expect: {that: '"slow" not in o.tags'}}
""",
    "a channel may report an outer state or an inner one": """
steps:
  - {receive: {mapping: web, body: '{"no": "A-1", "is": "m"}'}}
  - {expect: {that: o.status == "picking"}}
  - {fire: check, of: o}
  - {receive: {mapping: web, body: '{"no": "A-1", "is": "m"}'}}
  - {expect: [{that: o.status == "looking"}, {record: case, count: 0}]}
  - {receive: {mapping: web, body: '{"no": "A-1", "is": "l"}'}}
  - {expect: [{that: o.status == "measuring" and "measured" in o.tags}, {record: case, count: 0}]}
  - {receive: {mapping: web, body: '{"no": "A-9", "is": "l"}'}}
  - expect:
      - {record: order, where: number == "A-9", has: {status: measuring, tags: [making, measured]}}
""",
}


@pytest.mark.parametrize("name", PASSING)
def test_nested_states(name, tmp_path):
    assert told(play(tmp_path, TEST + PASSING[name], FLOW)) == []


def test_when_an_outer_state_was_entered_is_remembered(tmp_path):
    flow = FLOW.replace(
        'compute: status == "making"}', 'compute: \'has(entered("status", "making"))\'}'
    )
    steps = "steps: [{fire: make, of: o}, {fire: check, of: o}, {expect: {that: o.working}}]"
    assert told(play(tmp_path, TEST + steps, flow)) == []
