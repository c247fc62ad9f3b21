"""Actions of installed packages: they decide, and the engine does what the definition allows."""

import pytest
from tests.kernel.world import World
from tests.plugins.packages import loaded, offer

from orderloom.flow.effect import Refused, Used

ACTIONS = "orderloom.actions"
MODULE = """
from datetime import datetime
from decimal import Decimal
from orderloom.ports.actions import (
    LiftHold, Notify, OpenCase, Outcome, PluginAction, PutHold, PutTag, Refusal, SetFields, TakeTag,
)
from orderloom.ports.functions import Money

SEEN = []

def grade(given, record, now):
    SEEN.append((dict(given), dict(record), now))
    count = given["count"]
    if count > 100:
        return Refusal("too many", "太多")
    level = "high" if count > 5 else "low"
    wishes = (PutTag("graded"), SetFields({"lane": level, "note": None}))
    return Outcome(result={"level": level, "score": count}, wishes=wishes)

TAKES = {
    "type": "object",
    "properties": {
        "count": {"type": "integer", "minimum": 1},
        "price": {"type": "string", "pattern": "^CNY "},
        "contact": {"type": "string"},
    },
    "required": ["count"],
    "additionalProperties": False,
}

def made(run=grade, **parts):
    gives = {"level": "text", "score": "integer"}
    given = dict(name="grade", takes=TAKES, gives=gives, en="grades", zh="分级", run=run)
    return PluginAction(**(given | parts))

def wishing(*wishes, **result):
    return made(lambda given, record, now: Outcome(result=result, wishes=wishes))

ACTION = made()
"""
ORDER = """
kind: record
id: order
identity: [no]
fields:
  no: text
  count: integer
  price: money
  phone: {type: phone, sensitive: true}
  lines: {type: list, of: {sku: text, phone: {type: phone, sensitive: true}}}
  lane: text
  note: text
contact: {phone: =phone}
---
{kind: message, id: told, record: order, media: {sms: "{{ no }} {{ lane }}"}}
---
"""
RULE = """
kind: rule
id: grading
on: order.created
do:
  - use: grade
    with: {count: =count, price: =price}
    as: grade
    may: {set: [lane, note], tag: graded}
  - {tag: top, when: grade.level == "high" and grade.score > 5}
"""


