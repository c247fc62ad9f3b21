"""What silences a rule touches its messages alone: it judges, acts and recovers all the same."""

import pytest
from tests.rules.flows import play

HOT = """
kind: rule
id: hot
record: order
while: n > 10
do: [{tag: hot}, {notify: look, to: lead}]
recovered: [{untag: hot}, {notify: look, to: clerk}]
"""
AT_NIGHT = HOT + "quiet: {between: 22:00-08:00}\n"
ELSEWHERE = HOT + "quiet: {between: 22:00-08:00, zone: UTC}\n"
ON_EVENT = """
kind: rule
id: hot
on: order.created
do: [{tag: hot}, {notify: look, to: lead}]
quiet: [{between: 22:00-23:00}, {after: customer.created, for: 30m}]
"""
INHIBITED = (
    HOT
    + """
inhibited_by: {rule: worse, same: [sku]}
---
kind: rule
id: worse
record: order
while: n > 100
do: [{tag: worse}]
"""
)
INHIBITED_BY_ANY = INHIBITED.replace(", same: [sku]", "")
AGAIN = HOT + "repeat_every: 1h\n"
AGAIN_AT_NIGHT = AGAIN + "quiet: {between: 22:00-08:00}\n"
BY_PLAYBOOK = (
    HOT.replace("{notify: look, to: lead}", "{run: telling}")
    + """
quiet: {between: 22:00-08:00}
---
{kind: playbook, id: telling, record: order, by: [lead], do: [{notify: look, to: lead}]}
"""
)


def n(number, no="A", sku="X"):
    return f"- {{receive: {{mapping: web, item: {{no: {no}, sku: {sku}, n: {number}}}}}}}"


def told(lead, *, suppressed=0, clerk=0, hot=None):
    found = [
        f"{{message: look, where: 'event.to == \"lead\"', count: {lead}}}",
        f"{{message: look, where: 'event.to == \"clerk\"', count: {clerk}}}",
        f"{{suppressed: look, count: {suppressed}}}",
    ]
    if hot is not None:
        found.append(f"{{record: order, where: '\"hot\" in tags', count: {hot}}}")
    return f"- {{expect: [{', '.join(found)}]}}".replace("event.to", "to")


CUSTOMER = "- {receive: {mapping: people, item: {name: li}}}"
STEPS = {
    "by day it speaks": (AT_NIGHT, ["- {wait: 1h59m59s}", n(11), told(1, hot=1)]),
    "by night it acts in silence": (
        AT_NIGHT,
        [
            "- {wait: 2h}",
            n(11),
            told(0, suppressed=1, hot=1),
            "- {wait: 9h59m59s}",
            n(11, "B"),
            told(0, suppressed=2, hot=2),
            "- {wait: 1s}",
            n(11, "C"),
            told(1, suppressed=2, hot=3),
        ],
    ),
    "the end is always told": (
        AT_NIGHT,
        ["- {wait: 2h}", n(11), n(1), told(0, suppressed=1, clerk=1, hot=0)],
    ),
    "hours are those of the zone": (ELSEWHERE, ["- {wait: 2h}", n(11), told(1, hot=1)]),
    "a rule on events is silent as well": (
        ON_EVENT,
        [
            "- {wait: 2h}",
            n(1),
            told(0, suppressed=1, hot=1),
            "- {wait: 1h}",
            n(1, "B"),
            told(1, suppressed=1, hot=2),
        ],
    ),
    "for a while after an event": (
        ON_EVENT,
        [
            CUSTOMER,
            n(1),
            told(0, suppressed=1, hot=1),
            "- {restart: true}",
            "- {wait: 29m59s}",
            n(1, "B"),
            told(0, suppressed=2),
            "- {wait: 1s}",
            n(1, "C"),
            told(1, suppressed=2),
        ],
    ),
    "a worse rule silences it for the same values": (
        INHIBITED,
        [
            n(101),
            told(0, suppressed=1, hot=1),
            n(11, "B"),
            told(0, suppressed=2, hot=2),
            n(11, "C", "Y"),
            told(1, suppressed=2, hot=3),
        ],
    ),
    "until it is over": (
        INHIBITED,
        [n(101), n(11), n(11, "B"), told(1, suppressed=1, hot=2)],
    ),
    "one that is still on silences all the same": (
        INHIBITED,
        [
            n(101),
            n(101, "B"),
            n(11),
            n(11, "C"),
            told(0, suppressed=3),
            n(11, "B"),
            n(11, "D"),
            told(1, suppressed=3),
        ],
    ),
    "without same it silences whatever it is on for": (
        INHIBITED_BY_ANY,
        [n(101), n(11, "C", "Y"), told(0, suppressed=2)],
    ),
    "it tells again while it is on, and does nothing again": (
        AGAIN,
        [
            n(11),
            "- {change: {record: order}, set: {note: x}}",
            "- {restart: true}",
            "- {wait: 59m59s}",
            told(1),
            "- {wait: 1s}",
            told(2),
            "- {wait: 2h}",
            told(4),
            "- {expect: {event: order.tagged, count: 1}}",
            n(1),
            "- {wait: 5h}",
            told(4, clerk=1),
        ],
    ),
    "what was silent is told when it tells again": (
        AGAIN_AT_NIGHT,
        [
            "- {wait: 10h30m}",
            n(11),
            told(0, suppressed=1),
            "- {wait: 1h}",
            told(0, suppressed=2),
            "- {wait: 1h}",
            told(1, suppressed=2),
        ],
    ),
    "a playbook speaks in the name of its rule": (
        BY_PLAYBOOK,
        ["- {wait: 2h}", n(11), told(0, suppressed=1, hot=1)],
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_silence(name, tmp_path):
    rules, steps = STEPS[name]
    assert play(tmp_path, rules, "steps:\n" + "\n".join(steps)) == []
