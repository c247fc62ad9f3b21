"""The replies that a case offers: kept with it, and shown as they would read now."""

import pytest
from tests.cli.program import call

from orderloom.app.application import open_application
from orderloom.cli.stores import store_url

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: customer
identity: [name]
fields: {name: text, mail: {type: email, sensitive: true}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  late: integer
  phone: {type: phone, sensitive: true}
  name: text
  customer: {type: reference, to: customer, match: {name: =name}}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields: {no: no, late: late, phone: phone, name: name}
---
kind: message
id: sorry
record: order
title: {en: We are sorry, zh: 致歉}
media:
  email:
    subject: {en: "Order {{ no }}", zh: "订单 {{ no }}"}
    body: {en: "{{ late }} days late, {{ phone }} {{ customer.mail }}", zh: "晚 {{ late }} 天"}
---
{kind: message, id: thanks, media: {sms: "Thank you"}}
---
{kind: message, id: about, record: case, media: {chat: "case {{ number }} of {{ owner }}"}}
---
kind: rule
id: make
on: order.created
do:
  - {create: customer, with: {name: =name, mail: "kim@shop.example"}}
  - {open_case: late, with: {owner: lead}, answers: [sorry, about]}
---
kind: rule
id: again
on: order.late.changed
do: [{open_case: late, answers: [thanks, sorry]}]
"""
ORDERS = """{"orders": [{"no": "1", "late": LATE, "phone": "13812345678", "name": "Kim"}]}"""


SORRY = {
    "message": "sorry",
    "title": "We are sorry",
    "subject": "Order 1",
    "text": "3 days late, 138****5678 kim****mple",
}
ABOUT = {"message": "about", "title": "about", "text": "case 1 of lead"}
THANKS = {"message": "thanks", "title": "thanks", "text": "Thank you"}


@pytest.fixture
def shop(tmp_path):
    """A flow's folder."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")
    return folder


def take_in(folder, late):
    """Take an order in that is so many days late; give the id of its case."""
    file = folder.parent / f"{late}.json"
    file.write_text(ORDERS.replace("LATE", str(late)), encoding="utf-8")
    assert call("run", folder, "--input", file).code == 0
    with open_application(folder, store_url(None, folder)) as app, app.stores.reader() as reader:
        return next(iter(reader.all("case"))).id


def answers(folder, record):
    return call("explain", record, "--flow", folder, "--format", "json").document["answers"]


def test_a_case_offers_replies_filled_in_and_masked(shop):
    case = take_in(shop, 3)
    assert answers(shop, case) == [SORRY, ABOUT]
    told = call("explain", case, "--flow", shop, lang="zh").out
    assert "\n备选答复：\n  *致歉*  晚 3 天\n" in told


def test_an_occasion_that_joins_adds_its_replies_and_they_follow_the_record(shop):
    take_in(shop, 3)
    case = take_in(shop, 5)
    now = SORRY | {"text": SORRY["text"].replace("3", "5", 1)}
    assert answers(shop, case) == [now, ABOUT, THANKS]


def test_a_record_that_is_no_case_offers_none(shop):
    take_in(shop, 3)
    assert answers(shop, "order/1") == []


def test_a_message_that_is_gone_is_told_as_such(shop):
    case = take_in(shop, 3)
    less = FLOW.replace("answers: [sorry, about]", "answers: about").replace(
        "thanks, sorry", "thanks"
    )
    file = shop / "flow.yaml"
    before, _, rest = less.partition("kind: message\nid: sorry")
    file.write_text(before + rest.partition("---\n")[2], encoding="utf-8")
    assert answers(shop, case)[0] == {"message": "sorry", "title": "sorry", "text": None}
