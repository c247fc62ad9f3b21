"""A brake parks what is too much, until somebody who may decides; nothing is lost or doubled."""

import pytest
from tests.rules.flows import FLOW, play

TIMED = """
kind: machine
id: order_status
record: order
field: status
initial: unpaid
brake: {records: 3, within: 10m}
states:
  unpaid:
    later:
      - after: 6h
        when: missing(note)
        do: [{fire: expire}, {create: parcel, with: {no: =no}}]
  paid: {final: true}
  cancelled: {final: true}
transitions:
  pay: {from: unpaid, to: paid}
  expire: {from: unpaid, to: cancelled}
"""
TAGGING = """
kind: rule
id: tagging
on: order.created
brake: {records: 2, within: 10m}
do: [{tag: seen}, {create: parcel, with: {no: =no}}]
---
kind: rule
id: told
on: rule.tagging.braked
do: [{create: customer, with: {name: =text(event.records)}}]
"""
SHARE = """
kind: machine
id: order_status
record: order
field: status
initial: open
states: {open: {}, done: {final: true}}
transitions: {end: {from: open, to: done}}
---
kind: rule
id: sharing
on: order.note.changed
brake: {share: 50%, within: 1h}
do: [{tag: seen}]
"""
LASTING = """
kind: rule
id: many
record: order
while: n > 10
brake: {records: 1, within: 10m}
do: [{tag: seen}]
recovered: [{untag: seen}, {tag: over}]
"""
TREE = """
kind: tree
id: sorting
record: order
on: [order.created, order.n.changed]
branches:
  - {id: many, when: n > 10, label: many, do: [{tag: seen}]}
else: []
"""
BRAKED_FLOW = FLOW.replace(
    "settings: {limit: 10}", "settings: {limit: 10}\nbrake: {records: 1, within: 10m}"
)
EACH = """
kind: schedule
id: rounds
every: 1h
zone: Asia/Shanghai
catch_up: last
each: {record: order, order_by: no}
do: [{tag: seen}]
"""


def orders(number, **values):
    item = {"n": 1} | values
    return "\n".join(
        f"- {{receive: {{mapping: web, item: {{no: O{each}, {_flat(item)}}}}}}}"
        for each in range(number)
    )


def _flat(item):
    return ", ".join(f"{name}: {value}" for name, value in item.items())


def seen(number):
    return f"- {{expect: {{record: order, where: '\"seen\" in tags', count: {number}}}}}"


def cancelled(number, parcels):
    return (
        f"- {{expect: [{{record: order, where: 'status == \"cancelled\"', count: {number}}},"
        f" {{record: parcel, count: {parcels}}}]}}"
    )


