"""What the pages show of each function, and the small flow and data that it is shown on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DATA: Final = """{
  "no": "A-1", "customer": "Ｌi  Ming", "phone": "13812345678", "remark": "",
  "amount": {"$money": "CNY 100.00"}, "weight": {"$decimal": "2.5"}, "quantity": 3,
  "paid_at": {"$time": "2026-01-05T20:30:00+08:00"}, "due": {"$date": "2026-01-31"},
  "status": "paid",
  "lines": [{"id": "b", "sku": "S2", "quantity": 1}, {"id": "a", "sku": "S1", "quantity": 2}],
  "here": {"lat": 31.2304, "lng": 121.4737}, "there": {"lat": 39.9042, "lng": 116.4074}
}"""
"""What stands for the record; ``remark`` is missing."""

FLOW: Final = """
kind: flow
id: reference
zone: Asia/Shanghai
currency: CNY
events: {points_earned: {points: decimal}}
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  customer: text
  phone: phone
  remark: text
  amount: money
  weight: decimal
  quantity: integer
  paid_at: time
  due: date
  lines: {type: list, of: {id: text, sku: text, quantity: integer}}
  here: place
  there: place
  parcels: {type: records, of: parcel, through: order}
---
kind: record
id: parcel
identity: [no]
fields: {no: text, order_no: text, order: {type: reference, to: order, match: {no: =order_no}}}
---
kind: table
id: rates
columns: {from: text, to: text, rate: decimal}
rows: [{from: CNY, to: USD, rate: "0.14"}]
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states: {unpaid: {}, paid: {final: true}}
transitions: {pay: {from: unpaid, to: paid}}
---
kind: table
id: refund_approver
columns: {amount: {type: money, match: band}, who: text}
rows:
  - {amount: ..CNY 50, who: system}
  - {amount: CNY 50.., who: lead}
---
{kind: table, id: depots, columns: {id: text}, rows: [{id: SH}, {id: BJ}]}
---
{kind: stock, id: central, item: sku, places: depots}
---
{kind: calendar, id: office, zone: Asia/Shanghai, hours: {mon: "09:00-18:00", tue: "09:00-18:00"}}
---
{kind: message, id: told, media: {sms: told}}
---
kind: rule
id: busy
while: count > 100
facts: {count: {count: order.created, within: 5m}}
do: [{create: parcel, with: {no: "0"}}]
---
kind: schedule
id: morning
at: ["09:00"]
zone: Asia/Shanghai
catch_up: last
do: [{create: parcel, with: {no: "1"}}]
---
kind: connection
id: wms
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
"""

FUNCTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "has": ("has(phone, amount)", "has(remark)"),
        "missing": ("missing(remark)",),
        "default": ('default(remark, "none")',),
        "abs": ("abs(1 - 3)",),
        "floor": ("floor(weight)",),
        "ceil": ("ceil(weight)",),
        "min": ("min(quantity, 2, 5)",),
        "max": ("max([1, 4, 2])",),
        "round": ("round(weight)", "round(2.345, 2)"),
        "money": ('money(12.5, "CNY")',),
        "amount": ("amount(amount)",),
        "currency": ("currency(amount)",),
        "convert": ('convert(amount, "USD")',),
        "split": ("split(amount, [1, 1, 1])",),
        "normal": ("normal(customer)",),
        "length": ("length(no)", "length(remark)"),
        "digits": ('digits("No. １２-3")',),
        "contains": ('contains(customer, "ming")',),
        "contains_any": ('contains_any(customer, ["wang", "li"])',),
        "starts_with": ('starts_with(no, "a-")',),
        "matches": ('matches(no, "[A-Z]-[0-9]+")',),
        "replace": ('replace(no, "-", "/")',),
        "parts": ('parts("a,b,,c", ",")',),
        "join": ('join([no, remark, "x"], "/")',),
        "text": ('text(paid_at, "yyyy-MM-dd HH:mm")', 'text(1234.5, "#,##0.00")'),
        "number": ('number("12.50")', 'number("twelve")'),
        "mask": ("mask(phone)",),
        "similar": ('similar("Nanjing Road 1", "Nanjing Road 10")',),
        "count": ("count(lines)", "count([])"),
        "sum": ("sum(line.quantity for line in lines)",),
        "avg": ("avg([1, 2, 6])", "avg([])"),
        "first": ("first([3, 1])",),
        "last": ("last([3, 1])",),
        "distinct": ("distinct([1, 2, 1])",),
        "any": ("any(line.quantity > 1 for line in lines)", "any([])"),
        "all": ("all(line.quantity > 1 for line in lines)", "all([])"),
        "sorted": ('sorted(lines, "sku")',),
        "time": ('time("2026-01-05T20:00+08:00")',),
        "date": ("date(paid_at)",),
        "clock": ("clock(paid_at)", 'clock(paid_at, zone="UTC")'),
        "weekday": ("weekday(paid_at)",),
        "start_of": ('start_of(paid_at, "month")',),
        "shift": ('shift(due, 1, "month")',),
        "next_clock": ('next_clock("23:00")',),
        "days_between": ("days_between(paid_at, due)",),
        "distance": ("round(distance(here, there), 1)",),
        "newest": ("newest(parcels, 1)",),
        "entered": ('entered("status", "paid")',),
        "record": ('record("order", "A-0")',),
        "stock": ('stock("central", "S1")', 'stock("central", "S1", place="SH", kind="frozen")'),
        "pick": ('pick("refund_approver", amount=amount)',),
        "working": ('working(paid_at, "office")',),
        "work_add": ('work_add(paid_at, 2h, "office")',),
        "work_between": ('work_between(paid_at, paid_at + 24h, "office")',),
        "json": ("json(lines)",),
        "encoded": ('encoded("a b/c")',),
        "digest": ('digest(no, "sha256")',),
        "hmac": ('hmac(no, "key", "md5", "base64")',),
    }
)
"""Expressions for each function; the pages print the value that the evaluator gives."""
