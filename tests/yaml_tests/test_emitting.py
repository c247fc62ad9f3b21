"""Events of a flow's own: who emits them, who hears them, what they bring."""

import pytest
from tests.yaml_tests.flows import play, told

FLOW = """
kind: flow
id: club
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
environments: {test: {hosts: [], publish: [lead]}}
events:
  earned: {points: {type: integer, required: true}, why: {type: text, default: bought}}
  night: {}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: customer
identity: [name]
fields: {name: text, points: {type: integer, default: 0}}
---
kind: record
id: order
identity: [number]
fields:
  number: text
  amount: money
  points: integer
  buyer: text
  customer: {type: reference, to: customer, match: {name: =buyer}}
---
kind: mapping
id: web
record: order
read: {format: json}
zone: Asia/Shanghai
fields: {number: no, amount: paid, buyer: who, points: points}
---
kind: rule
id: earning
on: [order.created, order.amount.changed]
when: has(amount)
do:
  - {emit: earned, with: {points: '=round(amount / CNY 10)'}}
  - {emit: earned, of: =customer, with: {points: =points, why: "of"}, when: has(customer)}
---
kind: rule
id: noting
on: earned
record: order
when: event.points > 3
do: [{set: {points: =event.points}}, {tag: many}, {tag: bought, when: event.why == "bought"}]
---
{kind: rule, id: counting, on: earned, record: customer, do: [{tag: counted}]}
---
kind: rule
id: hearing
on: earned
do: [{create: customer, with: {name: '=text(event.points)'}, exists: keep}]
---
{kind: schedule, id: nightly, at: "23:00", zone: Asia/Shanghai, catch_up: each,
 do: [{emit: night}]}
---
{kind: rule, id: dreaming, on: night, do: [{create: customer, with: {name: sleeper}}]}
"""

TEST = """
kind: test
id: play
at: 2026-01-05T20:00+08:00
given: {c: {record: customer, name: li}, o: {record: order, number: A-1, buyer: li, points: 1}}
"""

PASSING = {
    "rules on one type of record hear what happens to it": """
steps:
  - {change: o, set: {amount: CNY 50}}
  - expect:
      - {record: order, has: {points: 5, tags: [many, bought]}}
      - {record: customer, where: name == "li", has: {tags: [counted]}}
      - {event: earned, count: 2}
      - {event: earned, where: why == "bought", has: {points: 5}}
""",
    "a rule about no record hears it wherever it happens": """
steps:
  - {change: o, set: {amount: CNY 50}}
  - {expect: [{record: customer, where: name == "5"}, {record: customer, count: 3}]}
""",
    "a condition on its parts decides": """
steps:
  - {change: o, set: {amount: CNY 20}}
  - {expect: [{record: order, has: {points: 1, tags: []}}, {event: earned, count: 2}]}
""",
    "without what it cannot do without it is refused with its list": """
steps:
  - {change: o, set: {amount: CNY 50, points: =o.version - 5}}
  - {change: o, set: {points: ""}}
  - {change: o, set: {amount: CNY 70}}
  - expect:
      - {record: order, has: {amount: CNY 70, tags: [many, bought]}}
      - {event: earned, count: 2}
""",
    "a schedule emits it about no record": """
steps:
  - {to: "2026-01-05T23:00+08:00"}
  - {expect: [{record: customer, where: name == "sleeper"}, {event: night, count: 1}]}
""",
}


@pytest.mark.parametrize("name", PASSING)
def test_an_own_event(name, tmp_path):
    assert told(play(tmp_path, TEST + PASSING[name], FLOW)) == []


def test_rules_on_what_only_orders_emit_see_the_order(tmp_path):
    flow = FLOW.replace("record: order\nwhen: event", "when: event")
    flow = (
        flow[: flow.index("  - {emit: earned, of")]
        + flow[flow.index("---\nkind: rule\nid: noting") :]
    )
    flow = flow.replace(
        "{kind: rule, id: counting, on: earned, record: customer, ",
        "{kind: rule, id: counting, on: customer.created, ",
    )
    flow = (
        flow[: flow.index("---\nkind: rule\nid: hearing")]
        + flow[flow.index("---\n{kind: schedule") :]
    )
    steps = "steps: [{change: o, set: {amount: CNY 50}}, {expect: {that: o.points == 5}}]"
    assert told(play(tmp_path, TEST + steps, flow)) == []


def test_events_that_set_each_other_off_are_a_circle_by_name(tmp_path):
    flow = (
        FLOW
        + """---
{kind: rule, id: again, on: earned, record: order, do: [{emit: earned, with: {points: 1}}]}
"""
    )
    steps = """steps:
  - {change: o, set: {amount: CNY 50}}
  - {expect: {refused: change, has: {codes: [OL703]}}}
"""
    assert told(play(tmp_path, TEST + steps, flow)) == []
