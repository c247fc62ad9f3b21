"""``of``, unique fields, and when a state was entered."""

import pytest
from tests.kernel.world import World, codes, kinds

from orderloom.flow.effect import Notified, Refused

FLOW = """
kind: record
id: customer
identity: [name]
contact: {phone: =phone}
fields: {name: text, phone: text, note: text, orders: {type: records, of: order, through: customer}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  name: text
  go: text
  note: text
  ticket: {type: text, unique: true, edit: [clerk]}
  customer: {type: reference, to: customer, match: {name: =name}}
---
kind: machine
id: customer_status
record: customer
field: status
initial: fresh
states: {fresh: {}, known: {}, left: {final: true}}
transitions:
  greet: {from: fresh, to: known, input: {note: text}}
  forget: {from: known, to: fresh}
  leave: {from: [fresh, known], to: left}
---
{kind: message, id: hello, record: customer, media: {sms: "{{ name }} {{ said }}"}}
---
kind: rule
id: others
on: order.go.changed
do:
  - {set: {note: =no}, of: =customer, when: event.is == "set"}
  - {fire: greet, of: =customer, with: {note: =note}, when: event.is == "fire"}
  - {tag: seen, of: =customer, when: event.is == "tag"}
  - {hold: hands_off, of: =customer, blocks: [greet], when: event.is == "hold"}
  - {unhold: hands_off, of: =customer, when: event.is == "unhold"}
  - {notify: hello, of: =customer, with: {said: =no}, when: event.is == "notify"}
  - {set: {note: gone}, of: =customer, when: event.is == "else", else: [{tag: alone}]}
---
kind: rule
id: all_orders
on: customer.note.changed
do:
  - {for_each: =orders, as: one, do: [{set: {note: =name}, of: =one}]}
"""


def shop_going(step, *, customer=True):
    shop = World(FLOW, mapped="no name go ticket note")
    if customer:
        shop.observe(record="customer", name="li", phone="13800000000")
    shop.observe(no="1", name="li", note="a note")
    return shop, shop.observe(no="1", name="li", go=step)


@pytest.mark.parametrize(
    ("step", "effect"),
    [
        ("set", "FieldChanged"),
        ("fire", "Moved"),
        ("tag", "Tagged"),
        ("hold", "Held"),
        ("notify", "Notified"),
    ],
)
def test_an_action_reaches_another_record_in_the_same_decision(step, effect):
    shop, decision = shop_going(step)
    customer = shop.record("customer", "li")
    about = [each for each in decision.effects if type(each).__name__ == effect]
    assert customer.id in {each.record_id for each in about}
    assert {each.record for each in about if each.record_id == customer.id} == {"customer"}


def test_names_right_of_the_action_stay_those_of_the_record_at_hand():
    shop, _ = shop_going("set")
    assert shop.record("customer", "li").values["note"] == "1"
    assert shop.order("1").values["note"] == "li"  # through for_each over the customer's orders


def test_a_message_about_another_record_tells_of_that_one():
    _, decision = shop_going("notify")
    (told,) = [each for each in decision.effects if isinstance(each, Notified)]
    assert told.to == "138****0000"
    assert decision.calls[0].payload["text"] == "li 1"


def test_a_hold_on_another_record_is_lifted_again():
    shop, _ = shop_going("hold")
    assert list(shop.record("customer", "li").holds) == ["hands_off"]
    assert "Unheld" in kinds(shop.observe(no="1", name="li", go="unhold"))


def test_a_missing_record_refuses_and_else_acts_on_the_record_at_hand():
    shop, decision = shop_going("set", customer=False)
    (refused,) = [each for each in decision.effects if isinstance(each, Refused)]
    assert [(each.code, each.cause.path) for each in refused.reasons] == [("OL741", "do[0]")]
    shop.observe(no="1", name="li", go="else")
    assert shop.order("1").values["tags"] == ["alone"]


def test_a_unique_value_is_taken_once_and_free_again_when_given_up():
    shop = World(FLOW, mapped="no name go ticket note")
    shop.observe(no="1", ticket="T-1")
    assert codes(shop.observe(no="2", ticket="T-1")) == ["OL746"]
    shop.observe(no="2")
    assert codes(shop.change("2", ticket="T-1")) == ["OL746"]
    shop.change("1", ticket=None)
    assert codes(shop.change("2", ticket="T-1")) == []
    assert codes(shop.change("2", ticket="T-1")) == []


def test_a_record_remembers_only_the_states_that_are_asked_for():
    rule = """
---
kind: rule
id: asking
on: customer.status.fresh
when: entered("status", "known") < now
do: [{set: {note: '=text(entered("status", "known"), "yyyy-MM-dd HH:mm")'}}]
"""
    shop = World(FLOW + rule, mapped="no name go ticket note")
    customer = shop.record
    shop.observe(record="customer", name="li")
    assert "note" not in customer("customer", "li").values
    shop.observe(no="1", name="li", note="x")
    shop.observe(no="1", name="li", go="fire")
    at = shop.now
    for step in ("forget", "greet", "forget"):
        shop.work(customer("customer", "li"), step, "lead") if step != "greet" else shop.observe(
            no="1", name="li", go="fire"
        )
    values = customer("customer", "li").values
    kept = [name for name in values if name.startswith("$entered")]
    assert kept == ["$entered.status.known"]
    assert values["$entered.status.known"] >= at
