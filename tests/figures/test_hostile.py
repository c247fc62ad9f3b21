"""Items that do not go together, and askers without a group: told, never a crash."""

from decimal import Decimal

from tests.kernel.world import World, kinds

from orderloom.expression.values import Money

MIXED = """
kind: record
id: order
identity: [no]
fields: {no: text, shop: text, amount: money, n: integer, total: money}
---
kind: rule
id: adding
on: order.created
facts:
  added: {sum: amount, of: order.created, by: [shop]}
  counted: {count: order.created, by: [shop]}
when: counted >= 1
do: [{set: {n: =counted, total: =added}}]
"""


def test_currencies_that_meet_are_told_and_the_rest_goes_on() -> None:
    world = World(MIXED)
    world.observe(no="1", shop="a", amount=Money(Decimal("1.50"), "CNY"))
    assert str(world.order("1").values["total"]) == "CNY 1.50"
    decision = world.observe(no="2", shop="a", amount=Money(Decimal("2.00"), "USD"))
    assert "Faulted" in kinds(decision)
    assert world.order("2").values["n"] == 2
    assert "total" not in world.order("2").values


def test_an_asker_without_a_group_gets_nothing() -> None:
    world = World(MIXED)
    world.observe(no="1")
    assert "n" not in world.order("1").values
    world.observe(no="2", shop="a")
    assert world.order("2").values["n"] == 1
