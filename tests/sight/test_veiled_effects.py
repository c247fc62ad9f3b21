"""What is told of goods, ends and new versions to roles that see much, little or nothing of it."""

import pytest
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid
from tests.deploying.shops import Shop, order

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [analyst]}}
---
{kind: role, id: analyst, see: {order: {}}}
---
{kind: role, id: clerk, see: {order: {fields: [no]}}}
---
{kind: role, id: watcher, see: {order: {fields: [no, status]}}}
---
kind: record
id: order
identity: [no]
retain: {for: 9000d, then: erase}
fields: {no: text, phone_no: {type: phone, sensitive: true}, qty: integer}
---
kind: machine
id: order_status
record: order
field: status
initial: weighing
states: {weighing: {}, gone: {final: true}}
transitions: {go: {from: weighing, to: gone}}
---
kind: stock
id: central
item: sku
places: warehouses
---
kind: table
id: warehouses
columns: {id: text}
rows: [{id: SH}, {id: BJ}]
---
kind: rule
id: look
on: order.created
do:
  - {move: central, lines: [{sku: X, quantity: 9, place: SH}], to: available}
  - {move: central, lines: [{sku: X, quantity: 5, place: BJ}], to: available}
  - {reserve: central, lines: [{sku: X, quantity: =qty}], prefer: [fewest]}
---
kind: mapping
id: shop
record: order
read: {format: json, each: "orders[*]"}
fields: {no: no, phone_no: phone, qty: qty}
"""
MOVES = (
    "[{record: order, state: weighing, to: packing}, {record: order, rename: {phone_no: phone}}]"
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Give a shop whose order was stocked, moved to another version, and erased."""
    shop = Shop(tmp_path_factory.mktemp("lived"))
    shop.write(FLOW)
    answer = shop.take(order("A", qty=2), at="2026-01-01T00:00:00Z")
    assert answer.code == 0, answer.err
    shop.change(
        ("weighing", "packing"), ("phone_no: {", "phone: {"), ("phone_no: phone", "phone: phone")
    )
    shop.migrate(MOVES)
    assert shop.deploy().code == 0
    assert shop.take(at="2055-02-10T00:00:00Z").code == 0
    return shop


def effects(shop, role):
    """Give the story's effects as a role is told them, each by its kind."""
    named = ("explain", "A", "--flow", shop.folder, "--store", shop.store)
    answer = call(*named, "--as", role, "--format", "json")
    assert_valid(answer.document, "explain")
    found = {}
    for entry in answer.document["story"]:
        for effect in entry["effects"]:
            found.setdefault(effect["effect"], effect)
    return found


def test_who_sees_all_of_the_order_is_told_of_its_goods(lived):
    seen = effects(lived, "analyst")
    assert {"stock", "placed", "migrated", "renamed", "erased"} <= set(seen)
    assert (seen["stock"]["item"], seen["stock"]["stock"]) == ("X", "central")
    assert seen["renamed"]["into"] == "phone"


def test_who_sees_its_number_only_is_told_that_it_is_erased_and_no_more(lived):
    seen = effects(lived, "clerk")
    assert not {"stock", "migrated", "renamed"} & set(seen)
    assert {"placed", "erased", "veiled"} <= set(seen)
    assert seen["placed"]["values"] == {}


def test_who_sees_the_state_is_told_that_a_version_moved_it(lived):
    seen = effects(lived, "watcher")
    assert (seen["migrated"]["was"], seen["migrated"]["state"]) == ("weighing", "packing")
    assert not {"stock", "renamed"} & set(seen)
