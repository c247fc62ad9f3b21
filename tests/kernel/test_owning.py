"""Fields with an owner: its word stands, any other's is told as a conflict, and both agree."""

from tests.kernel.world import World, codes

from orderloom.flow.decision import Decision
from orderloom.flow.effect import Conflict, Pushed, Unpushed

FLOW = """
kind: record
id: order
identity: [no]
fields:
  no: text
  quantity: {type: integer, owner: store}
  price: {type: integer, owner: books}
  phone: {type: phone, sensitive: true, owner: halls}
  note: text
---
{kind: connection, id: store, connector: wms, group: halls, zone: Asia/Shanghai,
  environments: {test: {url: "http://127.0.0.1:1"}}}
---
{kind: connection, id: books, connector: erp, zone: Asia/Shanghai,
  environments: {test: {url: "http://127.0.0.1:2"}}}
---
{kind: mapping, id: to_store, record: order, send: store.freeze, fields: {no: =no,
  note.q: =quantity, note.p: =price}}
---
{kind: mapping, id: to_books, record: order, send: books.freeze, fields: {no: =no,
  note.q: =quantity, note.p: =price}}
---
{kind: rule, id: both, on: [order.changed, order.quantity.conflict], do: [{push: [to_store,
  to_books]}]}
---
{kind: rule, id: telling, on: order.quantity.conflict, when: event.lost > event.kept,
  do: [{tag: disputed}]}
"""


def shop() -> World:
    return World(FLOW, mapped="no quantity price phone note")


def conflicts(decision: Decision) -> list[tuple[str, object, object]]:
    found = (each for each in decision.effects if isinstance(each, Conflict))
    return [(each.field, each.kept, each.lost) for each in found]


def sent(decision: Decision) -> list[str]:
    """Name whom something is sent."""
    return [each.connection for each in decision.effects if isinstance(each, Pushed)]


def held_back(decision: Decision) -> list[tuple[str, bool]]:
    found = (each for each in decision.effects if isinstance(each, Unpushed))
    return [(each.connection, each.echo) for each in found]


def test_the_owner_of_each_field_wins_and_the_loser_is_told_once() -> None:
    world = shop()
    world.observe(no="1", quantity=5, price=10)
    first = world.observe(source="store", no="1", quantity=4, price=11)
    assert conflicts(first) == [("price", 10, 11)]
    second = world.observe(source="books", no="1", quantity=7, price=12)
    assert conflicts(second) == [("quantity", 4, 7)]
    values = world.order("1").values
    assert (values["quantity"], values["price"], values["tags"]) == (4, 12, ["disputed"])
    assert "order.price.conflict" in first.events
    assert "order.quantity.conflict" in second.events


def test_what_a_record_begins_with_is_nobodys_to_dispute() -> None:
    world = shop()
    assert conflicts(world.observe(source="shop", no="1", quantity=5)) == []
    assert world.order("1").values["quantity"] == 5


def test_saying_what_is_there_already_is_no_conflict() -> None:
    world = shop()
    world.observe(source="store", no="1", quantity=5)
    assert world.observe(source="books", no="1", quantity=5).outcome == "duplicate"


def test_an_owner_may_clear_and_another_may_then_not_fill() -> None:
    world = shop()
    world.observe(source="store", no="1", quantity=5)
    world.observe(source="store", no="1", quantity=None)
    assert conflicts(world.observe(source="books", no="1", quantity=3)) == [("quantity", None, 3)]
    assert "quantity" not in world.order("1").values


def test_every_member_of_a_group_that_owns_a_field_may_write_it() -> None:
    world = shop()
    world.observe(no="1", phone="13811111111")
    world.observe(source="store", no="1", phone="13822222222")
    assert world.order("1").values["phone"] == "13822222222"
    told = conflicts(world.observe(source="books", no="1", phone="13833333333"))
    assert told == [("phone", "138****2222", "138****3333")]


def test_nobody_may_type_what_a_system_owns() -> None:
    world = shop()
    world.observe(no="1", quantity=5)
    assert codes(world.change("1", quantity=6)) == ["OL685"]
    assert world.change("1", note="x").outcome == "applied"


def test_two_systems_that_both_insist_do_not_keep_each_other_going() -> None:
    world = shop()
    world.observe(source="store", no="1", quantity=5, price=10)
    sendings = 0
    for _ in range(10):  # each says its own again, whatever it is told
        for source, said in (("store", {"price": 99}), ("books", {"quantity": 99})):
            decision = world.observe(source=source, no="1", **said)
            sendings += len(decision.calls)
            for call in decision.calls:
                world.answer(call)
    assert sendings == 2  # the store is told its quantity stands, the books theirs


def test_a_system_that_came_round_is_told_again_when_it_differs_anew() -> None:
    world = shop()
    world.observe(source="store", no="1", quantity=5)
    for again in range(2):
        decision = world.observe(source="books", no="1", quantity=7)
        assert "books" in sent(decision), again
        for call in decision.calls:
            world.answer(call)
        stubborn = world.observe(source="books", no="1", quantity=7)
        assert ("books", True) in held_back(stubborn)
        world.observe(source="books", no="1", quantity=5)


def test_a_correction_that_has_not_left_is_not_doubled() -> None:
    world = shop()
    world.observe(source="store", no="1", quantity=5)
    first = world.observe(source="books", no="1", quantity=7)
    second = world.observe(source="books", no="1", quantity=7)
    assert sent(second) == []
    third = world.observe(source="books", no="1", quantity=8)
    assert third.superseded == [call.id for call in first.calls if call.connection == "books"]
