"""Every machine and every tree is drawn, in the reader's language."""

import json

from tests.cli.program import SHOP, call
from tests.drawing.grammar import texts
from tests.drawing.hostile import TEXTS

FLOW = """
kind: flow
id: small
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {{test: {{hosts: [], publish: [lead]}}}}
---
{{kind: role, id: lead, title: {title}, see: {{order: {{fields: all}}}}}}
---
kind: record
id: order
identity: [number]
fields: {{number: {{type: text, required: true}}, due: time, packed: boolean}}
---
kind: machine
id: order_status
title: {title}
record: order
field: status
initial: open
states:
  open:
    title: {title}
    later:
      - {{after: 6h, do: [{{fire: expire}}]}}
      - {{at: =due - 1h, do: [{{tag: soon}}, {{tag: late}}]}}
  packed:
  gone: {{title: {title}, final: true}}
transitions:
  pack: {{from: open, to: packed, automatic: true, when: packed == true and has(due)}}
  expire: {{from: open, to: gone}}
  cancel: {{from: [open, packed], to: gone, by: [lead], title: {title}}}
"""


def flow_in(folder, title):
    folder.mkdir(exist_ok=True)
    (folder / "flow.yaml").write_text(FLOW.format(title=title), encoding="utf-8")
    return folder


def test_a_machine_is_drawn_with_what_takes_each_way(tmp_path):
    answer = call("draw", flow_in(tmp_path, "{zh: 甲, en: A}"))
    assert answer.code == 0
    assert answer.out == (
        "---\n"
        'title: "A"\n'
        "---\n"
        "stateDiagram-v2\n"
        '    state "A" as s_open\n'
        '    state "packed" as s_packed\n'
        '    state "A" as s_gone\n'
        "    [*] --> s_open\n"
        "    s_open --> s_packed : pack · ⚡ automatic · when packed == true and has(due)\n"
        "    s_open --> s_gone : expire · ⏱ after 6h\n"
        "    s_open --> s_gone : A · ✋ by A\n"
        "    s_packed --> s_gone : A · ✋ by A\n"
        "    s_open : ⏱ at due #45; 1h · tag\n"
        "    s_gone --> [*]\n"
    )
    chinese = call("draw", tmp_path, "order_status", lang="zh").out
    assert "s_open --> s_gone : 甲 · ✋ 由甲\n" in chinese
    assert "s_open --> s_gone : expire · ⏱ 6h 后\n" in chinese


def test_titles_of_any_kind_stay_inside_their_labels(tmp_path):
    for number, text in enumerate(TEXTS):
        drawn = call("draw", flow_in(tmp_path / str(number), json.dumps(text)))
        assert drawn.code == 0, drawn.err
        assert len(texts(drawn.out)) == 8


def test_several_diagrams_are_a_page_and_one_is_itself(tmp_path):
    page = call("draw", SHOP).out
    sources = [part.partition("```")[0] for part in page.split("```mermaid\n")[1:]]
    named = [call("draw", SHOP, name).out for name in ("order_status", "machine/payment")]
    assert sources == named
    assert all(texts(source) for source in sources)
    document = call("draw", SHOP, "--format", "json").document
    assert [each["definition"] for each in document["diagrams"]] == [
        "machine/order_status",
        "machine/payment",
    ]
    assert [each["mermaid"] for each in document["diagrams"]] == sources
    file = tmp_path / "shop.md"
    assert call("draw", SHOP, "--output", file).out == ""
    assert file.read_text("utf-8").rstrip() == page.rstrip()


def test_what_cannot_be_drawn_or_written_is_said(tmp_path):
    unknown = call("draw", SHOP, "order_state")
    assert unknown.code == 2
    assert unknown.err == (
        "error[OL683]: there is no machine or tree 'order_state'\n"
        "  hint: did you mean 'order_status'?\n"
    )
    unwritable = call("draw", SHOP, "--output", tmp_path / "no" / "x.md")
    assert unwritable.code == 1
    assert unwritable.err.startswith("error[OL684]: the file ")


TREE = """
kind: tree
id: triage
title: {zh: 分诊, en: Triage}
record: order
on: [order.status.packed]
hit: all
branches:
  - id: risk
    when: size > 1
    label: '地址"风险'
    do:
      - open_case: address
        later: [{after: 2h, do: [{tag: late}]}]
  - id: place
    when: size > 2
    hit: first
    branches:
      - {id: here, when: size > 3}
      - {id: there, when: size == 3, do: [{untag: far}]}
    else: []
else: []
"""


def test_a_tree_is_drawn_level_by_level(tmp_path):
    flow = FLOW.format(title="A").replace("packed: boolean", "packed: boolean, size: integer")
    (tmp_path / "flow.yaml").write_text(f"{flow}---{TREE}", encoding="utf-8")
    drawn = call("draw", tmp_path, "triage")
    assert drawn.code == 0, drawn.err
    assert texts(drawn.out)
    assert drawn.out == (
        "---\n"
        'title: "Triage"\n'
        "---\n"
        "flowchart TD\n"
        '    n1(["on order.status.packed"])\n'
        '    n2{"all that hold"}\n'
        "    n1 --> n2\n"
        '    n3["risk<br/>#35;地址#34;风险<br/>open_case address"]\n'
        '    n2 -->|"when size #62; 1"| n3\n'
        '    n4["place"]\n'
        '    n2 -->|"when size #62; 2"| n4\n'
        '    n5{"the first that holds"}\n'
        "    n4 --> n5\n"
        '    n6["here"]\n'
        '    n5 -->|"when size #62; 3"| n6\n'
        '    n7["there<br/>untag far"]\n'
        '    n5 -->|"when size == 3"| n7\n'
        '    n8["nothing"]\n'
        '    n5 -->|"else"| n8\n'
        '    n9["nothing"]\n'
        '    n2 -->|"else"| n9\n'
    )
    assert '{"首个成立的分支"}' in call("draw", tmp_path, "triage", lang="zh").out


def test_states_inside_states_are_drawn_inside_them(tmp_path):
    (tmp_path / "flow.yaml").write_text(NESTED, encoding="utf-8")
    lines = [line.strip() for line in call("draw", tmp_path, "order_status").out.splitlines()]
    outer, end = lines.index("state s_making {"), lines.index("}")
    assert lines[outer + 1 : end] == [
        'state "picking" as s_picking',
        'state "checking" as s_checking',
        "[*] --> s_picking",
    ]
    assert "s_new --> s_making : make · ✋ by lead" in lines
    assert "s_making --> s_sent : send · ✋ by lead" in lines


NESTED = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
{kind: record, id: order, identity: [no], fields: {no: text}}
---
kind: machine
id: order_status
record: order
field: status
initial: new
states:
  new:
  making: {initial: picking, states: {picking: , checking: }}
  sent: {final: true}
transitions:
  make: {from: new, to: making, by: [lead]}
  check: {from: picking, to: checking, by: [lead]}
  send: {from: making, to: sent, by: [lead]}
"""
