"""Trees: which branches hold, what begins and ends, labels, refusals, faults."""

import pytest
from tests.kernel.world import World, kinds

from orderloom.definition.record import BRANCHES
from orderloom.flow.effect import Faulted, Tagged, Untagged
from orderloom.flow.tree_effect import Ambiguous, BranchBegan, BranchEnded

ORDER = """
kind: record
id: order
identity: [no]
fields:
  no: text
  amount: {type: money, edit: [clerk]}
  phone: {type: phone, sensitive: true, edit: [clerk]}
  lane: {type: text, edit: [clerk]}
  note: {type: text, edit: [clerk]}
  part: {type: object, of: {size: integer, wide: money}, edit: [clerk]}
---
kind: machine
id: order_status
record: order
field: status
initial: open
states: {open: {}, closed: {final: true}}
transitions:
  close: {from: open, to: closed, by: [clerk], when: lane == "fast"}
---
"""
MAPPED = "no amount phone lane note"


def world(rest: str) -> World:
    return World(ORDER + rest, mapped=MAPPED)


def tree(branches: str, *, hit: str = "all", otherwise: str = "[]", more: str = "") -> str:
    return f"""
kind: tree
id: triage
record: order
on: [order.created, order.changed]
hit: {hit}
branches:
{branches}
else: {otherwise}
{more}
"""


def told(decision) -> list[tuple[str, str]]:
    """Name the branches that began and ended, in order."""
    return [
        ("+" if isinstance(each, BranchBegan) else "-", each.branch)
        for each in decision.effects
        if isinstance(each, BranchBegan | BranchEnded)
    ]


BIG = """
  - {id: big, when: amount > CNY 100, label: 大单, do: [{set: {note: seen}}]}
  - {id: huge, when: amount > CNY 500, label: huge}
"""


def test_it_acts_only_on_branches_that_begin_and_takes_labels_off_those_that_end():
    it = world(tree(BIG))
    first = it.observe(no="1", amount="CNY 200")
    assert told(first) == [("+", "big")]
    assert it.order("1").values["tags"] == ["大单"]
    assert it.order("1").values["note"] == "seen"
    second = it.observe(no="1", amount="CNY 600", note="other")
    assert told(second) == [("+", "huge")]
    assert it.order("1").values["tags"] == ["大单", "huge"]
    assert it.order("1").values["note"] == "other"
    third = it.observe(no="1", amount="CNY 10")
    assert told(third) == [("-", "huge"), ("-", "big")]
    assert it.order("1").values["tags"] == []
    assert BRANCHES not in it.order("1").values


def test_the_trace_says_what_was_read_and_hides_what_is_sensitive():
    it = world(tree("  - {id: odd, when: length(digits(phone)) != 11 and has(amount)}"))
    (began,) = [e for e in it.observe(no="1", amount="CNY 2", phone="138123456").effects
                if isinstance(e, BranchBegan)]  # fmt: skip
    assert (began.tree, began.branch, began.on, began.again) == (
        "triage", "odd", "order.created", False,
    )  # fmt: skip
    assert began.values["phone"] == "138****3456"
    assert str(began.values["amount"]) == "CNY 2.00"
    assert (began.cause.definition, began.cause.path) == ("tree/triage", "odd")


def test_unknown_is_no_hit_and_ends_a_branch():
    it = world(tree("  - {id: big, when: amount > CNY 100, label: big}", otherwise="[{tag: none}]"))
    assert told(it.observe(no="1")) == [("+", "else")]
    assert told(it.observe(no="1", amount="CNY 101")) == [("-", "else"), ("+", "big")]
    assert told(it.observe(no="1", amount=None)) == [("-", "big"), ("+", "else")]
    assert it.order("1").values["tags"] == ["none"]


def test_the_first_hit_counts():
    it = world(tree("""
  - {id: huge, when: amount > CNY 500, label: huge}
  - {id: big, when: amount > CNY 100, label: big}
""", hit="first"))  # fmt: skip
    assert told(it.observe(no="1", amount="CNY 600")) == [("+", "huge")]
    assert told(it.observe(no="1", amount="CNY 500")) == [("-", "huge"), ("+", "big")]
    assert it.order("1").values["tags"] == ["big"]


