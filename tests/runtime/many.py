"""A shop with playbooks for many records, and what its tests do with it."""

from collections import Counter

import msgspec
import pytest
from tests.runtime.shop import orders_file, take

from orderloom.app import acting
from orderloom.app.bulk import Wish, play_many
from orderloom.app.checking import check_folder
from orderloom.compiler.asking import Question, selection

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {test: {hosts: [], publish: [boss]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
{kind: role, id: boss, includes: [lead], see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
contact: {phone: =phone}
fields:
  no: text
  amount: money
  lane: text
  count: integer
  phone: {type: phone, sensitive: true}
---
kind: machine
id: order_status
record: order
field: status
initial: unpaid
states: {unpaid: {}, paid: {}}
transitions:
  pay: {from: unpaid, to: paid, by: [lead], undo: unpay, when: amount > CNY 0}
  unpay: {from: paid, to: unpaid, by: [lead]}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields: {no: no, amount: amount, phone: phone}
---
kind: playbook
id: settle
record: order
by: [lead]
bulk: true
input: {lane: {type: text, required: true}, step: {type: integer, default: =1}}
do:
  - {set: {lane: =event.lane, count: '=default(count, 0) + event.step'}}
  - {tag: settled}
  - {fire: pay}
---
kind: playbook
id: tell
record: order
by: [lead]
bulk: true
do: [{set: {lane: told}}, {notify: sorry}]
---
{kind: playbook, id: one, record: order, by: [lead], do: [{tag: one}]}
---
kind: message
id: sorry
record: order
media: {sms: {zh: "{{ no }}", en: "{{ no }}"}}
"""
BRAKE = "\nbrake: {records: 3, within: 10m}\n---\n{kind: role, id: lead"
WITH_BRAKE = FLOW.replace("\n---\n{kind: role, id: lead", BRAKE, 1)


def orders(numbers, amount="CNY 1.00"):
    phone = "13812345678"
    return [{"no": f"p{number:03}", "amount": amount, "phone": phone} for number in numbers]


def filled(folder, app, number=20, unpaid=()):
    good = [each for each in range(number) if each not in unpaid]
    both = [*orders(good), *orders(unpaid, "CNY 0.00")]
    take(app, orders_file(folder, "a.json", both))


def wish(folder, playbook="settle", inputs=None, **question):
    asked = Question(record="order", **question)
    given = {"lane": "fast"} if inputs is None else inputs
    where = question.get("where", "")
    return Wish(
        playbook=playbook,
        select=selection(check_folder(folder / "shop"), asked),
        inputs=given,
        where=where,
        why="strike",
    )


def origin(app, *what, who="lead/wu"):
    return acting.origin_of(app, acting.actor(app, who), "bulk", *what)


def by_no(app):
    with app.stores.reader() as reader:
        return {each.values["no"]: each.values for each in reader.all("order")}


def counts(app):
    return Counter(values.get("count") for values in by_no(app).values())


def told(decisions):
    return [msgspec.to_builtins(effect) for each in decisions for effect in each.effects]


class Died(BaseException):
    """The process dies here."""


def die_after(app, asked, commits):
    made = []

    def note(batch):
        made.append(batch)
        if len(made) == commits:
            raise Died

    with pytest.raises(Died):
        play_many(app, asked, origin(app), note)
