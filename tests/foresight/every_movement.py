"""What orders do with a stock; stands behind the flow of ``every_action``."""

MOVEMENTS = """
---
kind: table
id: depots
columns: {id: text, rank: integer}
rows: [{id: SH, rank: 2}, {id: BJ, rank: 1}]
---
kind: stock
id: central
item: "no"
places: depots
allot: {by: =lane, shares: {fast: 40%, slow: 20%}}
safety: 3
moves: {thaw: {from: frozen, to: available, ask: [lead]}}
---
kind: rule
id: filling
on: [order.created, order.amount.changed]
do:
  - {move: central, to: available, lines: [{no: "1", place: SH, quantity: 2},
    {no: "1", place: BJ, quantity: 2}, {no: "2", place: BJ, quantity: 3}]}
  - {move: central, from: available, to: frozen, lines: [{no: "2", place: BJ, quantity: 1}]}
  - {move: central, from: frozen, lines: [{no: "2", place: BJ, quantity: 2}], else: [{tag: full}]}
  - {move: central, from: frozen, to: available, lines: [{no: "2", place: BJ, quantity: 1}],
    else: [{tag: full}]}
---
kind: rule
id: taking
on: [order.lines.changed, order.created]
when: stock("central", "1") > 1
do:
  - reserve: central
    lines: =lines
    for: 35m
    ends: {order.status.shipped: deduct, order.status.closed: release}
    prefer: [=place.rank, fewest]
    as: got
    else: [{tag: short}]
  - {set: {note: '=join([p.place for p in got], " ")'}, when: has(got)}
---
kind: rule
id: ranking
on: [order.created, order.changed]
do: [{reserve: central, lines: [{no: "1", quantity: 1}], for: 1m, prefer: [=place.rank],
      else: [{tag: short}]}]
---
kind: rule
id: giving_back
on: order.note.changed
do:
  - {release: central, when: note == "stop"}
  - {deduct: central, lines: [{no: "1", quantity: 1}], when: note == "go", else: [{tag: not_taken}]}
---
kind: rule
id: scarce
on: [stock.low, stock.refused, stock.expired]
do: [{notify: nobody, to: lead}]
"""
