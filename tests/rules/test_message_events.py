"""What becomes of a message is an event, of the record that the message is about."""

import pytest
from tests.rules.flows import FLOW, play

HEARD = """
kind: rule
id: bounced
on: message.look.bounced
do: [{set: {note: =event.reason}}, {open_case: unreachable, with: {owner: clerk}}]
---
{kind: rule, id: sending, on: order.created, do: [{notify: look}, {notify: look, to: lead}]}
---
kind: rule
id: watching
on: message.suppressed
do: [{create: customer, with: {name: =event.reason}}]
---
{kind: rule, id: more, on: message.look.sent, when: event.to == "role:lead", do: [{tag: told}]}
---
kind: rule
id: counting
on: message.look.sent
facts: {seen: {count: message.look.sent, within: 1d}}
when: seen >= 4
do: [{tag: many}]
"""
ORDER = "- {receive: {mapping: web, item: {no: A, phone: '13800000001'}}}"
STEPS = {
    "that it went": [
        ORDER,
        "- {expect: [{event: message.look.sent, count: 2}]}",
        "- {expect: {record: order, where: '\"many\" in tags', count: 0}}",
        ORDER.replace("no: A", "no: B"),
        "- {expect: {record: order, where: '\"many\" in tags', count: 1}}",
    ],
    "that it did not arrive": [
        ORDER,
        "- {answer: {call: gate.notify, fail: no answer}}",
        "- {expect: [{event: message.look.bounced, count: 1}, {record: case, count: 1}]}",
        "- {expect: {record: order, where: 'note == \"OL757\"', count: 1}}",
        "- {answer: {call: gate.notify, give: {}}}",
        "- {expect: [{event: message.look.bounced, count: 1}]}",
    ],
    "that nobody could be reached": [
        "- {receive: {mapping: web, item: {no: A}}}",
        "- {expect: [{event: message.look.suppressed, where: 'reason == \"OL711\"', count: 1}]}",
        "- {expect: {record: customer, where: 'name == \"OL711\"', count: 1}}",
    ],
}


@pytest.mark.parametrize("name", STEPS)
def test_messages_are_heard(name, tmp_path):
    assert play(tmp_path, HEARD, "steps:\n" + "\n".join(STEPS[name]), FLOW) == []
