"""What becomes of the records that are there when the definitions change."""

import pytest
from tests.cli.test_outputs import assert_valid
from tests.deploying.shops import order

PICKING = ("packing", "picking")
TO_PICKING = "[{record: order, state: packing, to: picking}]"


@pytest.fixture
def packing(shop):
    shop.take(order("A", qty=1), order("B", qty=2), order("C", qty=3))
    shop.fire("A", "pack")
    return shop


def test_a_state_that_is_gone_refuses_and_names_who_stands_there(packing):
    packing.change(PICKING)
    before = packing.documents()
    answer = packing.deploy()
    [finding] = answer.document["diagnostics"]
    assert (answer.code, finding["code"]) == (1, "OL691")
    assert "1 records of 'order' stand in 'packing'" in finding["message"]
    assert "order-" in finding["message"]
    assert "to: …" in finding["hint"]
    assert finding["file"].endswith("flow.yaml")
    assert packing.documents() == before
    assert packing.versions() == [(1, "start", None)]


def test_a_run_under_changed_definitions_is_checked_alike(packing):
    packing.change(PICKING)
    answer = packing.take(order("D"))
    assert (answer.code, answer.document["diagnostics"][0]["code"]) == (1, "OL691")
    assert set(packing.documents()) == {"A", "B", "C"}
    packing.migrate(TO_PICKING)
    answer = packing.take(order("D"))
    assert answer.code == 0, answer.err
    assert packing.documents()["A"]["status"] == "picking"
    assert packing.versions() == [(1, "start", None), (2, "start", None)]


def test_records_are_moved_without_what_leaving_and_entering_do(packing):
    tags = packing.documents()["A"]["tags"]
    packing.change(PICKING)
    packing.migrate(TO_PICKING)
    answer = packing.deploy()
    assert answer.code == 0, answer.err
    assert_valid(answer.document, "deploy")
    assert answer.document["moves"] == [
        {"machine": "order_status", "was": "packing", "state": "picking", "records": 1}
    ]
    documents = packing.documents()
    assert {no: each["status"] for no, each in documents.items()} == {
        "A": "picking",
        "B": "paid",
        "C": "paid",
    }
    assert documents["A"]["tags"] == tags == ["began_packing"]
    packing.fire("A", "ship")
    assert packing.documents()["A"]["tags"] == ["began_packing", "left_picking"]


def test_a_dry_run_says_what_the_real_one_does_and_writes_nothing(packing):
    packing.change(PICKING, ("phone_no:", "phone:"))
    packing.migrate(
        "[{record: order, state: packing, to: picking, set: {qty: =qty + 1}}, "
        "{record: order, rename: {phone_no: phone}}]"
    )
    before, journal = packing.documents(), packing.journal()
    dry = packing.deploy("--dry-run")
    assert (packing.documents(), packing.journal()) == (before, journal)
    real = packing.deploy()
    assert dry.document == real.document | {"done": False}
    assert real.document["sets"] == [{"record": "order", "field": "qty", "records": 1}]
    assert packing.documents()["A"]["qty"] == 2
    assert packing.documents()["B"]["qty"] == 2


def test_a_renamed_field_takes_the_values_and_rolls_back(packing):
    packing.change(("phone_no:", "phone:"))
    packing.migrate("{record: order, rename: {phone_no: phone}}")
    assert packing.deploy().code == 0
    stored = packing.documents()["B"]
    assert (stored["phone"], "phone_no" in stored) == ("13800000001", False)
    packing.take(order("D", phone="139"))
    assert packing.rollback().code == 0
    stored = packing.documents()
    assert [stored[no]["phone_no"] for no in "BD"] == ["13800000001", "139"]
    assert "phone" not in stored["B"]


def test_a_deployment_is_done_once(packing):
    packing.migrate("{record: order, set: {qty: =qty + 10}}")
    assert packing.deploy().document["records"] == 3
    assert packing.deploy().document["version"] is None
    packing.change(("{kind: role, id: packer", "# more\n{kind: role, id: packer"))
    assert packing.deploy().document["sets"] == []  # the same entry is not carried out again
    assert sorted(each["qty"] for each in packing.documents().values()) == [11, 12, 13]


def test_what_is_new_of_a_record_begins_at_once(packing):
    packing.change(
        (
            "qty: integer}",
            "qty: integer, lane: {type: text, default: n}, big: {type: boolean, compute: qty > 1}}",
        ),
    )
    assert packing.deploy().code == 0
    stored = packing.documents()
    assert [stored[no]["lane"] for no in "ABC"] == ["n"] * 3
    assert [stored[no]["big"] for no in "ABC"] == [False, True, True]


def test_a_field_that_is_gone_keeps_its_value_unseen(packing):
    packing.change((", qty: integer}", "}"), (", qty: qty}", "}"))
    assert packing.deploy().code == 0
    packing.fire("B", "pack")
    assert packing.documents()["B"]["qty"] == 2
    assert packing.rollback().code == 0
    assert packing.documents()["B"]["qty"] == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("identity: [no]", "identity: [no, phone_no]"), "OL693"),
        (("qty: integer}", "qty: duration}"), "OL694"),
        (("qty: integer}", "qty: {type: choice, of: [a]}}"), "OL694"),
        (("phone_no: text", "phone_no: {type: text, unique: true}"), "OL729"),
    ],
)
def test_what_cannot_be_read_any_more_is_refused(packing, change, code):
    packing.change(change)
    answer = packing.deploy()
    assert [each["code"] for each in answer.document["diagnostics"]] == [code]
    assert packing.versions() == [(1, "start", None)]


@pytest.mark.parametrize(
    ("change", "stored"),
    [
        (("qty: integer}", "qty: decimal}"), 1),
        (("phone_no: text", "phone_no: phone"), 1),
        (("phone_no: text", "phone_no: {type: choice, of: ['13800000001', x]}"), 1),
    ],
)
def test_a_type_that_reads_every_value_may_come(packing, change, stored):
    packing.change(change)
    answer = packing.deploy()
    assert answer.code == 0, answer.out
    assert packing.documents()["A"]["qty"] in (stored, "1")


def test_who_may_not_publish_deploys_nothing(packing):
    packing.change(("final: true", "final: true, title: Sent"))
    answer = packing.deploy(who="packer/ann")
    assert (answer.code, answer.document["reasons"][0]["code"]) == (1, "OL721")
    assert packing.versions() == [(1, "start", None)]
