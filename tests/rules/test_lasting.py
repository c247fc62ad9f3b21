"""A rule with `while` starts when its condition has lasted, and ends with it."""

import pytest
from tests.rules.flows import play

MANY = """
kind: rule
id: many
record: order
while: n > settings.limit
do: [{tag: many}]
recovered: [{untag: many}]
"""
FOR = MANY + "for: 3h\n"
UNTIL = MANY + "until: n < 5\n"
KEEP = MANY + "keep_for: 30m\n"
HEARD = (
    MANY
    + """
---
{kind: rule, id: heard, on: rule.many.started, when: n > 10, do: [{tag: heard}]}
---
{kind: rule, id: over, on: rule.many.ended, do: [{untag: heard}, {tag: over}]}
"""
)
OF_CUSTOMER = """
kind: rule
id: gold
record: order
while: customer.grade > 3
do: [{tag: many}]
recovered: [{untag: many}]
"""
OF_PARCELS = """
kind: rule
id: heavy
record: order
while: sum(p.weight for p in parcels) > 10
do: [{tag: many}]
recovered: [{untag: many}]
"""
OF_A_REFERENCE_OF_A_REFERENCE = """
kind: rule
id: gold
record: parcel
while: order.customer.grade > 3
do: [{tag: many}]
recovered: [{untag: many}]
"""
RARE = MANY + "once_per: {every: 1h}\n"


def n(number, no="A"):
    item = f"{{no: {no}}}" if number is None else f"{{no: {no}, n: {number}}}"
    return f"- {{receive: {{mapping: web, item: {item}}}}}"


def is_on(*, on=True, record="order"):
    return f"- {{expect: {{record: {record}, where: '\"many\" in tags', count: {int(on)}}}}}"


def counted(**events):
    found = [f"{{event: rule.many.{name}, count: {count}}}" for name, count in events.items()]
    return f"- {{expect: [{', '.join(found)}]}}"


RESTART = "- {restart: true}"
CUSTOMER = "- {{receive: {{mapping: people, item: {{name: li, grade: {grade}}}}}}}"
LOST = "- {change: {record: order}, set: {n: }}"

