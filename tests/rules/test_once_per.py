"""A rule with `once_per` starts once in a while for each key; the rest is told."""

import pytest
from tests.rules.flows import play

BY_SKU = """
kind: rule
id: hot
on: order.created
when: n > 1
once_per: {key: =sku, every: 30m}
do: [{tag: hot}]
"""
BY_RECORD = """
kind: rule
id: hot
on: [order.changed, order.created]
once_per: {every: 30m}
do: [{create: parcel, with: {no: =event.id, of_order: =no}}]
"""
REFUSED_AT_FIRST = """
kind: rule
id: hot
on: [order.changed, order.created]
once_per: {every: 30m}
do: [{tag: hot}, {create: parcel, with: {no: =note}}]
"""


def order(no, **values):
    parts = {"no": no, "sku": "X", "n": 2} | values
    return f"- {{receive: {{mapping: web, item: {parts}}}}}"


STEPS = {
    "the second of a key is suppressed": (
        BY_SKU,
        f"""
{order("A")}
{order("B")}
- expect:
    - {{record: order, where: 'no == "A"', has: {{tags: [hot]}}}}
    - {{record: order, where: 'no == "B"', has: {{tags: []}}}}
    - {{suppressed: hot, count: 1, has: {{no: B, reason: OL170}}}}
""",
    ),
    "keys do not know each other": (
        BY_SKU,
        f"""
{order("A")}
{order("B", sku="Y")}
- {{expect: [{{suppressed: hot, count: 0}}, {{record: order, where: '"hot" in tags', count: 2}}]}}
""",
    ),
    "what does not hit is not suppressed": (
        BY_SKU,
        f"""
{order("A")}
{order("B", n=1)}
- {{expect: {{suppressed: hot, count: 0}}}}
""",
    ),
    "a start counts for less than its time, also over a restart": (
        BY_SKU,
        f"""
{order("A")}
- {{restart: true}}
- {{wait: 29m59s}}
{order("B")}
- {{expect: {{suppressed: hot, count: 1}}}}
- {{wait: 1s}}
{order("C")}
- {{expect: [{{suppressed: hot, count: 1}}, {{record: order, where: '"hot" in tags', count: 2}}]}}
""",
    ),
    "what is suppressed does not put the next start off": (
        BY_SKU,
        f"""
{order("A")}
- {{wait: 20m}}
{order("B")}
- {{wait: 20m}}
{order("C")}
- {{expect: {{record: order, where: '"hot" in tags', count: 2}}}}
""",
    ),
    "items of one message see each other": (
        BY_SKU,
        """
- receive:
    connection: counter
    stream: orders
    body: '{"orders": [{"no": "A", "sku": "X", "n": 2}, {"no": "B", "sku": "X", "n": 2}]}'
- {expect: [{suppressed: hot, count: 1}, {record: order, where: '"hot" in tags', count: 1}]}
""",
    ),
    "things that happen at once see each other": (
        BY_SKU,
        f"""
- together:
    {order("A")}
    {order("B")}
- {{expect: [{{suppressed: hot, count: 1}}, {{record: order, where: '"hot" in tags', count: 1}}]}}
""",
    ),
    "items without a key are one": (
        BY_SKU,
        """
- {receive: {mapping: web, item: {no: A, n: 2}}}
- {receive: {mapping: web, item: {no: B, n: 2}}}
- {expect: {suppressed: hot, count: 1}}
""",
    ),
    "without a key each record is one": (
        BY_RECORD,
        f"""
{order("A")}
{order("A", n=3)}
{order("B")}
- {{expect: [{{suppressed: hot, count: 1}}, {{record: parcel, count: 2}}]}}
- {{wait: 30m}}
{order("A", n=4)}
- {{expect: [{{suppressed: hot, count: 1}}, {{record: parcel, count: 3}}]}}
""",
    ),
    "a start whose actions were refused is none": (
        REFUSED_AT_FIRST,
        f"""
{order("A")}
- {{expect: [{{suppressed: hot, count: 0}}, {{record: parcel, count: 0}}]}}
{order("A", note="P1")}
- {{expect: [{{suppressed: hot, count: 0}}, {{record: parcel, count: 1}}]}}
{order("A", note="P2")}
- {{expect: [{{suppressed: hot, count: 1}}, {{record: parcel, count: 1}}]}}
""",
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_once_in_a_while(name, tmp_path):
    rules, steps = STEPS[name]
    assert play(tmp_path, rules, f"steps:\n{steps}") == []
