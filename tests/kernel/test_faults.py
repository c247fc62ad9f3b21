"""An expression that faults spoils its own list, guard or value, and nothing beside it."""

from typing import Any

import pytest
from tests.kernel.world import World, codes

BASE = """
kind: record
id: order
identity: [no]
contact: {phone: =phone, language: =language}
fields:
  no: text
  amount: money
  fee: money
  phone: {type: phone, sensitive: true}
  language: text
  labels: {type: list, of: text}
  due: time
  wait: duration
  lane: text
---
kind: record
id: slip
identity: [order_no]
fields: {order_no: text, total: money}
---
kind: message
id: bill
record: order
media: {sms: "{{ amount + fee }}"}
---
kind: message
id: told
record: order
media: {sms: "{{ no }}"}
"""
FAULT = "amount + fee"


def world(more: str, *, base: str = BASE) -> World:
    return World(f"{base}---\n{more}", mapped="no amount fee phone language labels due wait")


def does(*actions: str, beside: str = "") -> World:
    """Give a world whose new orders run these actions; another rule tags them `beside`."""
    do = "".join(f"\n  - {action}" for action in actions)
    other = "kind: rule\nid: other\non: order.created\ndo: [{tag: beside}]\n"
    return world(f"kind: rule\nid: r\non: order.created\ndo:{do}\n---\n{other}{beside}")


def mixed(world: World, **more: Any) -> Any:
    """Let an order come whose amount and fee cannot be added."""
    values = {"no": "1", "amount": "CNY 5", "fee": "USD 1", "phone": "13800138000"}
    return world.observe(**values | more)


def every(decision: Any, kind: str) -> list[Any]:
    return [each for each in decision.effects if type(each).__name__ == kind]


ACTIONS = {
    "a value": f"{{set: {{lane: x, amount: ={FAULT}}}}}",
    "a condition": f"{{tag: x, when: {FAULT} > CNY 1}}",
    "a branch's condition": f"{{choose: [{{when: {FAULT} > CNY 1, do: []}}, {{else: []}}]}}",
    "a branch's action": f"{{choose: [{{else: [{{set: {{amount: ={FAULT}}}}}]}}]}}",
    "a new record": f"{{create: slip, with: {{order_no: =no, total: ={FAULT}}}}}",
    "a case": f"{{open_case: trouble, with: {{text: '=text({FAULT})'}}}}",
    "a message": "{notify: bill}",
    "what goes with a message": f"{{notify: told, with: {{total: ={FAULT}}}}}",
    "an addressee": f"{{notify: told, to: '=text({FAULT})', with: {{total: 1}}}}",
}


@pytest.mark.parametrize("name", ACTIONS)
def test_a_fault_in_an_action_undoes_its_list_alone(name: str) -> None:
    shop = does("{tag: before}", ACTIONS[name])
    decision = mixed(shop)
    assert decision.outcome == "applied"
    [refused] = every(decision, "Refused")
    assert [(reason.code, reason.cause is not None) for reason in refused.reasons] == [
        ("OL391", True)
    ]
    assert refused.action == "rule/r"
    assert shop.order("1").values["tags"] == ["beside"]
    assert shop.cases() == []
    assert decision.calls == []


@pytest.mark.parametrize("name", ACTIONS)
def test_a_fault_in_an_action_runs_its_else(name: str) -> None:
    action = f"{ACTIONS[name][:-1]}, else: [{{tag: instead}}]}}"
    shop = does("{tag: before}", action, "{tag: after}")
    decision = mixed(shop)
    assert [reason.code for each in every(decision, "Refused") for reason in each.reasons] == [
        "OL391"
    ]
    assert shop.order("1").values["tags"] == ["beside", "before", "instead", "after"]


GUARDED = """
kind: machine
id: order_status
record: order
field: status
initial: new
states: {new: {}, paid: {}, sent: {final: true}}
transitions:
  pay: {from: new, to: paid, by: [clerk], when: GUARD}
  send: {from: paid, to: sent, by: [clerk]}
"""


def test_a_guard_that_faults_refuses_its_transition_with_the_reason() -> None:
    guard = f"{{is: {FAULT} > CNY 1, why: 金额不足}}"
    shop = world(GUARDED.replace("GUARD", guard))
    mixed(shop)
    decision = shop.fire("1", "pay", "clerk")
    assert (decision.outcome, codes(decision)) == ("refused", ["OL391"])
    assert shop.order("1").values["status"] == "new"


def test_a_guard_that_faults_refuses_only_the_list_that_fires_it() -> None:
    rule = "---\nkind: rule\nid: r\non: order.created\ndo: [{tag: a}, {fire: pay}]\n"
    shop = world(GUARDED.replace("GUARD", f"{FAULT} > CNY 1") + rule)
    decision = mixed(shop)
    assert decision.outcome == "applied"
    assert shop.order("1").values["tags"] == []


