"""What looks like a fault and is none."""

from orderloom.compiler.load import check_flow
from orderloom.definition.connector import ConnectorShape

CONNECTORS = {"files": ConnectorShape(id="files")}

FLOW = """\
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [127.0.0.1, "*.example.com"], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
contact: {phone: =phone}
fields:
  no: text
  phone: {type: phone, edit: lead}
  lane: {type: choice, of: [rush, no], edit: lead}
  remark: {type: text, edit: lead}
---
kind: connection
id: wms
connector: files
zone: Asia/Shanghai
environments: {test: {}}
streams: {orders: {mapping: feed}}
"""
MACHINE = """\
---
kind: machine
id: order_status
record: order
field: status
initial: new
states: {new: , packed: , gone: {final: true}}
transitions:
  pack: {from: new, to: packed, by: lead}
  stop: {from: any, to: gone, by: lead}
"""
FEED = """\
---
kind: mapping
id: feed
record: order
read: {format: json}
fields: {no: no, status: state}
"""


def codes(folder, *texts):
    """Give the codes of every finding in a flow of these texts."""
    (folder / "flow.yaml").write_text("".join(texts), encoding="utf-8")
    return [each.code for each in check_flow(folder, connectors=CONNECTORS).diagnostics]


def rule(on, do):
    return f"---\n{{kind: rule, id: r, on: {on}, do: [{do}]}}\n"


def test_any_means_every_state_that_is_not_final(tmp_path):
    assert codes(tmp_path, FLOW, MACHINE, FEED) == []


def test_a_channel_that_owns_the_machine_leads_out_of_every_state(tmp_path):
    owned = MACHINE.replace("field: status", "field: status\nowner: wms")
    without_stop = owned.replace("  stop: {from: any, to: gone, by: lead}\n", "")
    assert codes(tmp_path, FLOW, without_stop, FEED) == []


def test_a_choice_that_is_also_the_name_of_a_field_is_the_choice(tmp_path):
    found = codes(tmp_path, FLOW, MACHINE, FEED, rule("order.status.packed", "{set: {lane: no}}"))
    assert found == []


def test_a_quoted_word_is_text_whatever_it_names(tmp_path):
    do = '{set: {remark: "no"}}'
    assert codes(tmp_path, FLOW, MACHINE, FEED, rule("order.status.packed", do)) == []


def test_a_rule_may_read_what_only_one_of_its_events_brings(tmp_path):
    do = "{tag: odd, when: event.transition == event.reason}"
    both = rule("[order.status.packed, order.status.refused, order.quarantined]", do)
    assert codes(tmp_path, FLOW, MACHINE, FEED, both) == []


def test_a_rule_that_only_pushes_may_listen_to_every_change(tmp_path):
    target = """\
---
kind: connector
id: wms_http
auth: {kind: bearer, token: =secret}
operations: {take: {method: POST, path: /orders, encoding: json, send: {no: =input.no}}}
---
kind: connection
id: store
connector: wms_http
zone: Asia/Shanghai
environments: {test: {url: "http://127.0.0.1:8801", secret: store}}
---
{kind: mapping, id: out, record: order, send: store.take, fields: {no: =no}}
"""
    base = (FLOW, MACHINE, FEED, target)
    assert codes(tmp_path, *base, rule("order.changed", "{push: out}")) == []
    found = codes(tmp_path, *base, rule("order.changed", "{push: out}, {tag: told}"))
    assert found == ["OL448"]
