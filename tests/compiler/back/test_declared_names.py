"""What a broken definition still declares, and what that spares the others."""

from pathlib import Path

import pytest

from orderloom.compiler.load import check_flow, load_flow
from orderloom.errors import DefinitionInvalid

FLOW = """\
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
{kind: record, id: order, identity: [no], fields: {no: text, amount: money}}
---
{kind: mapping, id: feed, record: order, read: {format: json}, fields: {no: no, amount: amount}}
"""


def found(folder, text, **files):
    """Give (place, code) of every finding in a flow of ``text`` and further files."""
    (folder / "flow.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    checked = check_flow(folder, connectors={})
    return [
        (f"{Path(each.place.file).stem}:{each.place.line}", each.code)
        for each in checked.diagnostics
    ]


def test_a_broken_record_still_declares_its_names(tmp_path):
    broken = FLOW.replace("identity: [no], ", "identity: [no], colour: red, ")
    rule = (
        "{kind: rule, id: r, on: order.created, do: [{tag: big}],"
        " when: 'colour == \"red\" and missing(amount)'}"
    )
    codes = [code for _, code in found(tmp_path, broken, rule=rule)]
    assert [code for code in codes if not code.startswith("OL1")] == []
    assert len(codes) == 1


def test_a_broken_rule_does_not_hide_a_fault_of_another(tmp_path):
    rules = (
        "{kind: rule, id: a, on: order.created, colour: red, do: [{tag: big}]}\n---\n"
        "{kind: rule, id: b, on: order.created, do: [{fire: pay}]}\n"
    )
    places = found(tmp_path, FLOW, rules=rules)
    assert [place for place, _ in places] == ["rules:1", "rules:3"]
    assert places[1][1] == "OL206"


def test_a_file_that_cannot_be_read_may_declare_anything(tmp_path):
    rule = "{kind: rule, id: r, on: parcel.created, do: [{notify: told, to: chief}]}"
    codes = [code for _, code in found(tmp_path, FLOW, rule=rule, parcels="kind: [record\n")]
    assert [code for code in codes if not code.startswith("OL0")] == []


def test_loading_raises_all_findings(tmp_path):
    (tmp_path / "flow.yaml").write_text(
        FLOW + "---\n{kind: rule, id: r, on: order.creatd, do: [{tag: x}, {fire: pay}]}\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionInvalid) as invalid:
        load_flow(tmp_path, connectors={})
    assert [each.code for each in invalid.value.diagnostics] == ["OL212", "OL206"]


def test_an_unknown_environment_is_refused(tmp_path):
    (tmp_path / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (only,) = check_flow(tmp_path, environment="tst", connectors={}).diagnostics
    assert (only.code, only.facts["nearest"]) == ("OL213", "test")
