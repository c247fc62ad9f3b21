"""What the tests of a flow have reached, and what not."""

from tests.yaml_tests.flows import HEAD, play


def test_states_transitions_branches_and_rules_are_counted(tmp_path):
    steps = """steps:
  - {receive: {mapping: web, item: {number: A-2, amount: CNY 501}}}
  - {fire: pay, of: o, with: {reason: cash}}
"""
    coverage = play(tmp_path, HEAD + steps).coverage
    assert coverage.document() == {
        "states": {"all": 3, "reached": 2, "missing": ["order_status.shipped"]},
        "transitions": {"all": 2, "reached": 1, "missing": ["order_status.ship"]},
        "branches": {"all": 2, "reached": 1, "missing": ["rule/big do[1].choose[0]"]},
        "rules": {"all": 1, "reached": 1, "missing": []},
        "playbooks": {"all": 0, "reached": 0, "missing": []},
        "schedules": {"all": 0, "reached": 0, "missing": []},
    }


def test_what_was_refused_or_undone_is_not_reached(tmp_path):
    steps = "steps: [{fire: ship, of: o}, {fire: pay, of: o, as: customer}]"
    coverage = play(tmp_path, HEAD + steps).coverage
    assert coverage.missing("transitions") == ["order_status.pay", "order_status.ship"]


def test_branches_of_trees_are_counted_and_their_else(tmp_path):
    tree = """---
kind: tree
id: triage
record: order
on: order.created
hit: first
branches:
  - {id: big, when: amount > CNY 500, branches: [{id: odd, when: missing(phone)}], else: []}
  - {id: late, when: has(remark)}
else: [{tag: plain}]
"""
    steps = "steps: [{receive: {mapping: web, item: {number: A-2, amount: CNY 501}}}]\n"
    coverage = play(tmp_path, HEAD + steps + tree).coverage
    assert coverage.missing("branches") == [
        "rule/big do[1].choose[0]",
        "tree/triage else",
        "tree/triage late",
    ]


def test_playbooks_and_schedules_are_counted_when_they_ran(tmp_path):
    more = """---
{kind: playbook, id: noted, record: order, by: [clerk], do: [{set: {remark: seen}}]}
---
{kind: playbook, id: inner, record: order, by: [clerk], do: [{tag: inside}]}
---
{kind: playbook, id: outer, record: order, by: [lead], do: [{run: inner}]}
---
kind: schedule
id: nightly
at: "02:00"
zone: Asia/Shanghai
catch_up: last
each: {record: order}
do: [{run: noted}]
---
kind: schedule
id: monthly
at: "03:00"
days: last
zone: Asia/Shanghai
catch_up: last
each: {record: order}
do: [{tag: month}]
"""
    steps = "steps: [{run: outer, of: o, as: clerk}, {wait: 24h}]\n"
    coverage = play(tmp_path, HEAD + steps + more).coverage
    assert coverage.missing("playbooks") == ["inner", "outer"]
    assert coverage.missing("schedules") == ["monthly"]
