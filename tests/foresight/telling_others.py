"""Rules of the flow that uses every action: its own events, and what people are asked or told."""

TELLING_OTHERS = """
---
kind: rule
id: consenting
on: [order.created, order.amount.changed]
when: amount > CNY 40
do:
  - ask: {zh: 大单, en: A large order}
    from: [lead]
    later: [{after: 20m, when: record.lane == "slow", do: [{fire: grant}, {tag: hurried}]},
            {after: 40m, do: [{fire: expire}]}]
    then: [{tag: consented}, {set: {note: =answer.status}}]
    else: [{tag: not_consented}]
---
kind: rule
id: weighing
on: [order.created, order.weight.changed, order.lane.changed]
do: [{emit: weighed, with: {how: =lane, heavy: =weight > 5, whose: =phone}, when: has(lane)}]
---
kind: rule
id: weighed
on: [weighed, order.tagged]
when: event.heavy or event.how == "slow"
do: [{tag: weighed}, {set: {note: =event.how}}]
---
kind: rule
id: telling_together
on: [order.created, order.lane.changed, message.shipped.sent, message.shipped.suppressed]
do: [{notify: together, to: lead, with: {lane: =lane}, when: has(lane)}]
group: {by: [note], wait: 10m}
---
{kind: message, id: together, media: {chat: "{% for s in starts %}{{ s.lane }}{% endfor %}"}}
---
kind: message
id: several
media: {chat: "{% for m in messages %}{{ m.message }} {{ m.text }}{% endfor %}"}
---
kind: rule
id: bad_rows
on: [order.quarantined, order.stale]
do: [{notify: bad, to: lead, with: {place: =event.position}}]
"""