STEPS = {
    "it starts and ends with its condition": (
        MANY,
        [
            n(10),
            is_on(on=False),
            n(11),
            is_on(),
            n(12),
            n(10),
            is_on(on=False),
            counted(started=1, ended=1),
        ],
    ),
    "a record may begin with it": (MANY, [n(11), is_on(), counted(started=1)]),
    "three hours less a second are not three hours": (
        FOR,
        [
            n(11),
            "- {wait: 2h}",
            RESTART,
            "- {wait: 59m59s}",
            is_on(on=False),
            "- {wait: 1s}",
            is_on(),
            counted(started=1),
        ],
    ),
    "a break begins anew": (
        FOR,
        [
            n(11),
            "- {wait: 2h}",
            n(9),
            n(11),
            "- {wait: 2h59m59s}",
            is_on(on=False),
            "- {wait: 1s}",
            is_on(),
        ],
    ),
    "at the last instant the timer goes first": (
        FOR,
        [n(11), "- {wait: 3h}", n(9), counted(started=1, ended=1)],
    ),
    "being late changes nothing": (
        FOR,
        [n(11), "- {wait: 7d}", is_on(), counted(started=1)],
    ),
    "it ends only where until says": (
        UNTIL,
        [
            n(11),
            n(10),
            n(5),
            is_on(),
            n(4),
            is_on(on=False),
            n(7),
            is_on(on=False),
            n(11),
            is_on(),
            counted(started=2, ended=1),
        ],
    ),
    "it stays on for a while": (
        KEEP,
        [
            n(11),
            n(9),
            RESTART,
            "- {wait: 29m59s}",
            is_on(),
            "- {wait: 1s}",
            is_on(on=False),
            counted(started=1, ended=1),
        ],
    ),
    "true again in that while it never ended": (
        KEEP,
        [
            n(11),
            n(9),
            "- {wait: 29m}",
            n(11),
            "- {wait: 1h}",
            is_on(),
            n(9),
            "- {wait: 29m59s}",
            is_on(),
            "- {wait: 1s}",
            is_on(on=False),
            counted(started=1, ended=1),
        ],
    ),
    "unknown leaves it on": (MANY, [n(11), LOST, is_on(), n(9), is_on(on=False)]),
    "unknown leaves it off": (MANY, [n(None), is_on(on=False)]),
    "unknown makes what is pending begin anew": (
        FOR,
        [
            n(11),
            "- {wait: 2h}",
            LOST,
            n(11),
            "- {wait: 2h59m59s}",
            is_on(on=False),
            "- {wait: 1s}",
            is_on(),
        ],
    ),
    "unknown may start it": (
        MANY + "no_data: start",
        [n(9), is_on(on=False), LOST, is_on(), n(11), is_on(), n(9), is_on(on=False)],
    ),
    "unknown may end it": (MANY + "no_data: end", [n(11), is_on(), LOST, is_on(on=False)]),
    "its start and end are events of the record": (
        HEARD,
        [
            n(11),
            "- {expect: {record: order, has: {tags: [many, heard]}}}",
            n(9),
            "- {expect: {record: order, has: {tags: [over]}}}",
        ],
    ),
    "what happens in between does not count": (
        MANY
        + "---\n{kind: rule, id: back, on: order.n.changed, when: n > 10, do: [{set: {n: 1}}]}",
        [n(9), n(11), is_on(on=False), counted(started=0)],
    ),
    "a reference's change wakes it": (
        OF_CUSTOMER,
        [
            CUSTOMER.format(grade=3),
            "- {receive: {mapping: web, item: {no: A, owner_name: li}}}",
            is_on(on=False),
            CUSTOMER.format(grade=4),
            is_on(),
            CUSTOMER.format(grade=1),
            is_on(on=False),
        ],
    ),
    "so does that of a reference of a reference": (
        OF_A_REFERENCE_OF_A_REFERENCE,
        [
            CUSTOMER.format(grade=3),
            "- {receive: {mapping: web, item: {no: A, owner_name: li}}}",
            "- {receive: {mapping: scans, item: {no: P, of_order: A}}}",
            CUSTOMER.format(grade=4),
            is_on(record="parcel"),
            "- {receive: {mapping: web, item: {no: A, owner_name: wang}}}",
            CUSTOMER.format(grade=1).replace("li", "wang"),
            is_on(on=False, record="parcel"),
        ],
    ),
    "a child's change wakes it, and its leaving": (
        OF_PARCELS,
        [
            n(1),
            n(1, no="B"),
            "- {receive: {mapping: scans, item: {no: P, weight: 10, of_order: A}}}",
            is_on(on=False),
            "- {receive: {mapping: scans, item: {no: Q, weight: 1, of_order: A}}}",
            is_on(),
            "- {receive: {mapping: scans, item: {no: Q, of_order: B}}}",
            is_on(on=False),
        ],
    ),
    "with once_per a start too many is suppressed, and so is its end": (
        RARE,
        [
            n(11),
            n(9),
            n(11),
            is_on(on=False),
            "- {expect: {suppressed: many, count: 1}}",
            n(9),
            counted(started=1, ended=1),
            "- {wait: 1h}",
            n(11),
            is_on(),
        ],
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_while_it_lasts(name, tmp_path):
    rules, steps = STEPS[name]
    assert play(tmp_path, rules, "steps:\n" + "\n".join(steps)) == []


def test_rules_that_end_each_other_without_end_are_refused(tmp_path):
    rules = """
kind: rule
id: more
record: order
while: n < 5
do: [{set: {n: 9}}]
---
kind: rule
id: less
record: order
while: n > 5
do: [{set: {n: 1}}]
"""
    steps = f"steps:\n{n(9)}\n- {{expect: {{refused: web, has: {{codes: [OL703]}}}}}}"
    assert play(tmp_path, rules, steps) == []
