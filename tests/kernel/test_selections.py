"""Selections and ``for_each``: which records, in which order, and what is done to each."""

import pytest
from tests.kernel.world import World, kinds

from orderloom.flow.effect import Moved, Refused, Spread

ORDERS = """
{kind: record, id: customer, identity: [name], fields: {name: text, tier: text}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  amount: money
  lane: text
  priority: integer
  customer: {type: reference, to: customer, match: {name: =lane}}
  lines: {type: list, of: {sku: text, count: integer}}
---
kind: machine
id: order_status
record: order
field: status
initial: open
states: {open: {}, done: {final: true}}
transitions:
  finish: {from: open, to: done, when: {is: priority > 0, why: {zh: 有优先级, en: a priority}}}
"""

MAPPED = "no lane priority"
SPREAD = """
---
kind: rule
id: spreading
on: order.lane.changed
when: event.is == "go"
do:
  - for_each: {record: order, SELECT}
    do: [DO]
"""


def world(select="", do="{tag: seen}", more=""):
    rule = SPREAD.replace("SELECT", select).replace("DO", do)
    return World(ORDERS + rule + more, mapped=MAPPED)


def orders(shop, **priorities):
    for number, priority in priorities.items():
        shop.observe(no=number, priority=priority, amount=f"CNY {abs(priority or 5)}")
    shop.observe(no="z", lane="wait")


def chosen(decision):
    """Give the numbers of the orders that the decision's job is about, in order."""
    return [change.job.ids for change in decision.jobs]


def numbers(shop, decision):
    (ids,) = chosen(decision)
    return [shop.view.get(each).values["no"] for each in ids]


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("where: priority > 1", ["b", "c"]),
        ("order_by: priority", ["d", "a", "b", "c", "e", "z"]),
        ("order_by: -priority", ["c", "b", "a", "d", "e", "z"]),
        ("order_by: [amount, -no]", ["d", "a", "b", "c", "e", "z"]),
        ("where: no != this.no and event.is == this.lane", ["a", "b", "c", "d", "e"]),
        ("where: 'this.lane == \"go\" and missing(priority)'", ["e", "z"]),
        ("where: has(priority), order_by: priority, take: 2", ["d", "a", "b", "c"]),
    ],
)
def test_a_selection_gives_records_in_order_missing_keys_last(select, expected):
    shop = world(select)
    orders(shop, a=1, b=2, c=3, d=-4, e=None)
    if "amount" in select:
        for number, amount in (("d", 1), ("a", 2), ("b", 3), ("c", 4), ("e", 9)):
            shop.change(number, amount=f"CNY {amount}")
        expected = ["d", "a", "b", "c", "e", "z"]
    decision = shop.change("z", lane="go")
    found = numbers(shop, decision)
    if "order_by" in select:
        tied = {"e", "z"} & set(found)
        assert [n for n in found if n not in tied] == [n for n in expected if n not in tied]
        assert set(found[len(found) - len(tied) :]) == tied
    else:
        assert sorted(found) == sorted(expected)
        assert list(chosen(decision)[0]) == sorted(chosen(decision)[0])


def test_a_sample_is_the_same_for_the_same_seed_and_moves_with_it():
    samples = []
    for seed in ("=no", "=no", "other"):
        shop = world(f"sample: 5, seed: {seed}")
        orders(shop, **{f"n{number}": number for number in range(40)})
        samples.append(numbers(shop, shop.change("z", lane="go")))
    assert samples[0] == samples[1]
    assert len(samples[0]) == 5
    assert set(samples[0]) != set(samples[2])


def test_what_was_chosen_stands_in_the_journal_as_number_and_first_ids():
    shop = world("where: no != this.no")
    orders(shop, **{f"n{number}": 1 for number in range(130)})
    decision = shop.change("z", lane="go")
    (told,) = [each for name, each in decision.captured.items() if "spreading" in name]
    assert (told["count"], len(told["ids"])) == (130, 100)
    assert decision.searched == {"order": 0}
    (spread,) = [each for each in decision.effects if isinstance(each, Spread)]
    assert (spread.number, spread.of, spread.most) == (130, "order", None)


def test_a_condition_looks_through_references_and_sees_this_commands_own_work():
    more = """
---
{kind: rule, id: first, priority: 9, on: order.lane.changed, do: [{set: {priority: 7}}]}
"""
    shop = world('where: customer.tier == "gold" or priority == 7', more=more)
    shop.observe(record="customer", name="x", tier="gold")
    shop.observe(no="a", lane="x")
    shop.observe(no="b", lane="y")
    shop.observe(no="z", lane="wait")
    decision = shop.change("z", lane="go")
    assert sorted(numbers(shop, decision)) == ["a", "z"]
    assert set(decision.searched) == {"order", "customer"}