def test_of_several_that_should_be_unique_the_first_is_taken_and_it_is_told():
    it = world(tree("""
  - {id: big, when: amount > CNY 100, label: big}
  - {id: fast, when: 'matches(lane, "fas.")', label: fast}
""", hit="unique"))  # fmt: skip
    decision = it.observe(no="1", amount="CNY 600", lane="fast")
    (unclear,) = [each for each in decision.effects if isinstance(each, Ambiguous)]
    assert (unclear.tree, unclear.branch, unclear.also) == ("triage", "big", ("fast",))
    assert {"amount", "lane"} == set(unclear.values)
    assert told(decision) == [("+", "big")]
    assert it.order("1").values["tags"] == ["big"]


NESTED = """
  - id: big
    when: amount > CNY 100
    label: big
    hit: first
    branches:
      - {id: fast, when: lane == "fast", label: fast}
      - {id: named, when: has(note), label: named}
    else: [{tag: plain}]
"""


def test_branches_inside_are_judged_only_while_the_outer_one_holds():
    it = world(tree(NESTED))
    assert told(it.observe(no="1", amount="CNY 1", lane="fast")) == []
    assert told(it.observe(no="1", amount="CNY 101")) == [("+", "big"), ("+", "big.fast")]
    assert told(it.observe(no="1", lane=None)) == [("-", "big.fast"), ("+", "big.else")]
    assert told(it.observe(no="1", note="x")) == [("-", "big.else"), ("+", "big.named")]
    assert told(it.observe(no="1", amount="CNY 1")) == [("-", "big.named"), ("-", "big")]
    assert it.order("1").values["tags"] == ["plain"]


def test_a_label_that_two_branches_share_goes_with_the_last_of_them():
    it = world(tree("""
  - {id: big, when: amount > CNY 100, label: look}
  - {id: fast, when: lane == "fast", label: look}
"""))  # fmt: skip
    it.observe(no="1", amount="CNY 200", lane="fast")
    first = it.observe(no="1", amount="CNY 1")
    assert (told(first), it.order("1").values["tags"]) == ([("-", "big")], ["look"])
    over = it.observe(no="1", amount="CNY 200", lane=None)
    assert told(over) == [("-", "fast"), ("+", "big")]
    assert not [each for each in over.effects if isinstance(each, Tagged | Untagged)]
    it.observe(no="1", amount="CNY 1")
    assert it.order("1").values["tags"] == []


LOOK = "  - {id: big, when: amount > CNY 100, label: look}"
TAGGING = """
---
kind: rule
id: tagging
on: order.lane.changed
do: [{tag: look, when: lane == "keep"}, {untag: look, when: lane == "drop"}]
"""


def test_a_tag_that_an_action_asks_for_stays_when_the_branch_ends():
    it = world(tree(LOOK) + TAGGING)
    it.observe(no="1", amount="CNY 200")
    it.observe(no="1", lane="keep")
    assert told(it.observe(no="1", amount="CNY 1")) == [("-", "big")]
    assert it.order("1").values["tags"] == ["look"]


def test_a_tag_that_was_there_before_stays_when_the_branch_ends():
    it = world(tree(LOOK) + TAGGING)
    it.observe(no="1")
    it.observe(no="1", lane="keep")
    it.observe(no="1", amount="CNY 200")
    it.observe(no="1", amount="CNY 1")
    assert it.order("1").values["tags"] == ["look"]


def test_a_label_taken_off_by_an_action_stays_off_while_the_branch_holds():
    it = world(tree(LOOK) + TAGGING)
    it.observe(no="1", amount="CNY 200")
    it.observe(no="1", lane="drop")
    assert told(it.observe(no="1", amount="CNY 300")) == []
    assert it.order("1").values["tags"] == []
    it.observe(no="1", amount="CNY 1")
    it.observe(no="1", amount="CNY 200")
    assert it.order("1").values["tags"] == ["look"]


OWING = """
  - {id: big, when: amount > CNY 100, label: big, do: [{set: {note: done}}, {fire: close}]}
"""


def test_a_refused_list_leaves_the_branch_holding_and_is_tried_again():
    it = world(tree(OWING))
    first = it.observe(no="1", amount="CNY 200")
    assert "Refused" in kinds(first)
    assert it.order("1").values["tags"] == ["big"]
    assert "note" not in it.order("1").values
    again = it.observe(no="1", lane="fast")
    assert [(e.branch, e.again) for e in again.effects if isinstance(e, BranchBegan)] == [
        ("big", True)
    ]
    assert (it.order("1").values["status"], it.order("1").values["note"]) == ("closed", "done")
    assert told(it.observe(no="1", amount="CNY 300")) == []