def test_an_automatic_transition_whose_guard_faults_waits_and_says_so_once() -> None:
    machine = GUARDED.replace("GUARD", f"{FAULT} > CNY 1, automatic: true")
    shop = world(machine)
    decision = mixed(shop)
    [faulted] = every(decision, "Faulted")
    assert (faulted.code, faulted.cause.path) == ("OL391", "transitions.pay")
    assert shop.order("1").values["status"] == "new"
    shop.change("1", fee="CNY 1")
    assert shop.order("1").values["status"] == "paid"


def test_a_computed_field_that_faults_is_missing_and_journalled() -> None:
    computed = f"  total: {{type: money, compute: {FAULT}}}\n"
    shop = world(
        "kind: rule\nid: r\non: order.total.changed\ndo: [{tag: known}]\n",
        base=BASE.replace("  lane: text\n", f"  lane: text\n{computed}", 1),
    )
    decision = mixed(shop)
    assert decision.outcome == "applied"
    [faulted] = every(decision, "Faulted")
    assert (faulted.code, faulted.cause.path) == ("OL391", "fields.total")
    assert "total" not in shop.order("1").values
    shop.change("1", fee="CNY 1")
    assert str(shop.order("1").values["total"]) == "CNY 6.00"
    decision = shop.change("1", fee="USD 1")
    assert [each.code for each in every(decision, "Faulted")] == ["OL391"]
    assert "total" not in shop.order("1").values


def test_a_computed_amount_is_rounded_like_any_that_is_written() -> None:
    computed = "  share: {type: money, compute: amount / 3}\n"
    shop = world(
        "kind: role\nid: r\nsee: {}\n", base=BASE.replace("  lane", f"{computed}  lane", 1)
    )
    mixed(shop)
    assert str(shop.order("1").values["share"]) == "CNY 1.67"


def test_a_default_that_faults_is_missing_and_journalled() -> None:
    computed = f"  total: {{type: money, default: ={FAULT}}}\n"
    shop = world(
        "kind: role\nid: r\nsee: {}\n", base=BASE.replace("  lane", f"{computed}  lane", 1)
    )
    decision = mixed(shop)
    assert [each.code for each in every(decision, "Faulted")] == ["OL391"]
    assert "total" not in shop.order("1").values


STAY = """
kind: machine
id: order_status
record: order
field: status
initial: new
states:
  new: {later: [LATER]}
  paid: {final: true}
transitions: {pay: {from: new, to: paid, by: [clerk]}}
"""


def test_an_instant_that_faults_sets_no_timer_and_is_journalled() -> None:
    later = "{at: 'due + wait * number(\"999999999\")', do: [{tag: late}]}".replace("'due", "'=due")
    shop = world(STAY.replace("LATER", later))
    decision = mixed(shop, due="2026-01-06T00:00Z", wait="900000d")
    assert decision.outcome == "applied"
    assert [each.code for each in every(decision, "Faulted")] == ["OL394"]
    assert decision.timers == []
    decision = shop.change("1", wait="0s")
    assert [change.state for change in decision.timers] == ["waiting"]
    decision = shop.change("1", wait="900000d")
    assert [each.code for each in every(decision, "Faulted")] == ["OL394"]
    assert [change.state for change in decision.timers] == ["over"]


def test_a_timer_whose_condition_faults_does_nothing_and_says_so() -> None:
    shop = world(
        STAY.replace("LATER", f"{{after: 1h, when: {FAULT} > CNY 1, do: [{{tag: late}}]}}")
    )
    decision = mixed(shop)
    decision = shop.ring(decision.timers[0].timer)
    assert decision.outcome == "applied"
    assert [each.hit for each in every(decision, "TimerFired")] == [False]
    assert [each.code for each in every(decision, "Faulted")] == ["OL391"]
    assert shop.order("1").values["tags"] == []


def test_a_fault_in_what_a_timer_does_undoes_that_alone() -> None:
    later = f"{{after: 1h, do: [{{tag: late}}, {{set: {{amount: ={FAULT}}}}}]}}"
    shop = world(STAY.replace("LATER", later))
    decision = shop.ring(mixed(shop).timers[0].timer)
    assert decision.outcome == "applied"
    assert len(every(decision, "Refused")) == 1
    assert shop.order("1").values["tags"] == []


def test_a_right_to_edit_whose_condition_faults_refuses_with_the_reason() -> None:
    base = BASE.replace(
        "  lane: text", f"  lane: {{type: text, edit: clerk, edit_when: {FAULT} > CNY 1}}", 1
    )
    shop = world("kind: role\nid: r\nsee: {}\n", base=base)
    mixed(shop)
    decision = shop.change("1", "clerk", lane="x")
    assert (decision.outcome, codes(decision)) == ("refused", ["OL391"])
