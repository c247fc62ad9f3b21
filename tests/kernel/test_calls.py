"""``call``: who is asked, what an answer leads to, and what may happen only once."""

import pytest
from tests.kernel.world import MANIFEST, World

from orderloom.flow.decision import Decision
from orderloom.flow.effect import Answered, Called, Refused, Withheld

ORDER = """
kind: record
id: order
identity: [no]
fields:
  no: text
  note: text
  number: text
  phone: {type: phone, sensitive: true}
  parcel: {type: reference, to: parcel, match: {no: =no}}
---
{kind: record, id: parcel, identity: [no], fields: {no: text, note: text}}
---
kind: connection
id: north
connector: wms
group: stores
zone: Asia/Shanghai
environments: {test: {url: "http://127.0.0.1:1"}}
---
kind: connection
id: south
connector: erp
group: stores
zone: Asia/Shanghai
environments: {test: {url: "http://127.0.0.1:2"}}
---
{kind: connection, id: away, connector: wms, zone: Asia/Shanghai, environments: {live: {url: "http://127.0.0.1:3"}}}
"""


TWO = MANIFEST.replace("publish: [lead]}}", "publish: [lead]}, live: {hosts: [], publish: [lead]}}")


def shop(*rules: str) -> World:
    """Give a shop with rules on new orders: each an action or several."""
    told = [
        f"---\n{{kind: rule, id: r{number}, on: order.created, do: [{actions}]}}\n"
        for number, actions in enumerate(rules)
    ]
    return World(ORDER + "".join(told), mapped="no phone note", manifest=TWO)


def asked(decision: Decision) -> list[str]:
    """Name what is asked."""
    return [f"{each.connection}.{each.operation}" for each in decision.calls]


def refused(decision: Decision) -> list[str]:
    """Give the codes for which actions were refused."""
    effects = (each for each in decision.effects if isinstance(each, Refused))
    return [reason.code for each in effects for reason in each.reasons]


FREEZE = (
    "{call: north.freeze, with: {no: =no}, then: [{set: {number: =answer.number,"
    " note: =event.name}}], else: [{set: {note: =answer.error}}]}"
)


def test_a_call_waits_for_its_answer_which_then_reads() -> None:
    world = shop(FREEZE)
    [call] = world.observe(no="1").calls
    assert (call.connection, call.operation, call.payload) == ("north", "freeze", {"no": "1"})
    assert world.order("1").values.get("number") is None
    decision = world.answer(call, number="W7")
    assert world.order("1").values["number"] == "W7"
    assert world.order("1").values["note"] == "order.created"
    assert decision.events[0] == "connection.north.answered"
    assert [each.outcome for each in decision.effects if isinstance(each, Answered)] == ["answered"]


@pytest.mark.parametrize("for_good", [True, False])
def test_what_is_rejected_or_fails_for_good_runs_else(*, for_good: bool) -> None:
    world = shop(FREEZE)
    [call] = world.observe(no="1").calls
    decision = world.refuse(call, for_good=for_good)
    assert world.order("1").values["note"] == "OL640"
    assert decision.events[0] == f"connection.north.{'failed' if for_good else 'rejected'}"


def test_an_answer_that_comes_twice_decides_once() -> None:
    world = shop(FREEZE)
    [call] = world.observe(no="1").calls
    world.answer(call, number="W7")
    again = world.answer(call, number="W8")
    assert (again.outcome, again.effects) == ("duplicate", [])
    assert world.order("1").values["number"] == "W7"


def test_a_refused_list_calls_nobody() -> None:
    world = shop("{call: north.freeze}, {create: parcel, with: {no: =note}}")
    decision = world.observe(no="1")
    assert (asked(decision), refused(decision)) == ([], ["OL709"])
    assert not any(isinstance(each, Called) for each in decision.effects)
    assert "$calls" not in world.order("1").values


def test_a_group_is_each_member_but_the_one_left_out() -> None:
    assert asked(shop("{call: stores.freeze}").observe(no="1")) == ["north.freeze", "south.freeze"]
    world = shop("{call: stores.freeze, skip: =source}")
    assert asked(world.observe(no="1", source="north")) == ["south.freeze"]


def test_each_member_of_a_group_answers_for_itself() -> None:
    world = shop("{call: stores.freeze, then: [{tag: frozen}]}")
    first, second = world.observe(no="1").calls
    world.answer(first, number="1")
    assert world.answer(second, number="2").outcome == "applied"


@pytest.mark.parametrize(
    ("source", "calls", "code"),
    [("north", ["north.cancel"], []), (None, [], ["OL750"]), ("south", [], ["OL751"])],
)
def test_source_is_the_connection_that_the_record_came_from(
    source: str | None, calls: list[str], code: list[str]
) -> None:
    world = shop("{call: source.cancel}")
    decision = world.observe(no="1", source=source)
    assert (asked(decision), refused(decision)) == (calls, code)


