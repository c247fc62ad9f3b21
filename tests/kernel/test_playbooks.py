"""Playbooks: run by hand or by a definition, whole or not at all."""

from tests.kernel.world import World, codes, kinds

from orderloom.flow.effect import PlaybookRun, Refused

ORDER = """
kind: record
id: order
identity: [no]
fields: {no: text, note: text, amount: money, lane: text}
---
kind: machine
id: order_status
record: order
field: status
initial: paid
states: {paid: {}, shipped: {final: true}}
transitions: {ship: {from: paid, to: shipped, when: has(note), do: [{set: {lane: out}}]}}
---
kind: playbook
id: care
record: order
by: [lead]
input:
  how: {type: text, required: true}
  refund: {type: money, default: CNY 1}
do: [{tag: cared}, {set: {note: =event.how, amount: =event.refund}}]
---
kind: playbook
id: send
record: order
by: [clerk]
do: [{tag: sent}, {fire: ship}]
---
kind: playbook
id: try_to_send
record: order
by: [clerk]
do: [{run: send, else: [{tag: stuck}]}]
"""


def world(more: str = "") -> World:
    shop = World(ORDER + more, mapped="no note lane")
    shop.observe(no="1")
    return shop


def test_it_runs_with_its_input_and_defaults() -> None:
    shop = world()
    decision = shop.run("1", "care", "lead", how="flowers")
    assert decision.outcome == "applied"
    assert kinds(decision) == ["PlaybookRun", "Tagged", "FieldChanged", "FieldChanged"]
    values = shop.order("1").values
    assert (values["tags"], values["note"], str(values["amount"])) == (
        ["cared"],
        "flowers",
        "CNY 1.00",
    )


def test_the_engine_may_always() -> None:
    assert world().run("1", "care", how="flowers").outcome == "applied"


def test_it_is_refused_with_all_reasons() -> None:
    shop = world()
    decision = shop.run("1", "care", "lead", refund="much", why="so")
    assert decision.outcome == "refused"
    assert codes(decision) == ["OL731", "OL707", "OL732"]
    assert decision.effects == decision.changes == []
    assert codes(shop.run("1", "care", "clerk", how="x")) == ["OL721"]
    assert codes(shop.run("1", "caring", "lead")) == ["OL730"]


def test_a_refused_action_undoes_all_of_it() -> None:
    shop = world()
    decision = shop.run("1", "send", "clerk")
    assert (decision.outcome, codes(decision)) == ("refused", ["OL701"])
    assert shop.order("1").values["tags"] == []


def test_inside_another_it_is_an_action_like_any() -> None:
    shop = world()
    decision = shop.run("1", "try_to_send", "clerk")
    assert [effect for effect in decision.effects if isinstance(effect, Refused)]
    assert shop.order("1").values["tags"] == ["stuck"]
    assert "order.status.refused" in decision.events


def test_it_writes_in_the_name_of_who_runs_it() -> None:
    shop = world("""
---
kind: rule
id: a
on: order.lane.changed
do: [{run: care, with: {how: first}}, {set: {note: second}}]
---
kind: rule
id: b
on: order.lane.changed
do: [{run: care, with: {how: third}}]
""")
    decision = shop.observe(no="1", lane="x")
    assert shop.order("1").values["note"] == "second"
    assert kinds(decision).count("Overruled") == 2
    causes = [e.cause for e in decision.effects if isinstance(e, PlaybookRun)]
    assert [cause.definition for cause in causes if cause is not None] == ["rule/a", "rule/b"]


def test_what_it_sets_off_writes_in_its_own_name() -> None:
    shop = world("""
---
kind: playbook
id: hasten
record: order
by: [clerk]
do: [{set: {note: gone}}, {fire: ship}]
---
kind: rule
id: a
on: order.tagged
do: [{set: {lane: in}}, {run: hasten}]
---
{kind: rule, id: z, on: order.note.changed, do: [{tag: noted}]}
""")
    decision = shop.observe(no="1", note="go")
    assert decision.outcome == "applied"
    assert shop.order("1").values["lane"] == "in"
    assert kinds(decision).count("Overruled") == 1


def test_playbooks_that_run_each_other_are_refused_naming_the_circle() -> None:
    shop = world("""
---
{kind: playbook, id: ping, record: order, by: [lead], do: [{run: pong, when: has(no)}]}
---
{kind: playbook, id: pong, record: order, by: [lead], do: [{run: ping, when: has(no)}]}
""")
    decision = shop.run("1", "ping", "lead")
    assert codes(decision) == ["OL703"]
    assert "playbook/ping → playbook/pong" in decision.reasons[0].facts["cycle"]
