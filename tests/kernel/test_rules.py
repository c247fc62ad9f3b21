"""Rules: judged on one picture, acting in order, all or nothing."""

import pytest
from tests.kernel.world import World, kinds

RECORD = """
kind: record
id: order
identity: [no]
fields:
  no: text
  amount: money
  lane: text
  note: text
  double: {type: money, compute: amount * 2}
---
kind: machine
id: m
record: order
field: status
initial: open
states: {open: {}, done: {final: true}}
transitions:
  close: {from: open, to: done, when: {is: has(note), why: no note}}
"""


def rules(*texts: str) -> World:
    return World("\n---\n".join((RECORD, *texts)), mapped="no amount lane note")


@pytest.mark.parametrize(("amount", "tags"), [("CNY 500", []), ("CNY 500.01", ["big"]), (None, [])])
def test_a_rule_hits_only_when_its_condition_is_true(amount: str | None, tags: list[str]) -> None:
    world = rules(
        "{kind: rule, id: r, on: order.created, when: amount > settings.limit, do: [{tag: big}]}"
    )
    world.observe(no="1", amount=amount)
    assert world.order("1").values["tags"] == tags


def test_the_trace_names_the_line_and_what_was_read() -> None:
    world = rules(
        "{kind: rule, id: r, on: order.created, when: amount > settings.limit, do: [{tag: big}]}"
    )
    decision = world.observe(no="1", amount="CNY 501")
    judged = next(
        effect
        for effect in decision.effects
        if kinds(decision) and type(effect).__name__ == "Judged"
    )
    assert judged.cause.definition == "rule/r"
    assert str(judged.values["amount"]) == "CNY 501.00"
    tagged = decision.effects[-1]
    assert tagged.cause.path == "do[0]"
    assert tagged.cause.place.line > 1


def test_rules_on_one_event_are_judged_on_one_picture() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.created, do: [{set: {lane: x}}]}",
        "{kind: rule, id: b, on: order.created, when: missing(lane), do: [{tag: saw_no_lane}]}",
    )
    world.observe(no="1")
    assert world.order("1").values["tags"] == ["saw_no_lane"]


def test_the_higher_priority_writes_and_the_other_is_journalled_as_overruled() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.created, do: [{set: {lane: slow}}]}",
        "{kind: rule, id: b, on: order.created, priority: 5, do: [{set: {lane: fast}}]}",
    )
    decision = world.observe(no="1")
    assert world.order("1").values["lane"] == "fast"
    overruled = [effect for effect in decision.effects if type(effect).__name__ == "Overruled"]
    assert [(effect.field, effect.value, effect.by) for effect in overruled] == [
        ("lane", "slow", "rule/b")
    ]


def test_a_refused_action_undoes_its_list_and_nothing_else() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.created, do: [{set: {lane: x}}, {tag: t}, {fire: close}]}",
        "{kind: rule, id: b, on: order.created, do: [{tag: other}]}",
    )
    decision = world.observe(no="1")
    order = world.order("1")
    assert "lane" not in order.values
    assert order.values["tags"] == ["other"]
    assert order.values["status"] == "open"
    assert "Refused" in kinds(decision)
    assert "order.lane.changed" not in decision.events


def test_else_runs_instead_of_the_undoing() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.created,"
        " do: [{set: {lane: x}}, {fire: close, else: [{tag: stuck}]}]}"
    )
    world.observe(no="1")
    assert world.order("1").values["lane"] == "x"
    assert world.order("1").values["tags"] == ["stuck"]


@pytest.mark.parametrize("otherwise", ["", ", else: []"])
def test_a_refused_fire_is_an_event_even_though_its_list_is_undone(otherwise: str) -> None:
    world = rules(
        f"{{kind: rule, id: a, on: order.created, do: [{{fire: close{otherwise}}}]}}",
        "{kind: rule, id: b, on: order.status.refused, when: event.transition == 'close',"
        " do: [{tag: told}]}",
    )
    decision = world.observe(no="1")
    assert decision.events.count("order.status.refused") == 1
    assert world.order("1").values["tags"] == ["told"]


def test_writing_the_same_value_is_no_change() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.note.changed, do: [{set: {lane: x}}]}",
        "{kind: rule, id: b, on: order.lane.changed, do: [{tag: lane_changed}]}",
    )
    world.observe(no="1", lane="x")
    decision = world.observe(no="1", note="n")
    assert decision.events == ["order.note.changed", "order.changed"]


def test_a_computed_field_follows_and_tells() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.double.changed, when: event.is > event.was,"
        " do: [{tag: grew}]}"
    )
    world.observe(no="1", amount="CNY 10")
    assert str(world.order("1").values["double"]) == "CNY 20.00"
    assert world.order("1").values["tags"] == []
    world.observe(no="1", amount="CNY 11")
    assert world.order("1").values["tags"] == ["grew"]


def test_old_is_the_record_before_the_command() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.changed, when: amount > old.amount, do: [{tag: more}]}"
    )
    world.observe(no="1", amount="CNY 10")
    world.observe(no="1", amount="CNY 9")
    assert world.order("1").values["tags"] == []
    world.observe(no="1", amount="CNY 10")
    assert world.order("1").values["tags"] == ["more"]


def test_changes_of_one_list_make_one_changed_event() -> None:
    world = rules(
        "kind: rule\nid: a\non: order.changed\n"
        'when: any(f == "note" for f in event.fields)\ndo: [{tag: t}]'
    )
    world.observe(no="1")
    decision = world.observe(no="1", note="n", lane="l")
    assert decision.events.count("order.changed") == 1


def test_rules_that_set_each_other_off_are_refused_naming_the_cycle() -> None:
    grow = 'join([default({field}, "n"), "x"], "")'
    world = rules(
        f"kind: rule\nid: a\non: order.lane.changed\n"
        f"do:\n  - set: {{note: '={grow.format(field='note')}'}}",
        f"kind: rule\nid: b\non: order.note.changed\n"
        f"do:\n  - set: {{lane: '={grow.format(field='lane')}'}}",
    )
    world.observe(no="1")
    decision = world.observe(no="1", lane="start")
    assert decision.outcome == "refused"
    assert decision.changes == []
    assert decision.reasons[0].code == "OL703"
    assert "order.lane.changed → order.note.changed" in decision.reasons[0].facts["cycle"]


def test_trying_a_rule_says_what_it_would_do_and_asks_only_that_rule() -> None:
    world = rules(
        "{kind: rule, id: a, on: order.created, when: amount > settings.limit, do: [{tag: big}]}",
        "{kind: rule, id: b, on: order.created, do: [{set: {lane: x}}]}",
    )
    world.observe(no="1", amount="CNY 400")
    world.observe(no="2", amount="CNY 600")
    assert kinds(world.judge("a", "1")) == []
    assert kinds(world.judge("b", "2")) == ["Judged"]
    world.change("1", amount="CNY 501")
    assert kinds(world.judge("a", "1")) == ["Judged", "Tagged"]