def test_a_connection_without_an_address_here_cannot_be_asked() -> None:
    world = shop("{call: away.cancel, else: [{tag: unreachable}]}")
    decision = world.observe(no="1")
    assert (asked(decision), refused(decision)) == ([], ["OL751"])
    assert world.order("1").values["tags"] == ["unreachable"]


def test_once_lets_one_call_of_a_name_succeed() -> None:
    world = shop("{call: north.cancel, once: back}, {call: north.freeze, once: back, else: []}")
    decision = world.observe(no="1")
    assert (asked(decision), refused(decision)) == (["north.cancel"], ["OL753"])
    world.answer(decision.calls[0])
    assert world.order("1").values["$done"] == ["back"]


AGAIN = """
---
kind: rule
id: again
on: order.note.changed
do: [{call: north.refund, once: back}]
"""


@pytest.mark.parametrize(
    ("end", "code"), [("waits", ["OL753"]), ("answered", ["OL754"]), ("rejected", [])]
)
def test_a_rejected_call_frees_its_name_a_done_one_never(end: str, code: list[str]) -> None:
    world = World(ORDER + AGAIN, mapped="no note", manifest=TWO)
    world.observe(no="1")
    [call] = world.change("1", note="a").calls
    if end == "answered":
        world.answer(call)
    elif end == "rejected":
        world.refuse(call)
    decision = world.change("1", note="b")
    assert refused(decision) == code
    assert asked(decision) == ([] if code else ["north.refund"])


def test_two_definitions_that_want_the_irreversible_get_none_and_a_case_says_why() -> None:
    world = shop("{call: north.refund, once: back}", "{call: north.print, once: label}")
    decision = world.observe(no="1")
    assert asked(decision) == []
    assert "$calls" not in world.order("1").values
    withheld = [each for each in decision.effects if isinstance(each, Withheld)]
    assert [(each.operation, each.also) for each in withheld] == [
        ("refund", ("rule/r1",)),
        ("print", ("rule/r0",)),
    ]
    [case] = world.cases()
    assert case.values["type"] == "irreversible_calls"
    assert case.values["text"] == "rule/r0: north.refund; rule/r1: north.print"


def test_one_definition_may_want_several() -> None:
    world = shop("{call: north.refund, once: back}, {call: north.print, once: label}")
    assert asked(world.observe(no="1")) == ["north.refund", "north.print"]


def test_what_is_sensitive_goes_out_but_is_told_to_nobody() -> None:
    world = shop("{call: north.freeze, with: {note: =phone}}")
    decision = world.observe(no="1", phone="13812345678")
    assert decision.calls[0].payload == {"note": "13812345678"}
    [called] = [each for each in decision.effects if isinstance(each, Called)]
    assert called.values == {"note": "138****5678"}


def test_an_answer_to_a_call_about_another_record_acts_on_that_record() -> None:
    told = "{call: north.freeze, of: =parcel, then: [{set: {note: =answer.number}}]}"
    world = World(
        ORDER + f"---\n{{kind: rule, id: r, on: order.note.changed, do: [{told}]}}\n"
        "---\n{kind: rule, id: make, on: order.created, do: [{create: parcel, with: {no: =no}}]}\n",
        mapped="no note",
        manifest=TWO,
    )
    world.observe(no="1")
    [call] = world.change("1", note="go").calls
    world.answer(call, number="W7")
    assert world.record("parcel", "1").values["note"] == "W7"


def test_a_call_inside_an_answer_sees_the_answer_before_by_its_name() -> None:
    inner = "{call: north.cancel, then: [{set: {number: =frozen.number}}]}"
    world = shop(f"{{call: north.freeze, as: frozen, then: [{inner}]}}")
    [call] = world.observe(no="1").calls
    [second] = world.answer(call, number="W7").calls
    world.answer(second)
    assert world.order("1").values["number"] == "W7"


LISTENING = """
---
kind: rule
id: listening
on: connection.rejected
when: event.operation == "freeze" and event.error == "OL640"
do: [{create: parcel, with: {no: =event.record}}]
"""


def test_rules_hear_what_comes_of_calls_to_any_connection() -> None:
    world = World(
        ORDER
        + LISTENING
        + "---\n{kind: rule, id: asking, on: order.created, do: [{call: stores.freeze}]}\n",
        mapped="no",
        manifest=TWO,
    )
    first, second = world.observe(no="1").calls
    world.answer(first)
    assert [each.type for each in world.view.all("parcel")] == []
    world.refuse(second)
    assert world.record("parcel", world.order("1").id)