@pytest.fixture
def package(tmp_path, monkeypatch, request):
    """Write a package of an action that is made by ``line``, and load what it offers."""

    def load(line=""):
        module = f"action_{abs(hash((line, request.node.name)))}"
        (tmp_path / f"{module}.py").write_text(f"{MODULE}\n{line}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return loaded(offer("grade", f"{module}:ACTION", group=ACTIONS))

    return load


def world(package, line="", rule=RULE):
    extensions, said = package(line)
    assert said == []
    return World(ORDER + rule, extensions=extensions, mapped="no count price phone lines")


def used(decision):
    return [each for each in decision.effects if isinstance(each, Used)]


def refused(decision):
    """Give the reasons of what was refused: code and facts."""
    return [
        (reason.code, dict(reason.facts))
        for each in decision.effects
        if isinstance(each, Refused)
        for reason in each.reasons
    ]


def test_its_wishes_are_carried_out_and_its_result_is_seen_by_later_actions(package):
    shop = world(package)
    decision = shop.observe(no="1", count=7)
    order = shop.order("1").values
    assert (order["lane"], order["tags"]) == ("high", ["graded", "top"])
    [told] = used(decision)
    assert (told.action, told.values) == ("grade", {"count": 7})
    assert told.result == {"level": "high", "score": 7}
    assert told.cause.definition == "rule/grading"
    assert [type(each).__name__ for each in decision.effects][-4:] == [
        "Used",
        "Tagged",
        "FieldChanged",
        "Tagged",
    ]


def test_it_is_given_values_a_view_without_what_is_sensitive_and_now(package):
    line = """
def look(given, record, now):
    told = [type(given["price"]).__name__, sorted(record), now.isoformat()]
    try:
        record["lane"] = "x"
    except TypeError:
        told.append("read-only")
    return Outcome(wishes=(SetFields({"note": repr(told)}),))
ACTION = made(look)
"""
    shop = world(package, line)
    lines = [{"sku": "A", "phone": "13800001234"}]
    decision = shop.observe(no="1", count=7, price="CNY 5", phone="13800001234", lines=lines)
    seen = shop.order("1").values["note"]
    assert seen.startswith("['Money', [")
    assert seen.endswith(f"'{decision.now.isoformat()}', 'read-only']")
    assert "'count'" in seen
    assert "phone" not in seen
    assert "lines" not in seen


def test_it_may_change_its_copies_and_nothing_else(package):
    line = """
def spoil(given, record, now):
    record["tags"].append("spoilt")
    given["count"] = 1000
    return Outcome()
ACTION = made(spoil)
"""
    shop = world(package, line, RULE.replace("do:", "do:\n  - {tag: first}"))
    shop.observe(no="1", count=7)
    assert shop.order("1").values["tags"] == ["first"]
    assert shop.order("1").values["count"] == 7


def test_a_refusal_undoes_the_list_or_runs_else(package):
    shop = world(package, rule=RULE.replace("do:", "do:\n  - {tag: first}"))
    decision = shop.observe(no="1", count=101)
    facts = {"action": "grade", "reason_en": "too many", "reason_zh": "太多"}
    assert refused(decision) == [("OL918", facts)]
    assert shop.order("1").values.get("tags", []) == []
    softly = world(package, "#", RULE.replace("as: grade", "as: grade\n    else: [{tag: sorry}]"))
    softly.observe(no="1", count=101)
    assert softly.order("1").values["tags"] == ["sorry"]


@pytest.mark.parametrize(
    ("values", "where", "wanted"),
    [
        ({"count": 0}, "count", "minimum: 1"),
        ({}, "–", "required: ['count']"),
        ({"count": 1, "price": "USD 5"}, "price", "pattern: ^CNY "),
    ],
)
def test_an_input_that_does_not_fit_is_refused_before_it_is_asked(values, where, wanted, package):
    shop = world(package, "def never(*_):\n    raise AssertionError\nACTION = made(never)")
    decision = shop.observe(no="1", **values)
    facts = {"action": "grade", "where": where, "wanted": wanted}
    assert refused(decision) == [("OL917", facts)]


OWN = {"plugin": "grade", "distribution": "orderloom-extra 1.2"}
MAY = "set lane, set note, tag graded"


@pytest.mark.parametrize(
    ("line", "found", "expected"),
    [
        ("ACTION = made(lambda *_: None)", "NoneType", "Outcome"),
        ("ACTION = wishing(PutTag('vip'))", "tag vip", MAY),
        ("ACTION = wishing(TakeTag('graded'))", "untag graded", MAY),
        ("ACTION = wishing(SetFields({'lane': 'a', 'count': 1}))", "set count", MAY),
        ("ACTION = wishing(OpenCase('late'))", "open_case late", MAY),
        ("ACTION = wishing(Notify('told'))", "notify told", MAY),
        ("ACTION = wishing(PutHold('graded'))", "hold graded", MAY),
        ("ACTION = wishing('tag')", "str", "Wish"),
        ("ACTION = wishing(SetFields({'lane': 0.5}))", "float", "a value"),
        ("ACTION = wishing(level=5)", "level: int", "text"),
        ("ACTION = wishing(colour='red')", "colour", "level, score"),
    ],
)
def test_what_it_does_not_say_or_may_not_wish_is_refused(line, found, expected, package):
    shop = world(package, line)
    decision = shop.observe(no="1", count=7)
    assert refused(decision) == [("OL912", OWN | {"found": found, "expected": expected})]
    assert shop.order("1").values.get("lane") is None


@pytest.mark.parametrize(
    ("raised", "error"),
    [("ValueError('13800001234')", "ValueError"), ("SystemExit(3)", "SystemExit")],
)
def test_what_it_raises_refuses_it_and_tells_no_words(raised, error, package):
    shop = world(package, f"def fail(*_):\n    raise {raised}\nACTION = made(fail)")
    assert refused(shop.observe(no="1", count=7)) == [("OL911", OWN | {"error": error})]


def test_a_wish_that_is_refused_refuses_it_whole(package):
    rule = RULE.replace("set: [lane, note]", "set: [count]")
    line = "ACTION = wishing(PutTag('graded'), SetFields({'count': 'many'}))"
    shop = world(package, line, rule)
    decision = shop.observe(no="1", count=7)
    assert [code for code, _ in refused(decision)] == ["OL707"]
    assert shop.order("1").values.get("tags", []) == []


def test_every_wish_is_what_the_verb_of_its_name_does(package):
    rule = """
kind: rule
id: grading
on: order.created
do:
  - {hold: old}
  - {tag: new}
  - use: grade
    with: {count: 1}
    may:
      {set: lane, tag: graded, untag: new, hold: check, unhold: old, open_case: odd, notify: told}
"""
    line = """
ACTION = wishing(
    SetFields({"lane": "a"}), PutTag("graded"), TakeTag("new"),
    PutHold("check", {"en": "look", "zh": "看"}), LiftHold("old"),
    OpenCase("odd", {"text": "strange"}), Notify("told"),
)
"""
    shop = world(package, line, rule)
    decision = shop.observe(no="1", count=7, phone="13800001234")
    order = shop.order("1")
    assert (order.values["lane"], order.values["tags"]) == ("a", ["graded"])
    assert list(order.holds) == ["check"]
    assert order.holds["check"].why == {"en": "look", "zh": "看"}
    [case] = shop.cases()
    assert (case.values["type"], case.values["text"]) == ("odd", "strange")
    [call] = decision.calls
    assert call.payload["text"] == "1 a"


def test_upon_another_record_it_sees_that_one(package):
    rule = """
kind: rule
id: grading
on: order.created
do: [{use: grade, of: '=record("order", "1")', with: {count: 7}, may: {set: [lane, note],
  tag: graded}, when: no == "2"}]
"""
    shop = world(package, rule=rule)
    shop.observe(no="1", count=1)
    shop.observe(no="2", count=1)
    assert shop.order("1").values["lane"] == "high"
    assert shop.order("2").values.get("lane") is None


def test_what_is_sensitive_is_masked_in_the_trace_and_so_is_what_is_made_of_it(package):
    rule = RULE.replace("price: =price", "contact: =phone")
    line = """
def echo(given, record, now):
    return Outcome(result={"level": given["contact"]})
ACTION = made(echo)
"""
    shop = world(package, line, rule)
    [told] = used(shop.observe(no="1", count=7, phone="13800001234"))
    assert told.values == {"count": 7, "contact": "138****1234"}
    assert told.result == {"level": "138****1234", "score": None}


def test_it_needs_no_record_unless_it_may_ask_for_something(package):
    rule = """
kind: schedule
id: rounds
every: 15m
zone: Asia/Shanghai
catch_up: last
do:
  - {use: grade, with: {count: 7}, as: grade}
  - {create: order, with: {no: =grade.level}}
"""
    shop = world(package, rule=rule)
    assert shop.flow.schedules["rounds"].do[0].may == ()


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        ("api=2", "api: 2"),
        ("name='other'", "name: other"),
        ("run=None", "run"),
        ("takes={'type': 'strange'}", "takes"),
        ("takes={'type': 'array'}", "takes"),
        ("takes=None", "takes"),
        ("gives={'A b': 'text'}", "gives: A b"),
        ("gives={'a': 'str'}", "gives: a"),
        ("gives=[]", "gives"),
        ("en=''", "en"),
        ("zh=7", "zh"),
    ],
)
def test_what_cannot_be_is_told_by_its_part(parts, part, package):
    found, said = package(f"ACTION = made({parts})")
    assert found.actions == {}
    assert said == [
        f"'grade' of orderloom-extra 1.2 ({ACTIONS}) declares something impossible: {part}"
    ]
