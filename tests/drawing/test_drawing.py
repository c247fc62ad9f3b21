"""Every machine and every tree is drawn, in the reader's language."""

import json
from datetime import timedelta
from types import SimpleNamespace

from tests.cli.program import SHOP, call
from tests.drawing.grammar import texts
from tests.drawing.hostile import TEXTS

from orderloom.app.drawing import draw_tree
from orderloom.definition import action as actions
from orderloom.definition.common import Condition
from orderloom.definition.tree import Branch, Tree
from orderloom.diagnostics import Cause, Place

PLACE = Place("trees.yaml", 1, 1)
CAUSE = Cause(definition="tree/triage", path="branches", place=PLACE)

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


def condition(text):
    return Condition(place=PLACE, compiled=SimpleNamespace(text=text))


def branch(name, **more):
    return Branch(id=name, path=name, cause=CAUSE, when=condition(f"{name} > 1"), **more)


def test_a_tree_is_drawn_level_by_level():
    later = actions.Later(name="x", cause=CAUSE, after=timedelta(hours=2), do=())
    case = actions.OpenCase(cause=CAUSE, case="address", later=(later,))
    inner = (branch("here"), branch("there", do=(actions.Tag(cause=CAUSE, tag="far", off=True),)))
    tree = Tree(
        id="triage",
        place=PLACE,
        record="order",
        on=("order.created",),
        hit="all",
        branches=(
            branch("risk", label='地址"风险', do=(case,)),
            branch("place", hit="first", branches=inner),
        ),
        title={"zh": "分诊", "en": "Triage"},
    )
    drawn = draw_tree(SimpleNamespace(records={}), tree, "en")
    assert texts(drawn.text)
    assert drawn.text == (
        "---\n"
        'title: "Triage"\n'
        "---\n"
        "flowchart TD\n"
        '    n1(["on order.created"])\n'
        '    n2{"all that hold"}\n'
        "    n1 --> n2\n"
        '    n3["risk<br/>#35;地址#34;风险<br/>open_case address"]\n'
        '    n2 -->|"when risk #62; 1"| n3\n'
        '    n4["place"]\n'
        '    n2 -->|"when place #62; 1"| n4\n'
        '    n5{"the first that holds"}\n'
        "    n4 --> n5\n"
        '    n6["here"]\n'
        '    n5 -->|"when here #62; 1"| n6\n'
        '    n7["there<br/>untag far"]\n'
        '    n5 -->|"when there #62; 1"| n7\n'
        '    n8["nothing"]\n'
        '    n5 -->|"else"| n8\n'
        '    n9["nothing"]\n'
        '    n2 -->|"else"| n9\n'
    )
    assert '{"首个成立的分支"}' in draw_tree(SimpleNamespace(records={}), tree, "zh").text
