"""A canary: personal values go through a whole flow and stand nowhere in its store's bytes."""

from datetime import timedelta
from json import dumps

import pytest
from tests.runtime.shop import START, opened, take, write_shop

from orderloom.app.acting import actor, change, fire
from orderloom.app.running import deliver
from orderloom.testing.clock import FrozenClock

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: customer
identity: [phone]
fields:
  phone: {type: phone, sensitive: true}
  number: {type: integer, sensitive: true}
  orders: integer
---
kind: record
id: order
identity: [no]
contact: {phone: =phone}
fields:
  no: text
  lane: text
  phone: {type: phone, sensitive: true, edit: [lead]}
  address: {type: text, sensitive: true, required: true, edit: [lead]}
  people: {type: list, of: {name: {type: text, sensitive: true}}}
  label: {type: text, compute: 'join([phone, address], " / ")'}
  upper: {type: text, compute: label}
  customer: {type: reference, to: customer, match: {phone: =phone}}
  their_number: {type: integer, compute: customer.number}
  names: {type: list, of: text, compute: '[p.name for p in people]'}
  copied: {type: text, sensitive: true}
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states: {unpaid: {}, paid: {final: true}}
transitions:
  pay: {from: unpaid, to: paid, when: 'address != "nowhere" and old.phone != address', by: [lead]}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields:
  no: no
  phone: phone
  address: address
  people: {each: "people[*]", fields: {name: name}}
---
kind: mapping
id: customers
record: customer
read: {format: csv}
zone: Asia/Shanghai
when_absent: park
fields: {phone: phone, number: number}
---
kind: message
id: hello
record: order
media: {sms: {zh: "寄往 {{ address }}", en: "to {{ address }}"}}
---
kind: message
id: lost
media: {chat: {zh: 丢失, en: lost}}
---
kind: rule
id: greet
on: order.created
when: length(address) > 2 and any(contains(p.name, "x") or has(p.name) for p in people)
do:
  - notify: hello
  - {create: customer, with: {phone: =phone, orders: 1}, exists: keep}
---
kind: rule
id: again
on: order.created
when: has(phone)
do: [{create: customer, with: {phone: =phone}, exists: refuse}]
---
kind: rule
id: moved
on: order.address.changed
when: event.is != event.was and old.address != address and event.was != phone
do: [{set: {lane: moved}}]
---
kind: rule
id: asked
on: order.address.changed
when: event.is != "nowhere" and label != address
do:
  - open_case: address
    with: {text: =mask(phone)}
    later: [{after: 1h, when: event.is != record.label, do: [{set: {text: late}}]}]
    then: [{set: {copied: =event.is}}]
  - {set: {copied: =label}}
---
kind: rule
id: noted
on: order.changed
when: old.phone != phone or has(old.address)
do: [{tag: seen}]
---
kind: rule
id: lost
on: customer.quarantined
when: has(event.value) or has(event.reason)
do: [{notify: lost, to: lead}]
---
kind: connection
id: out
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: outbox}}
"""
PHONES = ("13812345678", "13987654321", "13711112222")
PLACES = ("canary street 17", "canary alley 4")
CANARIES = [*PHONES, *PLACES, "canary person", "20301144", "canary number"]


def order(no, phone=PHONES[0], address=PLACES[0]):
    return {"no": no, "phone": phone, "address": address, "people": [{"name": "canary person"}]}


@pytest.fixture
def worked(tmp_path):
    """The store's folder after all of it."""
    write_shop(tmp_path, FLOW)
    files = {
        "a.json": {"orders": [order("1"), order("2"), order("3", address=None)]},
        "b.json": {"orders": [order("1", PHONES[1], PLACES[1]), {"no": "4", "phone": PHONES[0]}]},
        "c.json": {"orders": [order("5", phone=[PHONES[0]]), order("6", address={"a": PLACES[0]})]},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(dumps(content), encoding="utf-8")
    (tmp_path / "broken.json").write_text(dumps(files["a.json"])[:-30] + PHONES[0])
    (tmp_path / "number.json").write_text('{"orders": [1 ' + PHONES[0] + "]}")
    (tmp_path / "customers.csv").write_text(
        f"phone,number\n{PHONES[2]},20301144\n{PHONES[0]},canary number\n"
        f"{PHONES[1]},7,{PHONES[1]}\n"
    )
    clock = FrozenClock(START)
    with opened(tmp_path, clock) as app:
        for name in (*files, "broken.json", "number.json"):
            take(app, tmp_path / name)
        take(app, tmp_path / "customers.csv", "customers")
        lead = actor(app, "lead/zhou")
        change(app, "1", {"phone": PHONES[0], "address": PLACES[0]}, lead)
        change(app, "2", {"phone": [PHONES[0]]}, lead)
        fire(app, "1", "pay", {}, lead)
        deliver(app)
        clock.advance(timedelta(hours=30))
        take(app, tmp_path / "a.json")
        entries = list(app.stores.journal.all())
        quarantine = app.stores.journal.quarantine(50)
    assert len(entries) > 8
    assert len(quarantine) > 5
    return tmp_path


def test_no_sensitive_value_stands_in_the_store(worked):
    files = [path for path in worked.iterdir() if path.name.startswith("store.db")]
    held = b"".join(path.read_bytes() for path in files)
    assert [canary for canary in CANARIES if canary.encode() in held] == []
