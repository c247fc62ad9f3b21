"""Tables of every shape, for the tests of expressions and for generated flows."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from orderloom.compiler.load import load_flow
from orderloom.compiler.resolve.tables import TablesOutline

TABLES = """
{kind: table, id: words, values: [代收, Gift, 自提]}
---
{kind: table, id: numbers, values: [1, 2.5, 60]}
---
kind: table
id: approver
columns: {amount: {type: money, match: band}, who: text, limit: money}
rows:
  - {amount: "..CNY 50", who: system}
  - {amount: "CNY 50..CNY 500", who: lead, limit: CNY 500}
  - {amount: "CNY 500..", who: finance}
  - {amount: "USD 5..", who: abroad, limit: USD 50}
---
kind: table
id: freight
columns:
  weight: {type: decimal, match: band}
  tier: {type: text, match: any_of}
  address: {type: text, match: contains}
  fee: money
  days: integer
rows:
  - {weight: "-", tier: gold, address: 杭州, fee: CNY 0, days: 1}
  - {weight: "..1.5", tier: "-", address: "-", fee: CNY 6, days: 3}
  - {weight: "1.5..100", tier: [silver, gold], address: "-", fee: CNY 8.50, days: 2}
hit: first
else: {fee: CNY 20}
---
kind: table
id: coupons
columns: {qty: {type: integer, match: any_of}, vip: {type: boolean, match: equal}, code: text}
rows:
  - {qty: [2, 3], vip: "-", code: pair}
  - {qty: 2, vip: true, code: club}
  - {qty: "-", vip: false, code: hello}
hit: all
---
kind: table
id: seasons
columns:
  due: {type: date, match: band}
  paid_at: {type: time, match: band}
  wait: {type: duration, match: band}
  factor: decimal
rows:
  - due: "2026-01-09..2026-02-01"
    paid_at: "..2026-01-05T08:00:01+08:00"
    wait: 30m..
    factor: 80%
  - {due: "2026-02-01..", paid_at: "2026-01-01T00:00Z..", wait: "-", factor: 1}
else: {factor: 0.5}
---
kind: table
id: rates
columns: {from: text, to: text, rate: decimal, since: date, until: date}
rows:
  - {from: USD, to: CNY, rate: 7.2, since: 2026-01-01}
  - {from: USD, to: CNY, rate: 7.1, since: 2026-01-07}
  - {from: CNY, to: JPY, rate: 20, until: 2026-01-07}
"""
DRAWN = """
kind: table
id: drawn
columns: {qty: {type: integer, match: band}, gives: decimal}
rows: [{qty: "0..5", gives: 1.5}]
else: {gives: 0}
"""
_FLOW = """
kind: flow
id: tables
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {case: {fields: all}}}
---
"""


@cache
def compiled(text: str = TABLES + "---" + DRAWN) -> TablesOutline:
    """Compile tables."""
    with TemporaryDirectory() as folder:
        Path(folder, "flow.yaml").write_text(_FLOW + text, encoding="utf-8")
        return TablesOutline(tables=load_flow(Path(folder), connectors={}).tables)
