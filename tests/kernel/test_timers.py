"""Timers: one per stay, remembered by the record, fired at the instant they were due."""

from datetime import timedelta

from tests.kernel.world import World, kinds

from orderloom.flow.timer import Timer

ORDER = """
kind: record
id: order
identity: [no]
fields: {no: text, amount: integer, ship_by: time, note: text}
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states:
  unpaid:
    later:
      - {after: 30m, when: amount > 3, do: [{tag: dear}]}
      - {after: 1h, do: [{fire: expire}]}
  paid: {later: [{at: =ship_by - 2h, do: [{tag: hurry}]}]}
  gone: {final: true}
transitions:
  pay: {from: unpaid, to: paid, by: [lead]}
  back: {from: paid, to: unpaid, by: [lead]}
  expire: {from: unpaid, to: gone}
  cancel: {from: [unpaid, paid], to: gone, by: [lead]}
"""
MAPPED = "no amount ship_by note"


def world() -> World:
    return World(ORDER, mapped=MAPPED)


def test_entering_a_state_sets_its_timers() -> None:
    shop = world()
    decision = shop.observe(no="1", amount=5)
    assert kinds(decision) == ["Created", "Moved", "TimerSet", "TimerSet"]
    first, second = (change.timer for change in decision.timers)
    order = shop.order("1")
    assert first == Timer(
        id=first.id,
        name="machine/order_status.states.unpaid.later[0]",
        record="order",
        record_id=order.id,
        since=shop.now,
        due=shop.now + timedelta(minutes=30),
    )
    assert second.due == shop.now + timedelta(hours=1)
    assert [change.state for change in decision.timers] == ["waiting", "waiting"]


def test_leaving_the_state_cancels_them() -> None:
    shop = world()
    timers = [change.timer for change in shop.observe(no="1").timers]
    decision = shop.fire("1", "pay", "lead")
    assert kinds(decision) == ["Moved", "TimerCancelled", "TimerCancelled"]
    assert [(change.timer, change.state) for change in decision.timers] == [
        (timers[0], "over"),
        (timers[1], "over"),
    ]


def test_a_timer_acts_at_the_instant_it_was_due() -> None:
    shop = world()
    due = shop.observe(no="1", amount=5).timers[0].timer
    decision = shop.ring(due)
    assert kinds(decision) == ["TimerFired", "Tagged"]
    assert decision.now == due.due
    assert shop.order("1").values["changed_at"] == due.due
    assert shop.order("1").values["tags"] == ["dear"]


def test_a_timer_whose_condition_does_not_hold_does_nothing_and_is_over() -> None:
    shop = world()
    due = shop.observe(no="1", amount=2).timers[0].timer
    decision = shop.ring(due)
    assert kinds(decision) == ["TimerFired"]
    assert [(change.timer, change.state) for change in decision.timers] == [(due, "over")]
    assert kinds(shop.ring(due)) == []


def test_a_timer_of_an_earlier_stay_is_stale() -> None:
    shop = world()
    stale = shop.observe(no="1", amount=5).timers[0].timer
    shop.fire("1", "pay", "lead")
    shop.fire("1", "back", "lead")
    decision = shop.ring(stale)
    assert (decision.outcome, decision.effects) == ("duplicate", [])
    assert [(change.timer, change.state) for change in decision.timers] == [(stale, "over")]


def test_a_timer_that_leaves_the_state_cancels_the_others() -> None:
    shop = world()
    expiry = shop.observe(no="1", amount=5).timers[1].timer
    decision = shop.ring(expiry)
    assert kinds(decision) == ["TimerFired", "Moved", "TimerCancelled"]
    assert shop.order("1").values["status"] == "gone"


def test_at_is_unset_while_its_field_is_missing_and_follows_it() -> None:
    shop = world()
    shop.observe(no="1")
    assert kinds(shop.fire("1", "pay", "lead"))[-1] == "TimerCancelled"
    ship_by = shop.now + timedelta(hours=10)
    decision = shop.observe(no="1", ship_by=ship_by)
    assert kinds(decision) == ["FieldChanged", "TimerSet"]
    first = decision.timers[0].timer
    assert first.due == ship_by - timedelta(hours=2)
    decision = shop.observe(no="1", ship_by=ship_by + timedelta(hours=1))
    second = decision.timers[0].timer
    assert (second.id, second.due) == (first.id, first.due + timedelta(hours=1))
    assert kinds(shop.ring(first)) == []
    assert kinds(shop.ring(second)) == ["TimerFired", "Tagged"]
    assert kinds(shop.observe(no="1", ship_by=ship_by)) == ["FieldChanged"]


def test_at_in_the_past_is_due_at_once() -> None:
    shop = world()
    shop.observe(no="1", ship_by=shop.now)
    decision = shop.fire("1", "pay", "lead")
    assert decision.timers[-1].timer.due == shop.now


def test_clearing_the_field_cancels_the_timer() -> None:
    shop = world()
    shop.observe(no="1", ship_by=shop.now + timedelta(hours=10))
    shop.fire("1", "pay", "lead")
    decision = shop.observe(no="1", ship_by=None)
    assert kinds(decision) == ["FieldChanged", "TimerCancelled"]
    assert [change.state for change in decision.timers] == ["over"]


def test_a_timer_of_a_later_that_is_gone_is_refused_and_over() -> None:
    shop = world()
    timer = shop.observe(no="1").timers[0].timer
    shop.program.laters = {}
    decision = shop.ring(timer)
    assert decision.outcome == "refused"
    assert [reason.code for reason in decision.reasons] == ["OL725"]
    assert [change.state for change in decision.timers] == ["over"]


def test_states_due_at_once_in_a_circle_are_stopped() -> None:
    shop = World(
        ORDER.replace(
            "{after: 30m, when: amount > 3, do: [{tag: dear}]}",
            "{at: =created_at, do: [{fire: pay}]}",
        ).replace(
            "{at: =ship_by - 2h, do: [{tag: hurry}]}", "{at: =created_at, do: [{fire: back}]}"
        ),
        mapped=MAPPED,
    )
    decision = shop.observe(no="1")
    rung = 0
    while due := [
        c.timer for c in decision.timers if c.state == "waiting" and c.timer.due <= shop.now
    ]:
        decision = shop.ring(due[0])
        rung += 1
    assert rung == 20
    assert kinds(decision)[-1] == "Faulted" or "Faulted" in kinds(decision)
