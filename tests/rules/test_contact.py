"""Limits over all messages: how many one addressee gets, at which hours, and what waits."""

import pytest
from tests.rules.flows import FLOW, play

TELLING = """
{kind: rule, id: telling, on: order.created, do: [{notify: look}, {notify: boss, to: lead}]}
---
{kind: rule, id: urging, on: order.note.changed, do: [{notify: urgent}, {notify: boss, to: clerk}]}
---
{kind: message, id: urgent, record: order, media: {sms: "!{{ no }}"}}
---
{kind: message, id: boss, record: order, media: {chat: "{{ no }}"}}
---
{kind: rule, id: watching, on: [message.look.sent, message.look.suppressed], do: [{tag: heard}]}
"""

DIGEST = """---
kind: message
id: digest
media: {sms: "{{ count(messages) }}: {{ join([m.text for m in messages], '+') }}", chat: "none"}
"""


def n(no, phone=13800000001, **more):
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    return f"- {{receive: {{mapping: web, item: {{no: {no}, phone: '{phone}'{fields}}}}}}}"


def expect(*of):
    return f"- {{expect: [{', '.join(of)}]}}"


def message(name, count, where=None):
    also = "" if where is None else f", where: '{where}'"
    return f"{{message: {name}, count: {count}{also}}}"


def suppressed(count, reason="OL061", name="look"):
    return f"{{suppressed: {name}, where: 'reason == \"{reason}\"', count: {count}}}"


RESTART = "- {restart: true}"
DAILY = "{to: order, at_most: 2, per: day}"
DELAYED = "{to: order, at_most: 2, per: day, over: delay}"
QUIET = "{to: order, quiet: 22:00-08:00}"
MERGED = "{to: order, at_most: 1, per: day, quiet: 22:00-08:00, merge: digest}"
STEPS = {
    "as many as allowed go, the rest is dropped, and the next day counts anew": (
        DAILY,
        [
            *(n(no) for no in "ABC"),
            expect(message("look", 2), suppressed(1), "{event: message.look.suppressed, count: 1}"),
            n("D", 13800000002),
            expect(message("look", 3)),
            RESTART,
            "- {wait: 3h59m59s}",
            n("E"),
            expect(message("look", 3), suppressed(2)),
            "- {wait: 1s}",
            n("F"),
            expect(message("look", 4), suppressed(2)),
        ],
    ),
    "what is beyond the limit is delayed to the next day, first come first gone": (
        DELAYED,
        [
            *(n(no) for no in "ABCDE"),
            expect(message("look", 2), suppressed(0)),
            RESTART,
            "- {wait: 3h59m59s}",
            expect(message("look", 2)),
            "- {wait: 1s}",
            expect(message("look", 4), message("look", 1, 'text == "C"')),
            n("F"),
            expect(message("look", 4)),
            "- {wait: 24h}",
            expect(message("look", 6), message("look", 1, 'text == "F"')),
        ],
    ),
    "in quiet hours messages wait for their end": (
        QUIET,
        [
            "- {wait: 1h59m59s}",
            n("A"),
            expect(message("look", 1)),
            "- {wait: 1s}",
            n("B"),
            "- {wait: 2h}",
            n("C"),
            RESTART,
            "- {wait: 7h59m59s}",
            expect(message("look", 1), "{event: message.look.sent, count: 1}"),
            "- {wait: 1s}",
            expect(message("look", 3), "{event: message.look.sent, count: 3}"),
            n("D"),
            expect(message("look", 4), "{record: order, where: '\"heard\" in tags', count: 4}"),
        ],
    ),
    "those that wait are joined by one message, which counts once": (
        MERGED,
        [
            "- {wait: 2h}",
            n("A"),
            n("B"),
            n("C", 13800000002),
            RESTART,
            "- {wait: 10h}",
            expect(
                message("digest", 1, 'text == "2: A+B"'),
                message("digest", 1),
                message("look", 1, 'text == "C"'),
                message("look", 1),
            ),
            n("D"),
            expect(message("look", 1), suppressed(1)),
        ],
    ),
    "what was delayed is joined as well": (
        "{to: order, at_most: 1, per: hour, over: delay, merge: digest}",
        [
            *(n(no) for no in "ABC"),
            "- {wait: 1h}",
            expect(message("look", 1), message("digest", 1, 'text == "2: B+C"')),
            n("D"),
            "- {wait: 1h}",
            expect(message("look", 2), message("digest", 1)),
        ],
    ),
    "what is excepted is neither limited nor counted": (
        "{to: order, at_most: 1, per: week, quiet: 22:00-08:00, except: [urgent]}",
        [
            n("A"),
            n("A", note="x"),
            n("A", note="y"),
            expect(message("urgent", 2), message("look", 1)),
            "- {wait: 5h}",
            n("A", note="z"),
            expect(message("urgent", 3)),
        ],
    ),
    "a role is one addressee, and another has its own": (
        "{to: lead, at_most: 1, per: hour}",
        [
            n("A"),
            n("B", note="x"),
            n("B", note="y"),
            expect(
                message("boss", 1, 'to == "lead"'),
                message("boss", 1, 'to == "clerk"'),
                message("look", 2),
                suppressed(1, name="boss"),
            ),
        ],
    ),
    "several limits hold at once, the tightest first": (
        "[{to: order, at_most: 1, per: hour}, {to: order, at_most: 2, per: day}]",
        [
            n("A"),
            n("B"),
            "- {wait: 1h}",
            n("C"),
            "- {wait: 1h}",
            n("D"),
            expect(message("look", 2), suppressed(2)),
        ],
    ),
    "a week begins on Monday, by the clock of the zone": (
        "{to: order, at_most: 1, per: week, zone: UTC}",
        [
            n("A"),
            "- {to: 2026-01-12T07:59+08:00}",
            n("B"),
            expect(message("look", 1)),
            "- {wait: 1m}",
            n("C"),
            expect(message("look", 2)),
        ],
    ),
    "after quiet hours the limit counts": (
        "{to: order, at_most: 1, per: day, quiet: 22:00-08:00}",
        [
            "- {wait: 4h}",
            *(n(no) for no in "AB"),
            "- {wait: 8h}",
            expect(message("look", 1, 'text == "A"'), suppressed(1)),
        ],
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_limits(name, tmp_path):
    limit, steps = STEPS[name]
    flow = FLOW.replace("environments:", f"contact: {limit}\nenvironments:", 1)
    rules = TELLING + (DIGEST if "digest" in limit else "")
    assert play(tmp_path, rules, "steps:\n" + "\n".join(steps), flow) == []
