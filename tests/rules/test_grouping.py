"""One message for all starts of a rule that share some names."""

import pytest
from tests.rules.flows import play

ON_EVENT = """
kind: rule
id: hot
on: order.created
when: n > 10
do: [{tag: hot}, {notify: many, to: lead, with: {label: =n}}]
group: {by: sku, wait: 10m}
---
kind: message
id: many
record: order
media:
  chat: >-
    {{ sku }} {{ count(starts) }}:{% for s in starts %} {{ s.label }}{% endfor %}, last {{ no }}
"""
LASTING = """
kind: rule
id: hot
per: [sku]
facts: {sold: {sum: n, of: order.created, by: [sku], within: 1h}}
while: sold > 10
do: [{notify: busy, to: lead}]
recovered: [{notify: over, to: lead}]
repeat_every: 2h
group: {by: [GROUPED], wait: 5m}
---
kind: message
id: busy
media: {chat: "{% for s in starts %}{{ s.sku }}={{ s.sold }} {% endfor %}"}
---
{kind: message, id: over, media: {chat: over}}
"""
BY_PLAYBOOK = """
{kind: rule, id: hot, on: order.created, do: [{run: telling}], group: {by: [source, sku], wait: 1m}}
---
{kind: playbook, id: telling, record: order, by: [lead], do: [{notify: all, to: lead}]}
---
{kind: message, id: all, record: order, media: {chat: "{{ count(starts) }} {{ no }}"}}
"""
TWO = """
kind: rule
id: hot
on: order.created
do: [{notify: one, to: lead}, {notify: one, to: clerk}, {notify: two, to: lead}]
group: {by: [sku], wait: 1m}
quiet: {between: 20:05-20:06}
---
{kind: message, id: one, record: order, media: {chat: "{{ count(starts) }}"}}
---
{kind: message, id: two, record: order, media: {chat: "{{ count(starts) }}"}}
"""

WORSE = "---\n{kind: rule, id: worse, record: order, while: n > 100, do: [{tag: worse}]}\n"


def n(no, number, sku="X"):
    return f"- {{receive: {{mapping: web, item: {{no: {no}, n: {number}, sku: {sku}}}}}}}"


def said(message, text, count=1):
    return f"- {{expect: {{message: {message}, where: 'text == \"{text}\"', count: {count}}}}}"


def number(message, count):
    return f"- {{expect: {{message: {message}, count: {count}}}}}"


STEPS = {
    "starts are collected, each group by itself, and acts are not": (
        ON_EVENT,
        [
            n("A", 11),
            n("B", 12),
            n("C", 13, "Y"),
            n("D", 1),
            "- {expect: {record: order, where: '\"hot\" in tags', count: 3}}",
            "- {restart: true}",
            "- {wait: 9m59s}",
            number("many", 0),
            "- {wait: 1s}",
            said("many", "X 2: 11 12, last B"),
            said("many", "Y 1: 13, last C"),
            number("many", 2),
            n("E", 14),
            "- {wait: 10m}",
            said("many", "X 1: 14, last E"),
            number("many", 3),
        ],
    ),
    "what groups of figures bring is told together": (
        LASTING.replace("GROUPED", "source"),
        [
            n("A", 11),
            n("B", 12, "Y"),
            "- {wait: 5m}",
            said("busy", "X=11 Y=12 "),
            number("busy", 1),
            "- {wait: 56m}",
            said("over", "over", 2),
        ],
    ),
    "by what they are for, each alone": (
        LASTING.replace("GROUPED", "sku"),
        [n("A", 11), n("B", 12, "Y"), "- {wait: 5m}", said("busy", "X=11 "), number("busy", 2)],
    ),
    "a playbook speaks for its rule": (
        BY_PLAYBOOK,
        [n("A", 1), n("B", 1), number("all", 0), "- {wait: 1m}", said("all", "2 B")],
    ),
    "each message and each addressee has its own": (
        TWO,
        [
            n("A", 1),
            n("B", 1),
            "- {wait: 1m}",
            said("one", "2", 2),
            said("two", "2"),
            number("one", 2),
            "- {wait: 3m}",
            n("C", 1),
            "- {wait: 1m}",
            number("one", 2),
            "- {expect: {suppressed: one, where: 'reason == \"OL185\"', count: 2}}",
        ],
    ),
    "what is silenced by the time that it would go is dropped, by its own group": (
        ON_EVENT.replace("group:", "inhibited_by: {rule: worse, same: [sku]}\ngroup:") + WORSE,
        [
            n("A", 11),
            n("B", 12, "Y"),
            "- {wait: 5m}",
            n("W", 200),
            "- {wait: 5m}",
            said("many", "Y 1: 12, last B"),
            number("many", 1),
            "- {expect: {suppressed: many, where: 'reason == \"OL186\"', count: 2}}",
        ],
    ),
    "without wait those of one moment are told together": (
        TWO.replace(", wait: 1m", ""),
        [n("A", 1), n("B", 1), said("two", "1", 2)],
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_grouping(name, tmp_path):
    rules, steps = STEPS[name]
    assert play(tmp_path, rules, "steps:\n" + "\n".join(steps)) == []
