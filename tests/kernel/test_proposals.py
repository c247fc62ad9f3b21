"""``via``: a transition happens when the system that must admit it has, and may come to nothing."""

from typing import Any

import pytest
from tests.kernel.test_calls import TWO
from tests.kernel.world import World, codes, kinds

from orderloom.flow.decision import Decision
from orderloom.flow.effect import Declined, Moved, Proposed

FLOW = """
kind: record
id: order
identity: [no]
fields: {no: text, note: text, number: text, printed: boolean}
---
kind: connection
id: north
connector: wms
zone: Asia/Shanghai
environments: {test: {url: "http://127.0.0.1:1"}}
---
kind: machine
id: life
record: order
field: status
initial: paid
states:
  paid: {later: [{after: 30m, do: [{fire: cancel, with: {reason: late}}]}]}
  shipped: {final: true}
  cancelled: {enter: [{tag: gone}]}
transitions:
  ship: {from: paid, to: shipped}
  back: {from: cancelled, to: paid}
  cancel:
    from: paid
    to: cancelled
    by: [clerk]
    input: {reason: text}
    when: [{is: missing(printed), why: {zh: 面单已打印, en: label printed}}]
    via: {call: OPERATION, with: {no: =no, why: =event.reason}, ONCE}
    do: [{set: {note: =event.reason, number: =answer.number}}]
    else: [{set: {note: '=join([event.reason, event.transition, event.was], "/")'}}, {tag: no}]
    undo: back
---
{kind: rule, id: proposed, on: order.status.proposed, do: [{tag: asked}]}
---
{kind: rule, id: declined, on: order.status.declined, when: count(event.reasons) > 0,
  do: [{tag: declined}]}
---
{kind: rule, id: noted, on: order.note.changed, when: note == "cancel it", do: [{fire: cancel,
  with: {reason: rule}, else: [{tag: refused}]}]}
"""


def shop(operation: str = "north.cancel", once: str = "once: cancel") -> World:
    definitions = FLOW.replace("OPERATION", operation).replace("ONCE", once)
    world = World(definitions, mapped="no note printed status", manifest=TWO)
    world.observe(source="north", no="1")
    return world


def state(world: World) -> str:
    return str(world.order("1").values["status"])


def proposed(world: World) -> Any:
    [call] = world.fire("1", "cancel", "clerk", reason="wish").calls
    return call


def declined(decision: Decision) -> list[tuple[list[str], bool]]:
    found = (each for each in decision.effects if isinstance(each, Declined))
    return [([reason.code for reason in each.reasons], each.overtaken) for each in found]


def test_nothing_happens_until_it_is_admitted() -> None:
    world = shop()
    decision = world.fire("1", "cancel", "clerk", reason="wish")
    [effect] = [each for each in decision.effects if isinstance(each, Proposed)]
    assert (effect.transition, effect.was, effect.state) == ("cancel", "paid", "cancelled")
    [call] = decision.calls
    assert (call.connection, call.operation, effect.call) == ("north", "cancel", call.id)
    assert call.payload == {"no": "1", "why": "wish"}
    assert "order.status.proposed" in decision.events
    assert (state(world), world.order("1").values["tags"]) == ("paid", ["asked"])
    done = world.answer(call, number="C7")
    [moved] = [each for each in done.effects if isinstance(each, Moved)]
    assert (moved.state, moved.transition, moved.undo) == ("cancelled", "cancel", "back")
    values = world.order("1").values
    assert (values["note"], values["number"], values["tags"]) == ("wish", "C7", ["asked", "gone"])


@pytest.mark.parametrize("for_good", [False, True])
def test_a_declined_proposal_runs_else_and_may_be_made_again(*, for_good: bool) -> None:
    world = shop()
    for again in range(2):
        decision = world.refuse(proposed(world), for_good=for_good)
        assert declined(decision) == [(["OL640"], False)], again
        assert "order.status.declined" in decision.events
        values = world.order("1").values
        assert (state(world), values["note"]) == ("paid", "wish/cancel/paid")
        assert {"no", "declined"} <= set(values["tags"])
    world.answer(proposed(world), number="1")
    assert state(world) == "cancelled"


