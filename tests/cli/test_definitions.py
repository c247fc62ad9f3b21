"""``orderloom definitions``: what a flow is made of, by title."""

import pytest
from tests.cli.program import call

FLOW = """kind: flow
id: shop
title: {zh: 小店, en: The shop}
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [clerk]}}
---
{kind: role, id: clerk, see: {order: {}}}
---
kind: record
id: order
note: |
  One order.
  Its lines are elsewhere.
identity: [no]
fields: {no: text}
---
kind: machine
id: order_status
title: {zh: 状态}
record: order
field: status
initial: open
states: {open: {shown: {zh: 处理中, en: In work}}, done: {title: Finished, final: true}}
transitions: {finish: {from: open, to: done, by: clerk}}
"""
RULES = """{kind: rule, id: big, title: Big,
  severity: critical, on: order.status.done, do: [{tag: x}]}
---
kind: table
id: lanes
columns: {no: {type: text, match: equal, title: No.}, lane: text}
rows: [{no: A, lane: rush}]
"""


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_all_that_was_written_is_listed_in_the_order_of_the_files(shop):
    assert call("definitions", shop).out.splitlines() == [
        f"flow/shop  The shop  {shop}/flow.yaml:2",
        f"role/clerk  clerk  {shop}/flow.yaml:8",
        f"record/order  order  {shop}/flow.yaml:11",
        "  One order.",
        "  Its lines are elsewhere.",
        f"machine/order_status  状态  {shop}/flow.yaml:19",
        "  open  open; customers read: In work",
        "  done  Finished",
        f"rule/big  Big (critical)  {shop}/rules.yaml:1",
        f"table/lanes  lanes  {shop}/rules.yaml:5",
        "  no  No.",
        "  lane  lane",
    ]


def test_one_kind_in_the_language_of_the_reader(shop):
    assert call("definitions", shop, "machine", lang="zh").out.splitlines() == [
        f"machine/order_status  状态  {shop}/flow.yaml:19",
        "  open  open；客户看到：处理中",
        "  done  Finished",
    ]


def test_a_kind_that_the_flow_has_not_is_said(shop):
    said = call("definitions", shop, "rules")
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "error[OL046]: the flow has no 'rules'; "
        "it has: flow, record, machine, rule, table, role\n"
        "  hint: did you mean 'rule'?\n"
    )


def test_a_flow_that_is_wrong_is_not_listed(shop):
    (shop / "rules.yaml").write_text("{kind: rule, id: big}\n", encoding="utf-8")
    said = call("definitions", shop)
    assert (said.code, said.out) == (1, "")
    assert f"{shop}/rules.yaml:1" in said.err
