"""Records that know each other: references, children, roll-ups."""

import pytest
from tests.kernel.world import World, codes

SHOP = """
kind: record
id: order
identity: [no]
fields:
  no: text
  phone: phone
  amount: money
  customer: {type: reference, to: customer, match: {phone: =phone}}
  tier: {type: text, compute: customer.tier}
  parcels: {type: records, of: parcel, through: order}
  invoiced: {type: money, compute: sum(p.invoice for p in parcels)}
  gone: {type: boolean, compute: all(has(p.sent_at) for p in parcels)}
---
kind: record
id: customer
identity: [phone]
fields:
  phone: phone
  tier: text
  region: {type: reference, to: region, match: {code: =region_code}}
  region_code: text
  orders: {type: records, of: order, through: customer}
  spent: {type: money, compute: sum(o.invoiced for o in orders)}
---
kind: record
id: region
identity: [code]
fields: {code: text, name: text}
---
kind: record
id: parcel
identity: [no]
fields:
  no: text
  order_no: text
  order: {type: reference, to: order, match: {no: =order_no}}
  invoice: {type: money, currency: CNY}
  sent_at: time
  share: {type: decimal, compute: invoice / order.amount}
---
kind: machine
id: order_status
record: order
field: status
initial: open
states: {open: {}, done: {final: true}}
transitions: {finish: {from: open, to: done, automatic: true, when: gone}}
"""


PARCELS = """
---
kind: mapping
id: parcels
record: parcel
read: {format: json}
zone: Asia/Shanghai
fields: {no: no, order_no: order_no}
"""


def shop(more: str = "") -> World:
    return World(SHOP + PARCELS + more, mapped="no phone amount")


def named(world: World, record: str, key: str) -> object:
    """Give the key of what a record's reference points at."""
    found = world.view.get(world.record(record, key).values["customer"])
    assert found is not None
    return found.key


def test_a_reference_finds_the_record_that_its_match_describes() -> None:
    world = shop()
    world.observe(record="customer", phone="138", tier="gold")
    world.observe(no="1", phone="138")
    assert world.order("1").values["customer"] == world.record("customer", "138").id
    assert world.order("1").values["tier"] == "gold"


def test_a_reference_is_missing_until_its_record_appears() -> None:
    world = shop()
    world.observe(no="1", phone="138")
    world.observe(no="2", phone="139")
    assert "customer" not in world.order("1").values
    decision = world.observe(record="customer", phone="138", tier="gold")
    assert world.order("1").values["customer"] == world.record("customer", "138").id
    assert world.order("1").values["tier"] == "gold"
    assert "customer" not in world.order("2").values
    assert decision.events == [
        "customer.created",
        "order.customer.changed",
        "order.tier.changed",
        "order.changed",
        "customer.spent.changed",
        "customer.changed",
    ]
    told = [effect for effect in decision.effects if type(effect).__name__ == "FieldChanged"]
    assert [(each.field, each.was, each.value) for each in told] == [
        ("customer", None, world.record("customer", "138").id)
    ]
    assert told[0].cause.definition == "record/order"
    assert told[0].cause.path == "fields.customer"


def test_a_reference_follows_the_fields_that_its_match_reads() -> None:
    world = shop()
    world.observe(record="customer", phone="138", tier="gold")
    world.observe(record="customer", phone="139", tier="silver")
    world.observe(no="1", phone="138")
    world.observe(no="1", phone="139")
    assert world.order("1").values["tier"] == "silver"
    world.observe(no="1", phone="140")
    assert "tier" not in world.order("1").values
    world.observe(record="customer", phone="140", tier="new")
    assert world.order("1").values["tier"] == "new"


def test_three_references_are_read_in_a_row() -> None:
    rule = """
---
kind: rule
id: far
on: parcel.created
when: order.customer.region.name == "East"
do: [{tag: east}]
"""
    world = shop(rule)
    world.observe(record="region", code="E", name="East")
    world.observe(record="customer", phone="138", region_code="E")
    world.observe(no="1", phone="138")
    decision = world.observe(record="parcel", no="P", order_no="1")
    assert world.record("parcel", "P").values["tags"] == ["east"]
    order, customer = world.order("1"), world.record("customer", "138")
    region = world.record("region", "E")
    assert decision.reads[customer.id] == customer.revision
    assert decision.captured[f"{order.id}.customer"] == customer.id
    assert decision.captured[f"{customer.id}.region"] == region.id
    assert decision.captured[f"{region.id}.name"] == "East"


