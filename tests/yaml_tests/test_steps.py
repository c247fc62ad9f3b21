"""Every step does what it says."""

import pytest
from tests.yaml_tests.flows import HEAD, SHOP, play, told

PASSING = {
    "an engine's fire needs no role": """
steps:
  - {fire: pay, of: o, with: {reason: cash}}
  - {expect: {that: o.status == "paid"}}
""",
    "a person's fire needs the role": """
steps:
  - {fire: pay, of: o, as: clerk/li, with: {reason: cash}}
  - {fire: ship, of: o, as: clerk/li}
  - {expect: [{that: o.status == "paid"}, {refused: ship, count: 1, has: {codes: [OL721]}}]}
  - {fire: ship, of: o, as: lead/wang}
  - {expect: {that: o.status == "shipped"}}
""",
    "a guard's reason is the refusal's": """
steps:
  - {fire: pay, of: o, with: {reason: cash}}
  - {change: o, set: {lines: []}}
  - {fire: ship, of: o, as: lead}
  - {expect: {refused: ship, has: {reasons: [nothing to ship]}}}
""",
    "a change is typed by somebody who may": """
steps:
  - {change: o, set: {remark: "soon"}, as: clerk/li}
  - {change: o, set: {amount: CNY 6}, as: clerk/li}
  - expect:
      - {record: order, has: {remark: soon, amount: CNY 5}}
      - {refused: change, count: 1, last: true}
""",
    "what is given runs no actions": """
given: {o: {record: order, number: A-1, amount: CNY 9000, status: paid, phone: "13800000000"}}
steps:
  - expect:
      - {message: thanks, count: 0}
      - {event: order.created, count: 0}
      - {record: order, has: {tags: []}}
  - {expect: {that: o.status_since == now and o.created_at == now}}
""",
    "of two who take a unique value at once one is refused": """
given:
  o: {record: order, number: A-1, amount: CNY 5}
  p: {record: order, number: A-2, amount: CNY 5}
steps:
  - {together: [{change: o, set: {ticket: T-1}}, {change: p, set: {ticket: T-1}}]}
  - expect:
      - {record: order, where: ticket == "T-1", count: 1}
      - {refused: change, count: 1, has: {codes: [OL746]}}
""",
    "a label may name those before it": """
given:
  a: {record: order, number: A-1, amount: CNY 5}
  b: {record: order, number: A-2, amount: =a.amount * 2}
steps: [{expect: {that: b.amount == CNY 10}}]
""",
    "a message comes in as bytes, and told again it is the same": """
steps:
  - receive: {connection: web_shop, body: '{"orders": [{"no": "A-2", "state": "open"}]}'}
    times: 3
  - {receive: {mapping: web, body: "{"}}
  - expect:
      - {record: order, where: number == "A-2", count: 1, has: {source: web_shop, version: 1}}
      - {refused: web, count: 1, last: true}
""",
    "an item comes in as the mapping understands it": """
steps:
  - receive:
      connection: web_shop
      item:
        number: A-2
        amount: CNY 9000
        status: paid
        phone: "138"
        lines: [{sku: A, quantity: 1}]
  - expect:
      - {record: order, where: number == "A-2", has: {pieces: 1, holds: [look], tags: [big]}}
      - {message: thanks, has: {to: "138", medium: sms, text: Thank you for A-2}}
""",
    "a message without an address is suppressed": """
steps:
  - {fire: pay, of: o, with: {reason: cash}}
  - {expect: [{message: thanks, count: 0}, {suppressed: thanks, has: {reason: OL711}}]}
""",
    "a hold is lifted by a role with a reason": """
steps:
  - {receive: {mapping: web, item: {number: A-2, amount: CNY 5000.01}}}
  - {unhold: look, of: {record: order, where: number == "A-2"}, as: lead, why: checked}
  - expect:
      - {event: order.unheld, where: hold == "look", count: 1}
      - {event: order.held, count: 1}
""",
    "one who may not lift a hold is refused, by its name and by what they did": """
steps:
  - {receive: {mapping: web, item: {number: A-2, amount: CNY 5000.01}}}
  - {unhold: look, of: {record: order, where: number == "A-2"}, as: clerk, why: checked}
  - expect:
      - {refused: unhold, count: 1, last: true, has: {codes: [OL721]}}
      - {refused: look, count: 1, last: true}
      - {event: order.unheld, count: 0}
""",
    "time passes only by wait and to": """
steps:
  - {expect: {that: now == time("2026-01-05T20:00+08:00")}}
  - {wait: 30m, times: 3}
  - {expect: {that: now == time("2026-01-05T21:30+08:00")}}
  - {to: 2026-03-29T03:00 Europe/Berlin}
  - {expect: {that: now == time("2026-03-29T01:00+00:00")}}
""",
    "a restart loses nothing that was committed": """
steps:
  - {fire: pay, of: o, with: {reason: cash}}
  - {restart: true}
  - {expect: {that: o.status == "paid"}}
  - {fire: ship, of: o}
  - {expect: {that: o.status == "shipped"}}
""",
    "of many at once each is decided on what the others left": """
steps:
  - together:
      - {fire: pay, of: o, with: {reason: cash}}
      - {change: o, set: {remark: "soon"}}
      - {receive: {mapping: web, item: {number: A-1, amount: CNY 7}}}
      - receive: {mapping: web, body: '{"orders": [{"no": "A-1", "phone": "139"}]}'}
    times: 2
  - expect:
      - {event: order.status.paid, count: 1}
      - {refused: pay, count: 1}
      - {record: order, has: {status: paid, remark: soon, amount: CNY 7, phone: "139"}}
""",
    "bytes without sense are refused at once too": """
steps:
  - {together: [{receive: {mapping: web, body: "{"}}, {receive: {mapping: web, body: "["}}]}
  - {expect: {refused: web, count: 2}}
""",
    "the examples are played one by one, each from the beginning": """
examples: [{by: clerk, state: paid}, {by: customer, state: unpaid}]
steps:
  - {fire: pay, of: o, as: =example.by, with: {reason: =example.by}}
  - {expect: [{that: o.status == example.state}, {record: order, count: 1}]}
""",
    "of an expectation's items only those since the step before": """
steps:
  - {receive: {mapping: web, item: {number: A-2}}}
  - {receive: {mapping: web, item: {number: A-3}}}
  - expect:
      - {record: order, count: 3}
      - {record: order, count: 1, last: true, has: {number: A-3}}
      - {event: order.created, count: 2}
      - {event: order.created, count: 1, last: true, where: number == "A-3"}
""",
}


@pytest.mark.parametrize("name", PASSING)
def test_a_test_that_passes(name, tmp_path):
    head = HEAD if "given:" not in PASSING[name] else HEAD[: HEAD.index("given:")]
    result = play(tmp_path, head + PASSING[name])
    assert told(result) == []
    assert [test.id for test in result.tests] == ["play"]


def test_the_store_of_the_flow_itself_is_not_touched(tmp_path):
    play(tmp_path, HEAD + "steps: [{wait: 1h}]")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flow.yaml", "tests.yaml"]


def test_no_message_leaves(tmp_path):
    text = HEAD + "steps: [{fire: pay, of: o, with: {reason: x}}, {expect: {message: thanks}}]"
    result = play(tmp_path, text.replace("amount: CNY 5", 'phone: "138"'), SHOP)
    assert told(result) == []
    assert not (tmp_path / "outbox").exists()
