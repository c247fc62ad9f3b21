"""Rules that last, and what limits them: added to the flow that uses every action."""

RULES = """
---
kind: rule
id: rare
on: [order.created, order.amount.changed]
when: has(amount)
once_per: {key: =lane, every: 30m}
do: [{tag: rare}]
---
kind: rule
id: rarer
on: order.changed
once_per: {every: 20m}
do: [{notify: look, to: lead}]
---
kind: rule
id: lasting
record: order
while: amount > CNY 40
do: [{tag: lasting}, {notify: shipped}]
recovered: [{untag: lasting}]
quiet: [{between: 20:30-21:00}, {after: slip.created, for: 15m}]
inhibited_by: {rule: waiting, same: [lane]}
repeat_every: 20m
---
kind: rule
id: waiting
record: order
while: amount > CNY 30 and count(slips) > 0
for: 25m
until: amount < CNY 20
keep_for: 20m
no_data: end
once_per: {key: =lane, every: 1h}
do: [{tag: waiting}, {set: {note: waiting}}]
recovered: [{notify: look, to: lead}, {untag: waiting}]
---
kind: rule
id: braked
on: [order.created, order.note.changed]
brake: {records: 2, within: 40m}
do: [{tag: braked}, {notify: look, to: lead}]
---
{kind: rule, id: braking, on: rule.braked.braked, do: [{notify: nobody, to: lead}]}
---
kind: rule
id: grouped
per: [lane]
facts:
  seen: {count: order.created, by: [lane], within: 30m}
  whole: {sum: amount, of: order.created, within: 1h}
while: seen > 1 and whole > CNY 100
for: 10m
do:
  - {notify: nobody, to: lead}
  - {create: slip, with: {order_no: =lane, lane: =text(seen)}, exists: set}
recovered: [{notify: nobody, to: lead}]
---
{kind: metric, id: dear, figure: {avg: amount, of: order.created, by: [lane], within: 1h}}
---
kind: metric
id: many
figure: {share: amount > CNY 30, of: order, by: [lane]}
every: 30m
baseline: {season: day, periods: 3}
---
{kind: metric, id: both, value: metrics.many * 2, every: 1h}
---
kind: metric
id: drawn
figure: {count: order}
sample: {record: order, where: has(amount), sample: 3, seed: =now}
every: 30m
---
kind: rule
id: metered
per: [lane]
while: metrics.dear > CNY 20 or metrics.both > 1 or metrics.many > metrics.many.baseline
for: 5m
do: [{notify: nobody, to: lead}]
recovered: [{create: slip, with: {order_no: =lane, lane: metered}, exists: keep}]
---
{kind: rule, id: drawn, while: metrics.drawn >= 2, do: [{notify: nobody, to: lead}]}
---
{kind: rule, id: hearing, on: [rule.waiting.started, rule.lasting.ended], do: [{tag: heard}]}
"""