def test_a_change_of_a_child_settles_its_parents_and_theirs() -> None:
    world = shop()
    world.observe(record="customer", phone="138")
    world.observe(no="1", phone="138", amount="CNY 100")
    decision = world.observe(record="parcel", no="P", order_no="1", invoice="CNY 30")
    assert str(world.order("1").values["invoiced"]) == "CNY 30.00"
    assert str(world.record("customer", "138").values["spent"]) == "CNY 30.00"
    assert decision.events == [
        "parcel.created",
        "order.invoiced.changed",
        "order.gone.changed",
        "order.changed",
        "customer.spent.changed",
        "customer.changed",
    ]
    world.observe(record="parcel", no="Q", order_no="1", invoice="CNY 5")
    world.observe(record="parcel", no="P", order_no="1", invoice="CNY 20")
    assert str(world.record("customer", "138").values["spent"]) == "CNY 25.00"


def test_a_child_that_moves_settles_both_parents() -> None:
    world = shop()
    world.observe(no="1")
    world.observe(no="2")
    world.observe(record="parcel", no="P", order_no="1", invoice="CNY 30")
    world.observe(record="parcel", no="P", order_no="2")
    assert str(world.order("1").values["invoiced"]) == "CNY 0.00"
    assert str(world.order("2").values["invoiced"]) == "CNY 30.00"


def test_an_automatic_transition_waits_for_all_children() -> None:
    world = shop()
    world.observe(no="1")
    world.observe(record="parcel", no="P", order_no="1")
    world.observe(record="parcel", no="Q", order_no="1", sent_at="2026-01-05T10:00+08:00")
    assert world.order("1").values["status"] == "open"
    world.observe(record="parcel", no="P", order_no="1", sent_at="2026-01-05T11:00+08:00")
    assert world.order("1").values["status"] == "done"


def test_nothing_flows_down() -> None:
    world = shop()
    world.observe(no="1", amount="CNY 100")
    world.observe(record="parcel", no="P", order_no="1", invoice="CNY 50")
    world.observe(no="1", amount="CNY 200")
    assert str(world.record("parcel", "P").values["share"]) == "0.5"
    world.observe(record="parcel", no="P", order_no="1", invoice="CNY 100")
    assert str(world.record("parcel", "P").values["share"]) == "0.5"


def test_an_explicit_reference_must_point_at_a_record_of_its_type() -> None:
    rule = """
---
kind: rule
id: linking
on: order.created
do: [{create: parcel, with: {no: =no, order: =id}}, {set: {customer: =id}}]
"""
    world = shop(rule)
    decision = world.observe(no="1")
    refused = next(each for each in decision.effects if type(each).__name__ == "Refused")
    assert codes_of(refused) == ["OL740"]
    assert refused.reasons[0].facts == {
        "field": "customer",
        "record": "customer",
        "id": world.order("1").id,
    }
    assert world.view.find("parcel", "1") is None


def codes_of(refused: object) -> list[str]:
    return [reason.code for reason in refused.reasons]  # type: ignore[attr-defined]


def test_a_record_is_found_by_its_identity() -> None:
    rule = """
---
kind: rule
id: known
on: order.created
when: record("customer", phone).tier == "gold"
do: [{set: {customer: '=record("customer", phone)'}}, {tag: gold}]
"""
    world = World(SHOP.replace(", match: {phone: =phone}", "") + rule)
    world.observe(record="customer", phone="138", tier="gold")
    world.observe(no="1", phone="138")
    world.observe(no="2", phone="139")
    world.observe(no="3")
    assert [world.order(no).values["tags"] for no in "123"] == [["gold"], [], []]
    assert named(world, "order", "1") == "138"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("newest(parcels, 2)", ["C", "B"]),
        ('sorted(parcels, "invoice")', ["B", "C", "A"]),
        ("[p for p in parcels if p.invoice > CNY 1]", ["A", "C"]),
    ],
)
def test_records_are_chosen_from_a_list(expression: str, found: list[str]) -> None:
    field = f"  chosen: {{type: list, of: text, compute: '[p.no for p in {expression}]'}}\n"
    world = World(SHOP.replace("  gone:", field + "  gone:", 1))
    world.observe(no="1")
    for number, invoice in (("A", 3), ("B", 1), ("C", 2)):
        world.observe(record="parcel", no=number, order_no="1", invoice=f"CNY {invoice}")
    chosen = world.order("1").values["chosen"]
    assert (chosen if "newest" in expression or "sorted" in expression else sorted(chosen)) == found


def test_records_that_sum_each_other_up_in_a_circle_are_refused() -> None:
    world = World(
        """
kind: record
id: order
identity: [no]
fields:
  no: text
  up: {type: reference, to: order, match: {no: =above}}
  above: text
  below: {type: records, of: order, through: up}
  own: integer
  all: {type: integer, compute: "default(own, 0) + sum(o.all for o in below)"}
"""
    )
    world.observe(no="1", own=1, above="2")
    world.observe(no="2", own=1, above="3")
    world.observe(no="3", own=1)
    assert world.order("3").values["all"] == 3
    decision = world.observe(no="3", above="1")
    assert (decision.outcome, codes(decision)) == ("refused", ["OL703"])
