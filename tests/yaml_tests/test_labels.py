"""Labels mean the record that was given under them, and reach what it refers to."""

from tests.yaml_tests.flows import SHOP, play, told

CLUB = """
---
kind: record
id: customer
identity: [phone]
fields:
  phone: {type: text, required: true}
  tier: text
  orders: {type: records, of: bought, through: customer}
---
kind: record
id: bought
identity: [number]
fields:
  number: {type: text, required: true}
  phone: text
  customer: {type: reference, to: customer, match: {phone: =phone}}
"""

GIVEN = """
kind: test
id: play
at: 2026-01-05T20:00+08:00
given:
  first: {record: bought, number: B-1, phone: "138"}
  second: {record: bought, number: B-2, phone: "138"}
  li: {record: customer, phone: "138", tier: gold}
"""


def test_a_record_that_others_waited_for_keeps_its_label(tmp_path):
    steps = """
steps:
  - {expect: {that: 'li.tier == "gold" and li.phone == "138"'}}
  - {change: li, set: {tier: silver}}
  - expect:
      - {record: customer, count: 1, has: {tier: silver}}
      - {record: bought, where: 'customer.tier == "silver"', count: 2}
"""
    assert told(play(tmp_path, GIVEN + steps, SHOP + CLUB)) == []


def test_references_and_records_are_read_through_labels(tmp_path):
    steps = """
steps:
  - expect:
      - that: first.customer.tier == "gold"
      - that: count(li.orders) == 2 and any(o.number == "B-2" for o in li.orders)
      - that: record("customer", "138").tier == li.tier
      - {record: bought, where: customer.tier == li.tier, count: 2, has: {customer: =li.id}}
"""
    assert told(play(tmp_path, GIVEN + steps, SHOP + CLUB)) == []


def test_what_a_label_reaches_is_told_when_it_is_not_as_expected(tmp_path):
    steps = """
steps: [{expect: {that: first.customer.tier == "silver"}}]
"""
    assert told(play(tmp_path, GIVEN + steps, SHOP + CLUB)) == [
        "10: OL801 'first.customer.tier == \"silver\"' is false",
        "first.customer.tier = gold",
    ]


def test_a_value_of_a_record_given_later_is_read_through_an_earlier_label(tmp_path):
    text = """
kind: test
id: play
at: 2026-01-05T20:00+08:00
given:
  li: {record: customer, phone: "138", tier: gold}
  first: {record: bought, number: B-1, phone: "138"}
  copy: {record: customer, phone: "139", tier: =first.customer.tier}
steps: [{expect: {that: copy.tier == "gold"}}]
"""
    assert told(play(tmp_path, text, SHOP + CLUB)) == []