def test_each_record_has_a_command_of_its_own_with_what_was_frozen():
    do = "{set: {lane: '=join([event.is, this.no, own.no, no], \"-\")'}}"
    shop = World(
        ORDERS
        + SPREAD.replace("SELECT", "where: no != this.no")
        .replace("DO", do)
        .replace("    do: [", "    as: own\n    do: ["),
        mapped=MAPPED,
    )
    orders(shop, a=1, b=2)
    decision = shop.change("z", lane="go")
    (job,) = [change.job for change in decision.jobs]
    assert job.event == {"is": "go", "name": "order.lane.changed"}
    assert job.this == {"no": "z"}
    shop.change("z", lane="changed")
    worked = shop.work_jobs(decision)
    assert [kinds(each) for each in worked] == [["FieldChanged"], ["FieldChanged"]]
    assert shop.order("a").values["lane"] == "go-z-a-a"
    assert [each.jobs[0].state for each in worked] == ["waiting", "over"]


def test_take_counts_successes_and_passes_over_refusals():
    shop = world("order_by: no, take: 2", do="{fire: finish}")
    orders(shop, a=-1, b=1, c=-1, d=1, e=1)
    worked = shop.work_jobs(shop.change("z", lane="go"))
    assert [shop.order(n).values["status"] for n in "abcde"] == [
        *("open", "done", "open", "done", "open")
    ]
    assert len(worked) == 4
    assert [any(isinstance(e, Refused) for e in each.effects) for each in worked] == [
        *(True, False, True, False)
    ]
    assert [each.jobs[0].succeeded for each in worked] == [0, 1, 1, 2]


def test_a_job_may_lead_to_jobs_but_not_to_itself():
    more = """
---
kind: rule
id: again
on: order.priority.changed
do:
  - for_each: {record: order, where: no == "a"}
    do: [{set: {priority: =priority + 1}}]
"""
    shop = world('where: no == "a"', do="{set: {priority: 5}}", more=more)
    orders(shop, a=1)
    worked = shop.work_jobs(shop.change("z", lane="go"))
    assert shop.order("a").values["priority"] == 6
    assert [each.jobs[0].job.name for each in worked] == [
        "rule/spreading.do[0]",
        "rule/again.do[0]",
    ]
    refusals = [e for each in worked for e in each.effects if isinstance(e, Refused)]
    (reason,) = [reason for each in refusals for reason in each.reasons]
    cycle = "rule/spreading.do[0] → rule/again.do[0] → rule/again.do[0]"
    assert (reason.code, reason.facts) == ("OL747", {"cycle": cycle})


def test_over_a_list_the_scope_stays_and_all_or_nothing_holds():
    rule = """
---
kind: rule
id: lines
on: order.lane.changed
do:
  - for_each: =lines
    as: line
    do:
      - {set: {priority: '=default(priority, 0) + line.count'}}
      - {fire: finish, when: line.sku == "last"}
"""
    shop = World(ORDERS + rule, mapped=MAPPED)
    shop.observe(no="a", lane="x", lines=[{"sku": "A", "count": 2}, {"sku": "last", "count": 3}])
    decision = shop.change("a", lane="y")
    assert shop.order("a").values["priority"] == 5
    assert [e.state for e in decision.effects if isinstance(e, Moved)] == ["done"]
    shop.observe(no="b", lane="x", lines=[{"sku": "last", "count": -3}, {"sku": "B", "count": 1}])
    shop.change("b", lane="y")
    assert "priority" not in shop.order("b").values


def test_a_list_of_more_than_a_thousand_parts_is_refused_never_cut():
    rule = """
---
kind: rule
id: lines
on: order.lane.changed
do: [{for_each: =lines, as: line, do: [{set: {priority: =line.count}}]}]
"""
    shop = World(ORDERS + rule, mapped=MAPPED)
    for number, size in (("a", 1_000), ("b", 1_001)):
        shop.observe(no=number, lane="x", lines=[{"count": each} for each in range(size)])
    shop.change("a", lane="y")
    assert shop.order("a").values["priority"] == 999
    decision = shop.change("b", lane="y")
    assert "priority" not in shop.order("b").values
    (refused,) = [each for each in decision.effects if isinstance(each, Refused)]
    assert refused.reasons[0].code == "OL743"
