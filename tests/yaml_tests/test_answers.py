"""No call leaves in a test: it waits until a step says what comes back."""

import pytest
from tests.yaml_tests.flows import HEAD, SHOP, play, told

CALLING = """
---
kind: connection
id: gate
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
---
kind: rule
id: telling
on: [order.created, order.remark.changed]
when: missing(remark) or remark == "again"
do:
  - call: gate.notify
    with: {number: =number, pieces: =count(lines), open: '=status == "unpaid"'}
    once: told
    then: [{set: {remark: =answer.id}}]
    else: [{set: {remark: =answer.reason}}]
"""
SHOP_CALLING = SHOP.replace("---\nkind: message", CALLING + "---\nkind: message", 1)
ITEM = "  - {change: o, set: {remark: again}}\n"

PASSING = {
    "a call is counted, and waits": """
  - {expect: [{call: gate.notify, count: 1, where: input.number == "A-1"}]}
  - {wait: 48h}
  - {expect: {that: o.remark == "again"}}
""",
    "what is given reaches the record": """
  - {answer: {call: gate.notify, give: {id: W1}}, of: o}
  - expect:
      - {that: o.remark == "W1"}
      - {event: connection.gate.answered, count: 1, last: true}
""",
    "what is rejected runs else, and the name is free again": """
  - {answer: {call: gate.notify, reject: "closed"}}
  - {expect: [{that: o.remark == "closed"}, {event: connection.gate.rejected}]}
  - {change: o, set: {remark: again}}
  - {answer: {call: gate.notify, fail: "gone"}}
  - {expect: [{that: o.remark == "gone"}, {call: gate.notify, count: 2}]}
""",
    "what a call hands over is compared key by key, as it is written": """
  - expect: {call: gate.notify, has: {input: {number: A-1, pieces: 1, open: true}}}
  - expect: {call: gate.notify, has: {input: {number: =o.number, pieces: '=2 - 1'}}}
""",
    "a call survives a restart": """
  - {restart}
  - {answer: {call: gate.notify, give: {id: W1}}}
  - {expect: {that: o.remark == "W1"}}
""".replace("{restart}", "restart: true"),
}


def test_a_part_that_is_otherwise_is_told_by_its_path(tmp_path):
    has = "{input: {number: A-2, pieces: 4, no: {where: x}}}"
    steps = ITEM + f"  - {{expect: {{call: gate.notify, has: {has}}}}}\n"
    found = told(play(tmp_path, SHOP_CALLING, HEAD + "steps:\n" + steps))
    assert found[1:] == [
        "gate.notify input.number: A-2 / A-1",
        "gate.notify input.pieces: 4 / 1",
        "gate.notify input.no.where: x / –",
    ]


@pytest.mark.parametrize("steps", PASSING.values(), ids=PASSING.keys())
def test_calls_wait_for_an_answer(tmp_path, steps):
    assert told(play(tmp_path, SHOP_CALLING, HEAD + "steps:\n" + ITEM + steps)) == []


def test_an_answer_to_nothing_ends_the_test(tmp_path):
    steps = "steps:\n  - {answer: {call: gate.notify, give: {id: W1}}}\n"
    assert "OL811" in told(play(tmp_path, SHOP_CALLING, HEAD + steps))[0]


HOUSE = """---
kind: connector
id: house
auth: {kind: none}
operations: {notify: {path: /do, send: {number: =input.number}, answer: {id: id}}}
"""
SEVERAL = """steps:
  - {change: o, set: {remark: again}}
  - {change: o, set: {remark: ""}}
  - {change: o, set: {remark: again}}
  - %s
  - {answer: {call: gate.notify, reject: closed}}
  - expect:
      - {event: connection.gate.answered, count: 2}
      - {event: connection.gate.rejected, count: 1}
"""


@pytest.mark.parametrize(
    "step",
    [
        "{answer: {call: gate.notify, give: {id: W1}, times: 2}}",
        "{answer: {call: gate.notify, give: {id: W1}}, times: 2}",
    ],
)
def test_several_calls_are_answered_by_one_step(tmp_path, step):
    flow = SHOP_CALLING.replace("    once: told\n", "").replace("json_lines", "house")
    flow = flow.replace("{folder: outbox}", '{url: "http://127.0.0.1:1"}') + HOUSE
    assert told(play(tmp_path, flow, HEAD + SEVERAL % step)) == []
    assert "OL811" in told(play(tmp_path, flow, HEAD + SEVERAL % step.replace("2", "4")))[0]
