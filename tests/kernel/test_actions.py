"""Each action: what it changes, what it says, what refuses it."""

from typing import Any

import pytest
from tests.kernel.world import World, codes, kinds

from orderloom.flow.effect import Refused

BASE = """
kind: record
id: order
identity: [no]
contact: {phone: =phone, email: =email, language: =language}
fields:
  no: text
  amount: money
  lane: {type: choice, of: [slow, fast]}
  phone: {type: phone, sensitive: true}
  email: email
  language: text
  due: date
  must: {type: text, required: true, default: here}
---
kind: record
id: slip
identity: [order_no]
fields: {order_no: text, note: text}
---
kind: machine
id: slip_state
record: slip
field: state
initial: fresh
states: {fresh: {}, old: {final: true}}
transitions: {age: {from: fresh, to: old, by: [clerk]}}
---
kind: message
id: hello
record: order
media:
  sms: {zh: "你好 {{ no }}", en: "hello {{ no }}"}
  email: {subject: "订单 {{ no }}", body: "金额 {{ amount }}"}
"""


def does(*actions: str) -> World:
    """Give a world where the creation of an order runs these actions."""
    do = "".join(f"\n  - {action}" for action in actions)
    return World(f"{BASE}\n---\nkind: rule\nid: r\non: order.created\ndo:{do}\n")


def only(decision: Any, kind: str) -> Any:
    found = [effect for effect in decision.effects if type(effect).__name__ == kind]
    assert len(found) == 1, kinds(decision)
    return found[0]


def test_set_writes_literals_and_expressions() -> None:
    world = does("{set: {lane: fast, amount: =amount * 2}}")
    world.observe(no="1", amount="CNY 1.01")
    assert world.order("1").values["lane"] == "fast"
    assert str(world.order("1").values["amount"]) == "CNY 2.02"


def test_set_rounds_money_half_up_on_writing() -> None:
    world = does("{set: {amount: =amount / 8}}")
    world.observe(no="1", amount="CNY 1.00")
    assert str(world.order("1").values["amount"]) == "CNY 0.13"


def test_set_to_an_empty_value_clears() -> None:
    world = does("{set: {lane: ''}}")
    decision = world.observe(no="1", lane="slow")
    assert "lane" not in world.order("1").values
    assert only(decision, "FieldChanged").was == "slow"


def test_clearing_a_required_field_is_refused() -> None:
    world = does("{set: {must: ''}}")
    decision = world.observe(no="1")
    assert only(decision, "Refused").reasons[0].code == "OL708"
    assert world.order("1").values["must"] == "here"


def test_a_sensitive_value_is_masked_in_the_trace() -> None:
    world = does("{set: {phone: '13912345678'}}")
    decision = world.observe(no="1", phone="13812341234")
    changed = only(decision, "FieldChanged")
    assert (changed.was, changed.value) == ("138****1234", "139****5678")


def test_create_makes_the_record_and_its_machine_begins() -> None:
    world = does("{create: slip, with: {order_no: =no, note: new}}")
    decision = world.observe(no="1")
    slip = world.record("slip", "1")
    assert slip.values["state"] == "fresh"
    assert slip.values["note"] == "new"
    assert "slip.created" in decision.events


@pytest.mark.parametrize(
    ("exists", "note", "effect"),
    [("keep", "first", "Kept"), ("set", "second", "FieldChanged"), ("refuse", "first", "Refused")],
)
def test_create_of_the_same_identity_never_makes_a_second(
    exists: str, note: str, effect: str
) -> None:
    world = does(
        "{create: slip, with: {order_no: s, note: first}}",
        f"{{create: slip, with: {{order_no: s, note: second}}, exists: {exists}}}",
    )
    if exists == "refuse":  # the list is undone as a whole; make the first one stay
        world = does(
            "{create: slip, with: {order_no: s, note: first}}",
            "{create: slip, with: {order_no: s, note: second}, exists: refuse, else: []}",
        )
    decision = world.observe(no="1")
    assert world.record("slip", "s").values["note"] == note
    assert effect in kinds(decision)


def test_a_result_is_a_name_for_later_actions() -> None:
    world = does(
        "{create: slip, with: {order_no: =no}, as: made}",
        "{tag: has_slip, when: has(made.order_no)}",
    )
    world.observe(no="1")
    assert world.order("1").values["tags"] == ["has_slip"]


def test_a_tag_is_put_on_once_and_taken_off() -> None:
    world = does("{tag: a}", "{tag: a}", "{tag: b}", "{untag: a}", "{untag: zzz}")
    decision = world.observe(no="1")
    assert world.order("1").values["tags"] == ["b"]
    assert [kind for kind in kinds(decision) if "agged" in kind] == ["Tagged", "Tagged", "Untagged"]


def test_unhold_lifts_and_says_why() -> None:
    world = does("{hold: h, why: w}", "{unhold: h, why: {zh: 好, en: fine}}")
    decision = world.observe(no="1")
    assert only(decision, "Unheld").why == {"zh": "好", "en": "fine"}


def test_notify_a_role_uses_the_first_medium() -> None:
    world = does("{notify: hello, to: lead}")
    decision = world.observe(no="1")
    assert only(decision, "Notified").to == "role:lead"
    assert decision.calls[0].payload == {
        "language": "zh",
        "text": "你好 1",
        "message": "hello",
        "medium": "sms",
        "to": "role:lead",
    }


