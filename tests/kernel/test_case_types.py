"""Cases of a type of their own: own fields, an own machine, and other records as subjects."""

from tests.kernel.world import World, codes, kinds

FLOW = """
kind: record
id: order
identity: [no]
fields:
  no: text
  lane: text
  problem: text
  answer_note: text
  twin: {type: reference, to: order, match: {no: =lane}}
---
kind: record
id: refund
extends: case
fields: {amount: money, desk: text}
---
kind: record
id: claim
extends: case
fields: {carrier: text}
---
kind: machine
id: claim_status
record: claim
field: status
initial: drafted
states: {drafted: {}, sent: {}, settled: {final: true}, withdrawn: {final: true}}
transitions:
  send: {from: drafted, to: sent, by: [clerk]}
  settle: {from: sent, to: settled, by: [clerk]}
  withdraw: {from: [drafted, sent], to: withdrawn, by: [clerk]}
---
kind: rule
id: refunds
on: order.problem.changed
when: event.is == "refund"
do:
  - open_case: refund
    with: {amount: CNY 5, desk: first, owner: clerk}
    later:
      - {after: 1h, when: status == "open", do: [{set: {desk: second, owner: lead}}]}
      - {after: 2h, do: [{set: {answer_note: waited}, of: =record}, {fire: close}]}
    then: [{set: {answer_note: =answer.desk}}]
    as: opened
  - {set: {text: =opened.desk}, of: =opened}
---
kind: rule
id: claims
on: order.problem.changed
when: event.is == "claim"
do:
  - open_case: claim
    with: {carrier: sf}
    then: [{set: {answer_note: settled}}]
    else: [{set: {answer_note: withdrawn}}]
---
kind: rule
id: twins
on: order.problem.changed
when: event.is == "twin"
do:
  - open_case: refund
    of: =twin
    with: {desk: =no}
    then: [{set: {answer_note: '=join([no, event.is], "-")'}}]
    else: [{set: {answer_note: none}}]
---
{kind: rule, id: told, on: refund.created, do: [{tag: noticed}]}
"""
MAPPED = "no lane problem"


def shop_with(problem, **values):
    shop = World(FLOW, mapped=MAPPED)
    shop.observe(no="1", **values)
    return shop, shop.observe(no="1", problem=problem, **values)


def only(shop, record_type):
    (found,) = shop.view.all(record_type)
    return found


def test_a_case_of_an_own_type_has_its_fields_and_can_be_handed_over():
    shop, decision = shop_with("refund")
    case = only(shop, "refund")
    assert case.key == f"{shop.order('1').id}/refund/1"
    assert [case.values[each] for each in ("desk", "owner", "status")] == ["first", "clerk", "open"]
    assert (case.values["text"], case.values["tags"]) == ("first", ["noticed"])
    first, second = [change.timer for change in decision.timers if change.state == "waiting"]
    shop.ring(first)
    assert [only(shop, "refund").values[each] for each in ("desk", "owner")] == ["second", "lead"]
    shop.ring(second)
    assert shop.order("1").values["answer_note"] == "second"
    assert only(shop, "refund").values["status"] == "closed"


def test_a_later_of_a_case_may_act_upon_its_subject():
    shop, decision = shop_with("refund")
    (_, second) = [change.timer for change in decision.timers if change.state == "waiting"]
    notes = [e.value for e in shop.ring(second).effects if getattr(e, "field", "") == "answer_note"]
    assert notes == ["waited", "first"]


def test_an_own_machine_says_when_a_case_is_over():
    shop, _ = shop_with("claim")
    claim = only(shop, "claim")
    shop.work(claim, "send", "clerk")
    assert "answer_note" not in shop.order("1").values
    shop.observe(no="1", problem="none")
    assert "CaseJoined" in kinds(shop.observe(no="1", problem="claim"))
    shop.work(claim, "settle", "clerk")
    assert shop.order("1").values["answer_note"] == "settled"
    shop.observe(no="1", problem="none")
    shop.observe(no="1", problem="claim")
    other = next(each for each in shop.view.all("claim") if each.id != claim.id)
    assert other.values["number"] == 2
    shop.work(other, "withdraw", "clerk")
    assert shop.order("1").values["answer_note"] == "withdrawn"


def test_a_case_about_another_record_answers_there():
    shop = World(FLOW, mapped=MAPPED)
    shop.observe(no="2")
    shop.observe(no="1", lane="2")
    shop.observe(no="1", lane="2", problem="twin")
    case = only(shop, "refund")
    assert (case.values["record"], case.values["desk"]) == (shop.order("2").id, "1")
    shop.work(case, "answer", "clerk")
    assert shop.order("2").values["answer_note"] == "2-twin"
    assert "answer_note" not in shop.order("1").values


def test_without_another_record_the_list_is_refused_and_told_where():
    shop, decision = shop_with("twin")
    (refused,) = [each for each in decision.effects if type(each).__name__ == "Refused"]
    assert [reason.code for reason in refused.reasons] == ["OL741"]
    assert refused.reasons[0].cause.place.line > 0
    assert codes(decision) == []
    assert "answer_note" not in shop.order("1").values
