"""Holds: they block everybody until the right person lifts them, saying why."""

import pytest
from tests.kernel.world import World, codes, kinds

FLOW = """
kind: record
id: order
identity: [no]
fields: {no: text, discount: decimal, ready: boolean}
---
kind: machine
id: m
record: order
field: status
initial: paid
states: {paid: {}, shipped: {final: true}, cancelled: {final: true}}
transitions:
  ship: {from: paid, to: shipped, by: [clerk]}
  send: {from: paid, to: shipped, automatic: true, when: ready}
  cancel: {from: paid, to: cancelled, by: [clerk]}
---
kind: rule
id: steep
on: order.created
when: discount > 80%
do: [{hold: steep, blocks: [ship, send], by: [lead], why: {zh: 折扣可疑, en: suspicious discount}}]
---
kind: rule
id: full_stop
on: order.created
when: discount > 95%
do: [{hold: full_stop}]
"""


@pytest.mark.parametrize(
    ("discount", "held"), [("0.80", False), ("0.8001", True), ("0.7999", False)]
)
def test_the_hold_begins_just_above_the_limit(discount: str, held: bool) -> None:
    world = World(FLOW)
    world.observe(no="1", discount=discount)
    assert world.order("1").values["holds"] == (["steep"] if held else [])


@pytest.fixture
def held() -> World:
    world = World(FLOW)
    world.observe(no="1", discount="0.9")
    return world


def test_what_is_blocked_is_refused_to_everybody(held: World) -> None:
    decision = held.fire("1", "ship", "lead")
    assert codes(decision) == ["OL704"]
    assert decision.reasons[0].facts == {"transition": "ship", "hold": "steep"}


def test_what_is_not_blocked_goes_on(held: World) -> None:
    assert held.fire("1", "cancel", "clerk").outcome == "applied"


def test_a_hold_without_blocks_blocks_every_transition() -> None:
    world = World(FLOW)
    world.observe(no="1", discount="0.96")
    assert codes(world.fire("1", "cancel", "clerk")) == ["OL704"]


def test_an_automatic_transition_waits_and_goes_when_the_hold_is_lifted(held: World) -> None:
    held.observe(no="1", ready="true")
    assert held.order("1").values["status"] == "paid"
    decision = held.lift("1", "steep", "lead")
    assert held.order("1").values["status"] == "shipped"
    assert kinds(decision) == ["Unheld", "Judged", "Moved"]


def test_only_the_named_roles_lift_it_and_only_with_a_reason(held: World) -> None:
    assert codes(held.lift("1", "steep", "clerk")) == ["OL721"]
    assert codes(held.lift("1", "steep", "lead", why="  ")) == ["OL720"]
    decision = held.lift("1", "steep", "lead", why="price agreed")
    assert decision.effects[0].why == {"zh": "price agreed"}
    assert held.order("1").values["holds"] == []


def test_lifting_what_is_not_there_names_what_is(held: World) -> None:
    decision = held.lift("1", "other", "lead")
    assert codes(decision) == ["OL719"]
    assert decision.reasons[0].facts["held"] == "steep"