def test_notify_the_records_contact_in_its_language_over_what_it_has() -> None:
    world = does("{notify: hello}")
    decision = world.observe(no="1", email="a@b.example", amount="CNY 5")
    payload = decision.calls[0].payload
    assert payload["medium"] == "email"
    assert (payload["subject"], payload["text"]) == ("订单 1", "金额 CNY 5.00")
    again = world.observe(no="2", phone="13812341234", language="en")
    assert again.calls[0].payload["text"] == "hello 2"
    assert only(again, "Notified").to == "138****1234"


def test_a_missing_value_prints_a_dash_and_is_journalled() -> None:
    world = does("{notify: hello, to: lead, media: [email]}")
    decision = world.observe(no="1")
    assert decision.calls[0].payload["text"] == "金额 —"
    assert only(decision, "Notified").missing == ("amount",)


def test_nobody_to_reach_is_suppressed_not_lost() -> None:
    world = does("{notify: hello}")
    decision = world.observe(no="1")
    assert only(decision, "Suppressed").reason == "OL711"
    assert decision.calls == []


def test_open_case_opens_one_and_later_ones_join_it() -> None:
    world = does(
        "{open_case: address, with: {owner: lead, text: first}}",
        "{open_case: address, with: {compensation: 5}}",
    )
    decision = world.observe(no="1")
    (case,) = world.cases()
    assert case.values["record"] == world.order("1").id
    assert (case.values["type"], case.values["owner"], case.values["status"]) == (
        "address",
        "lead",
        "open",
    )
    assert case.values["compensation"] == "5"
    assert "CaseJoined" in kinds(decision)
    assert "case.created" in decision.events


def test_a_closed_case_does_not_take_new_occasions() -> None:
    rule = """
kind: rule
id: r
on: [order.created, order.lane.changed]
do: [{open_case: address}]
"""
    world = World(f"{BASE}---{rule}", mapped="no lane")
    world.observe(no="1")
    case = world.cases()[0]
    world.view.put(type(case)(case.id, "case", case.key, 2, case.values | {"status": "closed"}))
    world.observe(no="1", lane="fast")
    assert [case.values["status"] for case in world.cases()] == ["closed", "open"]


@pytest.mark.parametrize(
    ("amount", "tag"), [("CNY 5", "small"), ("CNY 50", "middle"), ("CNY 500", "big"), (None, "big")]
)
def test_choose_takes_the_first_branch_that_is_true(amount: str | None, tag: str) -> None:
    world = does(
        "{choose: [{when: amount < CNY 10, do: [{tag: small}]},"
        " {when: amount < CNY 100, do: [{tag: middle}]}, {else: [{tag: big}]}]}"
    )
    decision = world.observe(no="1", amount=amount)
    assert world.order("1").values["tags"] == [tag]
    assert any(getattr(effect, "branch", None) is not None for effect in decision.effects)


def test_a_condition_that_is_not_true_skips_the_action() -> None:
    world = does("{tag: a, when: amount > CNY 1}", "{tag: b, when: 'true'}")
    world.observe(no="1")
    assert world.order("1").values["tags"] == ["b"]


def test_an_event_without_a_record_can_still_tell_somebody() -> None:
    world = World(
        BASE
        + """
---
kind: message
id: bad_row
media: {chat: "{{ place }}: {{ what }}"}
---
kind: rule
id: q
on: order.quarantined
do: [{notify: bad_row, to: lead, with: {place: =event.position, what: =event.reason}}]
"""
    )
    decision = world.announce("order.quarantined", position="row 7", reason="OL520")
    assert decision.calls[0].payload["text"] == "row 7: OL520"


def test_a_value_of_the_wrong_type_is_refused_not_raised() -> None:
    world = World(
        BASE + "\n---\n{kind: rule, id: q, on: order.tagged, do: [{set: {lane: =event.tag}}]}"
        "\n---\n{kind: rule, id: t, on: order.created, do: [{tag: nowhere}]}"
    )
    decision = world.observe(no="1")
    assert only(decision, "Refused").reasons[0].code == "OL707"


def test_ids_are_the_same_for_the_same_command() -> None:
    first, second = (does("{create: slip, with: {order_no: =no}}").observe(no="1") for _ in "12")
    assert [change.after.id for change in first.changes] == [
        change.after.id for change in second.changes
    ]
    assert codes(first) == []


def test_a_required_field_that_is_created_empty_is_refused():
    order = "kind: record\nid: order\nidentity: [no]\nfields: {no: text, note: text}\n---\n"
    slip = "{kind: record, id: slip, identity: [no], fields: {no: text, why: WHY}}\n---\n"
    rule = (
        "{kind: rule, id: r, on: order.created, do: [{create: slip, with: {no: =no, why: =note}}]}"
    )
    world = World(
        order + slip.replace("WHY", "{type: text, required: true}") + rule, mapped="no note"
    )
    [refusal] = [e for e in world.observe(no="1").effects if isinstance(e, Refused)]
    assert [reason.code for reason in refusal.reasons] == ["OL708"]
    assert "Created" in kinds(world.observe(no="2", note="x"))