CHANGED = "- {{change: {{record: order, where: 'no == \"{no}\"'}}, set: {{{what}}}}}"
STEPS = {
    "timers that are due at once are parked beyond the limit": (
        TIMED,
        [
            orders(9),
            "- {wait: 6h}",
            cancelled(3, 3),
            "- {restart: true}",
            "- {wait: 1d}",
            cancelled(3, 3),
            "- {resume: machine/order_status, as: lead}",
            cancelled(9, 9),
            "- {resume: machine/order_status, as: lead}",
            cancelled(9, 9),
        ],
    ),
    "a parked timer whose stay is over has no more reason": (
        TIMED,
        [
            orders(4),
            "- {wait: 6h}",
            cancelled(3, 3),
            "- {fire: pay, of: {record: order, where: 'status == \"unpaid\"'}}",
            "- {resume: machine/order_status, as: lead}",
            cancelled(3, 3),
        ],
    ),
    "so has one whose condition is no longer true": (
        TIMED,
        [
            orders(4),
            "- {wait: 6h}",
            cancelled(3, 3),
            "- {change: {record: order, where: 'status == \"unpaid\"'}, set: {note: wait}}",
            "- {resume: machine/order_status, as: lead}",
            cancelled(3, 3),
        ],
    ),
    "what is discarded is never done, and the definition goes on": (
        TAGGING,
        [
            orders(5),
            seen(2),
            "- {discard: rule/tagging, as: lead}",
            seen(2),
            "- {receive: {mapping: web, item: {no: P, n: 1}}}",
            seen(3),
        ],
    ),
    "what is resumed is done once": (
        TAGGING,
        [
            orders(5),
            seen(2),
            "- {expect: {record: customer, has: {name: 2}}}",
            "- {resume: rule/tagging, as: lead}",
            seen(5),
            "- {expect: {record: parcel, count: 5}}",
            "- {expect: {event: rule.tagging.braked, count: 1}}",
        ],
    ),
    "once braked a definition waits, however long": (
        TAGGING,
        [
            orders(3),
            seen(2),
            "- {wait: 7d}",
            "- {receive: {mapping: web, item: {no: P, n: 1}}}",
            seen(2),
            "- {resume: rule/tagging, as: lead}",
            seen(4),
        ],
    ),
    "slowly is no hurry": (
        TAGGING,
        [orders(2), "- {wait: 10m1s}", "- {receive: {mapping: web, item: {no: P, n: 1}}}", seen(3)],
    ),
    "exactly so long ago still counts": (
        TAGGING,
        [orders(2), "- {wait: 10m}", "- {receive: {mapping: web, item: {no: P, n: 1}}}", seen(2)],
    ),
    "who may not publish may not decide": (
        TAGGING,
        [
            orders(3),
            "- {resume: rule/tagging, as: clerk}",
            seen(2),
            "- {expect: {refused: brake, count: 1, has: {codes: [OL721]}}}",
            "- {resume: rule/tagging, as: lead}",
            seen(3),
        ],
    ),
    "a share is one of what is not final": (
        SHARE,
        [orders(6)]
        + [f"- {{fire: end, of: {{record: order, where: 'no == \"O{each}\"'}}}}" for each in (4, 5)]
        + [CHANGED.format(no=f"O{each}", what="note: x") for each in range(4)]
        + [seen(2), "- {resume: rule/sharing, as: lead}", seen(4)],
    ),
    "one record is never too many": (
        SHARE,
        [orders(1), CHANGED.format(no="O0", what="note: x"), seen(1)],
    ),
    "the same record twice is one": (
        TAGGING.replace("order.created", "order.n.changed"),
        [
            orders(2),
            *(CHANGED.format(no="O0", what=f"n: {each}") for each in range(2, 8)),
            CHANGED.format(no="O1", what="n: 9"),
            seen(2),
            "- {expect: {record: parcel, count: 2}}",
        ],
    ),
    "a parked start is done while the rule is on": (
        LASTING,
        [
            orders(3, n=11),
            seen(1),
            CHANGED.format(no="O2", what="n: 1"),
            "- {resume: rule/many, as: lead}",
            seen(2),
            "- {expect: {record: order, where: '\"over\" in tags', count: 0}}",
            CHANGED.format(no="O1", what="n: 1"),
            seen(1),
            "- {expect: {record: order, where: '\"over\" in tags', count: 1}}",
        ],
    ),
    "a parked branch is done while it holds": (
        TREE,
        [
            orders(3, n=11),
            seen(1),
            CHANGED.format(no="O2", what="n: 1"),
            "- {resume: tree/sorting, as: lead}",
            seen(2),
        ],
    ),
    "a schedule's records are counted too": (
        EACH,
        [orders(3), "- {wait: 1h}", seen(1), "- {resume: schedule/rounds, as: lead}", seen(3)],
    ),
}
WITHOUT_OWN = (TREE, EACH)


@pytest.mark.parametrize("name", STEPS)
def test_too_much_is_parked(name, tmp_path):
    rules, steps = STEPS[name]
    flow = BRAKED_FLOW if rules in WITHOUT_OWN else FLOW
    assert play(tmp_path, rules, "steps:\n" + "\n".join(steps), flow) == []
