"""``then`` after an action that needs no answer: what follows it if it was done."""

import pytest
from tests.yaml_tests.flows import HEAD, SHOP, play, told

RULE = """
---
kind: playbook
id: hurry
record: order
by: [lead]
input: {how: text}
do:
  - {tag: hurried, when: event.how == "tag", then: [{set: {remark: tagged}}]}
  - {fire: pay, with: {reason: x}, when: event.how == "pay", then: [{tag: paid_now}],
     else: [{tag: not_paid}]}
  - {fire: ship, when: event.how == "ship", then: [{tag: gone}], else: [{tag: not_gone}]}
  - {create: order, with: {number: B-1, remark: made}, as: twin, when: event.how == "create",
     then: [{set: {remark: =twin.remark}}]}
  - {tag: undone, when: event.how == "undo", then: [{tag: later}, {fire: ship}],
     else: [{tag: instead}]}
  - choose: [{when: event.how == "choose", do: [{tag: chosen}]}, {else: []}]
    then: [{set: {remark: after}, when: '"chosen" in tags'}]
"""

PASSING = {
    "runs when the action was done": """
steps:
  - {run: hurry, of: o, with: {how: tag}}
  - {expect: {record: order, has: {remark: tagged, tags: [hurried]}}}
""",
    "not when it was skipped": """
steps:
  - {run: hurry, of: o, with: {how: none}}
  - {expect: [{that: missing(o.remark)}, {record: order, has: {tags: []}}]}
""",
    "a transition that was taken, and one that was refused": """
steps:
  - {run: hurry, of: o, with: {how: ship}}
  - {expect: {record: order, has: {tags: [not_gone], status: unpaid}}}
  - {run: hurry, of: o, with: {how: pay}}
  - {run: hurry, of: o, with: {how: ship}}
  - {expect: {record: order, has: {tags: [not_gone, paid_now, gone], status: shipped}}}
""",
    "it sees the result": """
steps:
  - {run: hurry, of: o, with: {how: create}}
  - {expect: {that: o.remark == "made"}}
""",
    "what is refused there undoes the list, and is not the action's refusal": """
steps:
  - {run: hurry, of: o, with: {how: undo}}
  - {expect: [{refused: hurry, count: 1}, {record: order, has: {tags: []}}]}
""",
    "after the branch that was chosen": """
steps:
  - {run: hurry, of: o, with: {how: choose}}
  - {expect: {that: o.remark == "after"}}
""",
}


@pytest.mark.parametrize("name", PASSING)
def test_then(name, tmp_path):
    assert told(play(tmp_path, HEAD + PASSING[name], SHOP + RULE)) == []