def test_one_proposal_of_a_machine_is_open_at_a_time() -> None:
    world = shop(once="once: =event.reason")
    proposed(world)
    assert codes(world.fire("1", "cancel", "clerk", reason="other")) == ["OL686"]
    world.observe(source="north", no="1", note="cancel it")
    assert "refused" in world.order("1").values["tags"]
    assert world.fire("1", "ship").outcome == "applied"


def test_guards_inputs_and_roles_are_judged_before_anything_is_asked() -> None:
    world = shop()
    assert codes(world.fire("1", "cancel", "clerk")) == ["OL705"]
    world.observe(source="north", no="1", printed=True)
    refusal = world.fire("1", "cancel", "clerk", reason="wish")
    assert codes(refusal) == ["OL701"] or codes(refusal) == ["OL702"]
    assert refusal.calls == []


def test_guards_are_judged_again_when_the_answer_comes() -> None:
    world = shop()
    call = proposed(world)
    world.observe(source="north", no="1", printed=True)
    decision = world.answer(call, number="C7")
    assert declined(decision) == [(["OL701"], True)]
    assert state(world) == "paid"
    [case] = world.cases()
    assert (case.values["type"], case.values["text"]) == (
        "proposal_overtaken",
        "status: cancel → cancelled",
    )
    assert world.order("1").values["note"] == "wish/cancel/paid"


def test_a_record_that_has_moved_on_declines_what_was_admitted() -> None:
    world = shop()
    call = proposed(world)
    world.fire("1", "ship")
    assert declined(world.answer(call)) == [(["OL706"], True)]
    assert state(world) == "shipped"


def test_a_channel_that_was_faster_than_the_answer_has_said_it_all() -> None:
    world = shop()
    call = proposed(world)
    world.observe(source="north", no="1", status="cancelled")
    decision = world.answer(call, number="C7")
    assert kinds(decision) == ["Answered"]
    assert (state(world), world.cases()) == ("cancelled", [])


def test_an_answer_that_comes_twice_changes_nothing() -> None:
    world = shop()
    call = proposed(world)
    world.answer(call)
    world.fire("1", "back")
    assert world.answer(call).outcome == "duplicate"
    assert state(world) == "paid"


def test_what_succeeded_once_is_not_proposed_again() -> None:
    world = shop()
    world.answer(proposed(world))
    world.fire("1", "back")
    assert codes(world.fire("1", "cancel", "clerk", reason="x")) == ["OL754"]


def test_a_timer_proposes_as_a_person_does() -> None:
    world = shop()
    [timer] = [each.timer for each in world.observe(source="north", no="2").timers]
    decision = world.ring(timer)
    [call] = decision.calls
    assert call.payload == {"no": "2", "why": "late"}
    world.answer(call)
    assert world.record("order", "2").values["status"] == "cancelled"


def test_the_source_is_asked_and_without_one_nobody() -> None:
    world = shop("source.cancel")
    assert proposed(world).connection == "north"
    world.observe(no="3")
    assert codes(world.fire("3", "cancel", "clerk", reason="x")) == ["OL750"]


def test_what_cannot_be_taken_back_is_contested_as_any_call() -> None:
    definitions = FLOW.replace("OPERATION", "north.refund").replace("ONCE", "once: refund")
    definitions += """
---
{kind: rule, id: refunding, on: order.note.changed, do: [{call: north.refund, once: again}]}
"""
    world = World(definitions, mapped="no note printed status", manifest=TWO)
    world.observe(source="north", no="1")
    decision = world.observe(source="north", no="1", note="cancel it")
    assert decision.calls == []
    assert [each for each in decision.effects if isinstance(each, Proposed)] == []
    assert [case.values["type"] for case in world.cases()] == ["irreversible_calls"]
    assert world.fire("1", "cancel", "clerk", reason="wish").calls != []