def test_what_is_owed_is_not_tried_at_the_refusal_itself():
    listening = tree(OWING).replace("order.changed", "order.status.refused")
    decision = world(listening).observe(no="1", amount="CNY 200")
    assert decision.outcome == "applied"
    assert kinds(decision).count("Refused") == 1


def test_a_branch_that_ends_owes_nothing():
    it = world(tree(OWING))
    it.observe(no="1", amount="CNY 200")
    it.observe(no="1", amount="CNY 1")
    assert told(it.observe(no="1", lane="fast")) == []


def test_a_branch_that_cannot_be_judged_stays_as_it_was():
    it = world(tree(LOOK, otherwise="[{tag: none}]"))
    never = it.observe(no="1", amount="USD 200")
    assert [type(each) for each in never.effects if isinstance(each, Faulted)] == [Faulted]
    assert told(never) == [("+", "else")]
    it.observe(no="2", amount="CNY 200")
    held = it.observe(no="2", amount="USD 200")
    assert ("Faulted" in kinds(held), told(held)) == (True, [])
    assert it.order("2").values["tags"] == ["look"]
    assert told(it.observe(no="2", amount="CNY 1")) == [("-", "big"), ("+", "else")]


def test_what_is_not_looked_at_cannot_go_wrong():
    it = world(tree("""
  - id: fast
    when: lane == "fast"
    branches: [{id: big, when: amount > CNY 100}]
    else: []
"""))  # fmt: skip
    assert "Faulted" not in kinds(it.observe(no="1", amount="USD 1"))
    assert "Faulted" in kinds(it.observe(no="1", lane="fast"))


def test_a_branch_that_the_tree_no_longer_has_ends_and_takes_its_label_along():
    it = world(tree(BIG))
    it.observe(no="1", amount="CNY 600")
    newer = world(tree("  - {id: other, when: has(lane)}"))
    newer.view, newer.now = it.view, it.now
    decision = newer.observe(no="1", note="x")
    assert told(decision) == [("-", "huge"), ("-", "big")]
    assert newer.order("1").values["tags"] == []


def test_rules_and_trees_are_judged_on_one_picture_and_act_by_priority_then_kind():
    rest = (
        tree("  - {id: big, when: missing(note), do: [{tag: tree_first}]}", more="priority: 1")
        + """
---
{kind: rule, id: a, on: order.created, when: missing(note), do: [{set: {note: x}}, {tag: rule_a}]}
---
kind: tree
id: a
record: order
on: order.created
branches: [{id: b, when: missing(note), do: [{tag: tree_a}, {tag: late, when: note == "x"}]}]
else: []
"""
    )
    it = world(rest)
    it.observe(no="1")
    assert it.order("1").values["tags"] == ["tree_first", "rule_a", "tree_a", "late"]


def test_a_tree_writes_after_a_rule_and_is_overruled():
    it = world(
        tree("  - {id: big, when: has(no), do: [{set: {note: tree}}]}")
        + "\n---\n{kind: rule, id: z, on: order.created, do: [{set: {note: rule}}]}"
    )
    decision = it.observe(no="1")
    assert "Overruled" in kinds(decision)
    assert it.order("1").values["note"] == "rule"


def test_a_rehearsal_tells_what_would_begin():
    it = world(tree(BIG))
    it.observe(no="1", amount="CNY 200")
    assert told(it.judge("tree/triage", "1")) == []
    it = world(tree(BIG).replace("order.created, order.changed", "order.lane.changed"))
    it.observe(no="1", amount="CNY 200")
    assert told(it.judge("tree/triage", "1")) == [("+", "big")]


def test_a_case_that_a_branch_opened_stays_when_it_ends():
    it = world(tree("  - {id: big, when: amount > CNY 100, do: [{open_case: big}]}"))
    it.observe(no="1", amount="CNY 200")
    it.observe(no="1", amount="CNY 1")
    assert [case.values["status"] for case in it.cases()] == ["open"]


@pytest.mark.parametrize("hit", ["first", "all", "unique"])
def test_else_acts_when_it_begins_to_be_that_none_holds(hit):
    it = world(tree(LOOK, hit=hit, otherwise="[{tag: none}]"))
    assert told(it.observe(no="1", amount="CNY 1")) == [("+", "else")]
    assert told(it.observe(no="1", amount="CNY 2")) == []
    assert told(it.observe(no="1", amount="CNY 200")) == [("-", "else"), ("+", "big")]
    assert it.order("1").values["tags"] == ["none", "look"]
    assert Faulted not in {type(each) for each in it.observe(no="1", amount="CNY 1").effects}
