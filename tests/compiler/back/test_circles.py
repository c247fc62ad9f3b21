"""Definitions that set each other off: told when nothing stops them, spared when something does."""

import pytest

from orderloom.compiler.load import check_flow
from orderloom.definition.connector import ConnectorShape

CONNECTORS = {"files": ConnectorShape(id="files")}
FLOW = """\
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [lead]}}
events: {points: {number: integer}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  lane: {type: text, edit: [lead]}
  pieces: {type: integer, edit: [lead]}
  vip: {type: boolean, edit: [lead]}
  double: {type: integer, compute: pieces * 2}
---
kind: record
id: parcel
identity: [no]
fields: {no: text}
---
kind: machine
id: order_status
record: order
field: status
initial: new
states: {new: , packed: , gone: {final: true}}
transitions:
  pack: {from: new, to: packed, by: lead}
  unpack: {from: packed, to: new, by: lead}
  stop: {from: any, to: gone, by: lead}
---
kind: mapping
id: feed
record: order
read: {format: json}
fields: {no: no}
---
kind: playbook
id: packing
record: order
by: [lead]
do: [{fire: pack}]
"""


def rule(name, on, do, more=""):
    return f"---\nkind: rule\nid: {name}\non: {on}\n{more}do: [{do}]\n"


PACK = rule("a", "order.status.new", "{fire: pack}")
UNPACK = rule("b", "order.status.packed", "{fire: unpack}")
ROUND = [
    PACK + UNPACK,
    rule("a", "order.status.new", "{run: packing}") + UNPACK,
    rule("a", "order.tagged", "{untag: x}") + rule("b", "order.untagged", "{tag: x}"),
    rule("a", "order.held", "{unhold: x}") + rule("b", "order.unheld", "{hold: x}"),
    rule("a", "points", "{emit: points, with: {number: 1}}"),
    rule("a", "order.created", "{create: parcel, with: {no: =no}}")
    + rule("b", "parcel.created", "{create: order, with: {no: =no}}"),
    rule("a", "order.status.new", "{set: {pieces: =pieces + 1}}")
    + rule("b", "order.pieces.changed", "{fire: pack}")
    + rule("c", "order.status.packed", "{fire: unpack}"),
    rule("a", "order.double.changed", "{set: {pieces: =double}}"),
    (
        "---\nkind: tree\nid: t\nrecord: order\non: order.vip.changed\nbranches:\n"
        "  - {id: on, when: vip, do: [{set: {vip: false}}]}\n"
        "  - {id: off, when: not vip, do: [{set: {vip: true}}]}\nelse: []\n"
    ),
]
STOPS = [
    rule("a", "order.lane.changed", "{set: {vip: true}}")
    + rule("b", "order.vip.changed", "{fire: pack}")
    + rule("c", "order.status.packed", "{set: {lane: a}}, {set: {vip: false}}, {fire: unpack}"),
    PACK,
    PACK + rule("b", "order.status.packed", "{fire: unpack}", "once_per: {key: =no, every: 1h}\n"),
    rule("a", "order.status.packed", "{fire: pack}")
    + rule("b", "order.status.new", "{fire: stop}"),
    rule("a", "order.tagged", "{tag: x}"),
    rule("a", "order.lane.changed", "{set: {lane: a}}"),
    rule("a", "order.lane.changed", "{set: {vip: true}}")
    + rule("b", "order.vip.changed", "{set: {lane: rush}}"),
    rule("a", "order.status.packed", "{create: parcel, with: {no: =no}}")
    + rule("b", "parcel.created", "{tag: x}"),
    rule("a", "order.status.new", "{set: {lane: a}}")
    + "---\nkind: tree\nid: t\nrecord: order\non: order.lane.changed\nbranches:\n"
    "  - {id: on, when: vip, do: [{fire: pack}]}\nelse: []\n" + UNPACK,
    (
        "---\nkind: rule\nid: a\nrecord: order\nwhile: pieces > 3\n"
        "do: [{set: {pieces: =pieces + 1}}]\n"
    ),
]


def told(folder, text):
    """Give the circles in a flow."""
    (folder / "flow.yaml").write_text(FLOW + text, encoding="utf-8")
    found = check_flow(folder, connectors=CONNECTORS).diagnostics
    assert {each.code for each in found} <= {"OL041", "OL187", "OL448", "OL447"}, found
    return [each for each in found if each.code == "OL041"]


def warned(folder, text):
    """Give the codes of circles in a flow, those of single fields among them."""
    (folder / "flow.yaml").write_text(FLOW + text, encoding="utf-8")
    found = check_flow(folder, connectors=CONNECTORS).diagnostics
    return [each.code for each in found if each.code in ("OL041", "OL187")]


@pytest.mark.parametrize("text", ROUND)
def test_a_circle_that_nothing_stops_is_told_once(text, tmp_path):
    (finding,) = told(tmp_path, text)
    assert finding.severity == "warning"
    first, *_, last = finding.facts["cycle"].split(" → ")
    assert first.split(" ")[0] == last


@pytest.mark.parametrize("text", STOPS)
def test_what_ends_by_itself_is_spared(text, tmp_path):
    assert told(tmp_path, text) == []


COUNTED = "[order.created, order.pieces.changed]"


@pytest.mark.parametrize(
    ("when", "value", "number"),
    [
        ("pieces < 3", "=pieces + 1", 0),
        ('3 >= pieces and lane == "a"', "=1 + pieces", 0),
        ("pieces > 0", "=pieces - 2", 0),
        ("pieces > 3", "=pieces + 1", 1),
        ("pieces < 3", "=pieces - 1", 1),
        ("pieces < 3", "=pieces * 2", 1),
        ('lane == "a"', "=pieces + 1", 1),
    ],
)
def test_counting_ends_at_a_limit_that_lies_in_its_way(when, value, number, tmp_path):
    of_rule = rule("a", COUNTED, f"{{set: {{pieces: {value}}}}}", f"when: {when}\n")
    of_action = rule("a", COUNTED, f"{{set: {{pieces: {value}}}, when: '{when}'}}")
    assert len(warned(tmp_path, of_rule)) == number
    assert len(warned(tmp_path, of_action)) == number


def test_counting_that_another_takes_back_does_not_end(tmp_path):
    up = rule("a", COUNTED, "{set: {pieces: =pieces + 1}}", "when: pieces < 3\n")
    back = rule("b", "order.pieces.changed", "{set: {pieces: 0}, when: pieces >= 3}")
    assert warned(tmp_path, up + back)


def test_the_circle_is_told_step_by_step(tmp_path):
    (finding,) = told(tmp_path, PACK + UNPACK)
    assert finding.facts["cycle"] == (
        "order.status.new (rule/a) → order.status.packed (rule/b) → order.status.new"
    )
