"""A rule with `per` is judged for each group of its figures, also by time alone."""

import pytest
from tests.rules.flows import play

SOLD = """
kind: rule
id: hot
per: [sku]
facts: {sold: {sum: n, of: order.created, by: [sku], within: 1h}}
while: sold > 10
do: [{create: parcel, with: {no: ='join(["hot", sku, text(sold)], "-")'}}]
recovered: [{create: parcel, with: {no: ='join(["over", sku, text(sold)], "-")'}}]
""".replace("='join", "'=join")
QUIET = """
kind: rule
id: hot
per: [sku]
facts: {seen: {count: order.created, by: [sku], within: 1h}}
while: seen < 2
for: 30m
do: [{create: parcel, with: {no: =sku}}]
"""
SHARE = """
kind: rule
id: hot
per: [sku]
facts:
  own: {count: order.created, by: [sku], within: 1d}
  whole: {count: order.created, within: 1d}
while: own / whole > 50% and whole > 2
do: [{create: parcel, with: {no: =sku}}]
recovered: [{create: parcel, with: {no: '=join(["over", sku], "-")'}}]
"""
ALL = """
kind: rule
id: hot
facts: {seen: {count: order.created, within: 1h}}
while: seen > 1
do: [{create: parcel, with: {no: =text(seen)}}]
recovered: [{create: parcel, with: {no: over}}]
"""
TIME_TRUE = """
kind: rule
id: hot
per: [no]
facts: {slow: {duration: n > 5, of: order.changed, by: [no], within: 1d}}
while: slow >= 2h
do: [{create: parcel, with: {no: =no}}]
"""
ONCE = SOLD + "once_per: {every: 1d}\n"
HEARD = (
    SOLD
    + """
---
{kind: rule, id: heard, on: rule.hot.started, do: [{create: customer, with: {name: =event.sku}}]}
"""
)


def sold(no, n, sku="X"):
    return f"- {{receive: {{mapping: web, item: {{no: {no}, sku: {sku}, n: {n}}}}}}}"


def made(*numbers, count=None):
    wanted = ", ".join(f'"{number}"' for number in numbers)
    found = f"{{record: parcel, where: 'no in [{wanted}]', count: {len(numbers)}}}"
    return f"- {{expect: [{found}, {{record: parcel, count: {count or len(numbers)}}}]}}"


NONE = "- {expect: {record: parcel, count: 0}}"
STEPS = {
    "each group by itself": (
        SOLD,
        [sold("A", 6), sold("B", 6, "Y"), NONE, sold("C", 5), made("hot-X-11")],
    ),
    "an item leaves the window, and nothing else happens": (
        SOLD,
        [
            sold("A", 6),
            "- {wait: 20m}",
            sold("B", 5),
            made("hot-X-11"),
            "- {restart: true}",
            "- {wait: 40m}",
            made("hot-X-11"),
            "- {wait: 1s}",
            made("hot-X-11", "over-X-5"),
        ],
    ),
    "so does one that makes a condition true by going": (
        QUIET,
        [
            sold("A", 1),
            sold("B", 1),
            "- {wait: 1h}",
            "- {wait: 30m}",
            NONE,
            "- {wait: 1s}",
            made("X"),
        ],
    ),
    "being late changes nothing": (
        SOLD,
        [sold("A", 11), "- {wait: 7d}", made("hot-X-11", "over-X-0")],
    ),
    "a figure over all concerns each group that is known": (
        SHARE,
        [
            *(sold(f"A{each}", 1) for each in range(3)),
            made("X"),
            *(sold(f"B{each}", 1, "Y") for each in range(2)),
            made("X"),
            sold("B3", 1, "Y"),
            made("X", "over-X"),
        ],
    ),
    "without per there is one group": (
        ALL,
        [
            sold("A", 1),
            NONE,
            sold("B", 1, "Y"),
            made("2"),
            "- {wait: 1h}",
            made("2"),
            "- {wait: 1s}",
            made("2", "over"),
        ],
    ),
    "a duration grows with time alone": (
        TIME_TRUE,
        [
            sold("A", 1),
            "- {wait: 1h}",
            sold("A", 6),
            "- {wait: 1h59m59s}",
            "- {restart: true}",
            NONE,
            "- {wait: 1s}",
            made("A"),
        ],
    ),
    "once_per counts each group by itself": (
        ONCE,
        [
            sold("A", 11),
            sold("B", 11, "Y"),
            made("hot-X-11", "hot-Y-11"),
            "- {wait: 2h}",
            sold("C", 12),
            "- {expect: {suppressed: hot, count: 1}}",
            "- {wait: 1d}",
            sold("D", 13),
            made("hot-X-13", count=5),
        ],
    ),
    "its start is an event with the names of the group": (
        HEARD,
        [sold("A", 11), "- {expect: {record: customer, count: 1, has: {name: X}}}"],
    ),
    "what happens at once is one group all the same": (
        SOLD,
        ["- together:", *(f"    {sold(no, 6)}" for no in "AB"), made("hot-X-12")],
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_for_each_group(name, tmp_path):
    rules, steps = STEPS[name]
    assert play(tmp_path, rules, "steps:\n" + "\n".join(steps)) == []
