"""``push``: what is news to a target goes there, once, and never back to where it came from."""

from tests.kernel.test_calls import ORDER, TWO, refused
from tests.kernel.world import World

from orderloom.flow.decision import Decision
from orderloom.flow.effect import Pushed, Unpushed

PUSHING = """
---
kind: mapping
id: to_wms
record: order
send: north.freeze
fields: {no: =no, note: =note}
---
kind: mapping
id: to_all
record: order
send: stores.freeze
fields: {note.number: =number, no: =no}
---
kind: rule
id: pushing
on: [order.created, order.changed]
do: [{push: [to_wms, to_all], else: [{tag: blocked}]}]
---
kind: rule
id: holding
on: order.tagged
when: event.tag == "stop"
do: [{hold: stop, blocks: [push]}]
"""


def shop() -> World:
    order = ORDER.replace(
        "  number: text\n", "  number: text\n  twice: {type: text, compute: no}\n"
    )
    return World(order + PUSHING, mapped="no note number", manifest=TWO)


def sent(decision: Decision) -> list[str]:
    """Name the mappings and targets of what is sent."""
    effects = [each for each in decision.effects if isinstance(each, Pushed)]
    return [f"{each.mapping} {each.connection}" for each in effects]


def settled(world: World, decision: Decision) -> None:
    for call in decision.calls:
        world.answer(call)


def test_a_target_is_sent_what_its_mapping_gives() -> None:
    world = shop()
    decision = world.observe(no="1", number="7")
    assert sent(decision) == ["to_wms north", "to_all north", "to_all south"]
    assert [call.payload for call in decision.calls] == [
        {"no": "1"},
        {"note": {"number": "7"}, "no": "1"},
        {"note": {"number": "7"}, "no": "1"},
    ]


def test_a_target_whose_payload_lacks_the_changed_field_sees_nothing() -> None:
    world = shop()
    settled(world, world.observe(no="1"))
    decision = world.change("1", note="a")
    assert sent(decision) == ["to_wms north"]
    left = [each for each in decision.effects if isinstance(each, Unpushed)]
    assert [(each.connection, each.echo) for each in left] == [("north", False), ("south", False)]


def test_what_a_target_has_already_is_not_sent_again() -> None:
    world = shop()
    settled(world, world.observe(no="1", note="a"))
    settled(world, world.change("1", note="b"))
    assert sent(world.change("1", phone="138")) == []
    assert sent(world.change("1", note="a")) == ["to_wms north"]


def test_what_was_rejected_is_offered_again() -> None:
    world = shop()
    for call in world.observe(no="1").calls:
        world.refuse(call)
    assert sent(world.change("1", phone="138")) == ["to_wms north", "to_all north", "to_all south"]


def test_a_change_does_not_go_back_to_where_it_came_from() -> None:
    world = shop()
    settled(world, world.observe(no="1", number="6"))
    decision = world.observe(no="1", number="7", source="south")
    assert sent(decision) == ["to_all north"]
    echoes = [each for each in decision.effects if isinstance(each, Unpushed) and each.echo]
    assert [each.connection for each in echoes] == ["south"]
    settled(world, decision)
    # South has said 7 itself: the 6 that it was once sent is news to it.
    assert "to_all south" in sent(world.change("1", number="6"))


def test_an_unsent_push_gives_way_to_a_newer_one() -> None:
    world = shop()
    first = world.observe(no="1", note="a").calls[0]
    decision = world.change("1", note="b")
    assert decision.superseded == [first.id]
    [second] = decision.calls
    assert world.answer(first).effects == []
    world.answer(second)
    assert sent(world.change("1", phone="138")) == []


def test_what_another_field_waits_for_goes_even_where_the_change_came_from() -> None:
    world = shop()
    waiting = world.observe(no="1", number="6").calls[2]
    decision = world.observe(no="1", number="7", source="south")
    assert waiting.id in decision.superseded
    assert decision.calls[-1].payload == {"note": {"number": "7"}, "no": "1"}


def test_a_hold_blocks_it() -> None:
    order = ORDER + PUSHING.replace("[order.created, order.changed]", "order.changed")
    world = World(
        order + "---\n{kind: rule, id: stop, on: order.created, do: [{tag: stop}]}\n",
        mapped="no note",
        manifest=TWO,
    )
    world.observe(no="1")
    decision = world.change("1", note="a")
    assert (sent(decision), refused(decision)) == ([], ["OL758"])
    assert "blocked" in world.order("1").values["tags"]


def test_computed_fields_are_sent_as_they_are_after_the_actions_before() -> None:
    rule = "do: [{set: {note: x}}, {push: to_wms}]"
    order = ORDER.replace("  number: text\n", "  number: {type: text, compute: note}\n")
    pushing = PUSHING.replace("note: =note", "note: =number").split("---\nkind: rule")[0]
    world = World(
        order + pushing + f"---\n{{kind: rule, id: r, on: order.created, {rule}}}\n",
        mapped="no",
        manifest=TWO,
    )
    assert world.observe(no="1").calls[0].payload == {"no": "1", "note": "x"}
