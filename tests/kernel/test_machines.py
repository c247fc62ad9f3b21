"""Transitions: guards, roles, automatic ones, observed states."""

import pytest
from tests.kernel.world import World, codes, kinds

ORDER = """
kind: record
id: order
identity: [no]
fields:
  no: text
  amount: money
  printed_at: time
  scanned_at: time
  log: text
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states:
  unpaid: {leave: [{tag: left_unpaid}]}
  paid: {enter: [{tag: entered_paid}]}
  shipped: {final: true}
  cancelled: {final: true}
transitions:
  pay:
    from: unpaid
    to: paid
    by: [clerk]
    input: {amount: money}
    when: {is: event.amount >= amount, why: {zh: 金额不足, en: too little}}
    do: [{tag: did_pay}]
  ship: {from: paid, to: shipped, automatic: true, when: "has(printed_at, scanned_at)"}
  cancel: {from: [unpaid, paid], to: cancelled, by: [lead]}
"""


@pytest.fixture
def world() -> World:
    world = World(ORDER)
    world.observe(no="1", amount="CNY 100")
    return world


def test_a_new_record_begins_in_the_initial_state_since_now(world: World) -> None:
    order = world.order("1")
    assert order.values["status"] == "unpaid"
    assert order.values["status_since"] == world.now
    assert order.revision == 1


def test_a_transition_runs_leave_then_do_then_enter(world: World) -> None:
    decision = world.fire("1", "pay", "clerk", amount="CNY 100")
    assert decision.outcome == "applied"
    assert kinds(decision) == ["Judged", "Tagged", "Tagged", "Moved", "Tagged"]
    assert world.order("1").values["tags"] == ["left_unpaid", "did_pay", "entered_paid"]


@pytest.mark.parametrize(("paid", "outcome"), [("CNY 99.99", "refused"), ("CNY 100.00", "applied")])
def test_a_guard_decides_at_its_boundary(world: World, paid: str, outcome: str) -> None:
    assert world.fire("1", "pay", "clerk", amount=paid).outcome == outcome


def test_a_refusal_changes_nothing_and_gives_the_definitions_own_words(world: World) -> None:
    decision = world.fire("1", "pay", "clerk", amount="CNY 1")
    assert decision.changes == []
    assert decision.effects == []
    assert [reason.title for reason in decision.reasons] == [{"zh": "金额不足", "en": "too little"}]


def test_a_person_without_the_role_is_refused_and_told_who_may(world: World) -> None:
    decision = world.fire("1", "cancel", "clerk")
    assert codes(decision) == ["OL721"]
    assert decision.reasons[0].facts["roles"] == "lead"


def test_a_role_may_do_what_the_roles_it_includes_may(world: World) -> None:
    assert world.fire("1", "pay", "lead", amount="CNY 100").outcome == "applied"


def test_a_missing_input_and_an_unknown_one_are_refused(world: World) -> None:
    assert codes(world.fire("1", "pay", "clerk")) == ["OL705", "OL702"]
    assert codes(world.fire("1", "pay", "clerk", sum="CNY 5")) == ["OL717"]


def test_a_transition_that_does_not_leave_the_state_names_those_that_do(world: World) -> None:
    world.fire("1", "cancel", "lead")
    decision = world.fire("1", "pay", "clerk", amount="CNY 100")
    assert codes(decision) == ["OL706"]
    assert decision.reasons[0].facts["state"] == "cancelled"


@pytest.mark.parametrize("first", ["printed_at", "scanned_at"])
def test_two_signals_ship_once_whichever_comes_first(world: World, first: str) -> None:
    second = {"printed_at": "scanned_at", "scanned_at": "printed_at"}[first]
    world.fire("1", "pay", "clerk", amount="CNY 100")
    world.observe(no="1", **{first: world.now})
    assert world.order("1").values["status"] == "paid"
    decision = world.observe(no="1", **{second: world.now})
    assert world.order("1").values["status"] == "shipped"
    assert kinds(decision).count("Moved") == 1
    assert "order.status.shipped" in decision.events


def test_a_first_observation_takes_the_transition_from_the_initial_state() -> None:
    world = World(ORDER)
    decision = world.observe(no="2", amount="CNY 5", status="paid")
    assert world.order("2").values["status"] == "paid"
    assert world.order("2").values["tags"] == ["did_pay", "entered_paid"]
    assert decision.outcome == "applied"


def test_a_first_observation_without_a_transition_simply_begins_there() -> None:
    world = World(ORDER)
    decision = world.observe(no="2", status="shipped")
    assert world.order("2").values["status"] == "shipped"
    assert world.cases() == []
    assert decision.events == ["order.created", "order.status.shipped"]


def test_an_observed_state_is_taken_whatever_guards_say(world: World) -> None:
    world.observe(no="1", status="paid")
    assert world.order("1").values["status"] == "paid"


def test_an_observed_state_that_no_transition_reaches_opens_a_case_and_is_refused(
    world: World,
) -> None:
    decision = world.observe(no="1", status="shipped")
    assert world.order("1").values["status"] == "unpaid"
    assert kinds(decision)[0] == "Unexpected"
    assert [case.values["type"] for case in world.cases()] == ["unexpected_state"]
    assert "order.status.unexpected" in decision.events


def test_the_owners_word_is_taken_even_so() -> None:
    owned = (
        ORDER.replace("initial: unpaid", "initial: unpaid\nowner: wms")
        + """
---
kind: connection
id: wms
connector: folder
zone: Asia/Shanghai
environments: {test: {folder: inbox}}
"""
    )
    world = World(owned)
    world.observe(no="1")
    world.observe(no="1", status="shipped", source="elsewhere")
    assert world.order("1").values["status"] == "unpaid"
    world.observe(no="1", status="shipped", source="wms")
    assert world.order("1").values["status"] == "shipped"
    assert len(world.cases()) == 1


def test_a_repeated_unexpected_state_joins_the_open_case(world: World) -> None:
    world.observe(no="1", status="shipped")
    decision = world.observe(no="1", status="shipped")
    assert kinds(decision) == ["Unexpected", "CaseJoined"]
    assert len(world.cases()) == 1


def test_automatic_transitions_that_go_round_are_refused_naming_the_circle() -> None:
    world = World(
        """
kind: record
id: order
identity: [no]
fields: {no: text, go: boolean}
---
kind: machine
id: m
record: order
field: status
initial: a
states: {a: {}, b: {}}
transitions:
  there: {from: a, to: b, automatic: true, when: go}
  back: {from: b, to: a, automatic: true, when: go}
""",
        mapped="no go",
    )
    world.observe(no="1")
    decision = world.observe(no="1", go="true")
    assert codes(decision) == ["OL703"]
    assert decision.reasons[0].facts["cycle"] == "there → back → there → back"
    assert world.order("1").values["status"] == "a"
