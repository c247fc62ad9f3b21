"""Cases that are awaited: ladders of timers, and what happens to the subject afterwards."""

from datetime import timedelta
from typing import Any

from tests.kernel.world import World, kinds

from orderloom.flow.decision import Decision
from orderloom.flow.timer import Timer

ORDER = """
kind: record
id: order
identity: [no]
fields: {no: text, phone: {type: phone, sensitive: true}, asked: {type: phone}, note: text}
---
kind: machine
id: order_status
record: order
field: status
initial: paid
states: {paid: {}, shipped: {final: true}}
transitions: {ship: {from: paid, to: shipped, by: [lead]}}
---
kind: rule
id: change_phone
on: order.asked.changed
do:
  - {hold: phone_change, blocks: [ship]}
  - open_case: phone_change
    with: {owner: clerk, answer_by: =now + 15m, text: =no}
    later:
      - {after: 15m, when: status == "open", do: [{set: {owner: lead}}]}
      - at: =answer_by + 1h
        when: record.status == "paid"
        do: [{set: {text: '=join([text, event.is], "-")'}}]
    then:
      - {set: {phone: =event.is, note: =answer.owner}}
      - {unhold: phone_change}
    else: [{unhold: phone_change}, {tag: withdrawn}]
"""


def asked() -> tuple[World, Decision]:
    shop = World(ORDER, mapped="no phone asked")
    shop.observe(no="1", phone="13800000000")
    return shop, shop.observe(no="1", asked="13912345678")


def timers(decision: Decision) -> list[Timer]:
    return [change.timer for change in decision.timers if change.state == "waiting"]


def values(shop: World, *names: str) -> list[Any]:
    order = shop.order("1").values
    return [order.get(name) for name in names]


def test_a_case_brings_its_timers() -> None:
    shop, decision = asked()
    (case,) = shop.cases()
    first, second = timers(decision)
    assert (first.record, first.record_id) == ("case", case.id)
    assert [first.due - shop.now, second.due - shop.now] == [
        timedelta(minutes=15),
        timedelta(minutes=75),
    ]


def test_a_ladder_hands_an_open_case_up() -> None:
    shop, decision = asked()
    for timer in timers(decision):
        shop.ring(timer)
    (case,) = shop.cases()
    assert (case.values["owner"], case.values["text"]) == ("lead", "1-13912345678")


def test_the_subject_is_seen_as_it_is_when_the_time_is_over() -> None:
    shop, decision = asked()
    shop.lift("1", "phone_change")
    shop.fire("1", "ship", "lead")
    fired = shop.ring(timers(decision)[1]).effects[0]
    assert (fired.hit, fired.values) == (False, {"record.status": "shipped"})


def test_an_answer_runs_then_once_with_the_event_as_it_was() -> None:
    shop, _ = asked()
    shop.observe(no="1", phone="13700000000")
    (case,) = shop.cases()
    decision = shop.work(case, "answer", "clerk")
    assert kinds(decision) == ["Moved", "FieldChanged", "FieldChanged", "Unheld"]
    assert values(shop, "phone", "note", "holds") == ["13912345678", "clerk", []]
    assert "FieldChanged" not in kinds(shop.work(case, "close", "clerk"))


def test_timers_of_an_answered_case_go_on_and_those_of_a_closed_one_do_not() -> None:
    shop, decision = asked()
    (case,) = shop.cases()
    shop.work(case, "answer", "clerk")
    assert shop.ring(timers(decision)[0]).effects[0].hit is False
    closed = shop.work(case, "close", "clerk")
    assert kinds(closed) == ["Moved", "TimerCancelled"]
    assert shop.cases()[0].values.get("$openers") is None


def test_withdrawing_runs_else_and_no_more() -> None:
    shop, _ = asked()
    (case,) = shop.cases()
    decision = shop.work(case, "withdraw", "lead")
    assert kinds(decision) == ["Moved", "TimerCancelled", "TimerCancelled", "Unheld", "Tagged"]
    assert values(shop, "phone", "tags") == ["13800000000", ["withdrawn"]]


def test_joining_an_open_case_by_the_same_action_sets_nothing_twice() -> None:
    shop, _ = asked()
    decision = shop.observe(no="1", asked="13911111111")
    assert timers(decision) == []
    shop.work(shop.cases()[0], "answer", "clerk")
    assert values(shop, "phone") == ["13912345678"]


def test_a_case_keeps_only_the_parts_of_the_event_that_are_read() -> None:
    shop, _ = asked()
    (opener,) = shop.cases()[0].values["$openers"]
    assert opener == {
        "action": "rule/change_phone.do[1]",
        "event": {"is": "13912345678", "name": "order.asked.changed"},
        "results": {},
        "answered": False,
    }
