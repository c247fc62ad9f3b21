"""Records that finish under the machine of the version that they were under way in."""

import json

import pytest
from tests.cli.program import call
from tests.deploying.shops import Shop, order

PACKING = "{record: order, state: packing, finish: true}"
WEIGHING = (
    ("packing: {enter: [{tag: began_packing}], leave: [{tag: left_packing}]}", "weighing: {}"),
    ("{from: paid, to: packing, by: [packer]}", "{from: paid, to: weighing, by: [packer]}"),
    ("{from: packing, to: shipped, by: [packer]}", "{from: weighing, to: shipped, by: [packer]}"),
)


@pytest.fixture
def packing(tmp_path):
    """Give a shop whose order A is being packed, while B is paid only."""
    shop = Shop(tmp_path)
    assert shop.take(order("A"), order("B", qty=2)).code == 0
    shop.fire("A", "pack")
    return shop


def states(shop):
    return {no: each["status"] for no, each in shop.documents().items()}


def finishing(shop):
    document = shop.asked("versions", shop.folder, "--store", shop.store).document
    return {each["number"]: each["finishing"] for each in document["versions"]}


def test_what_is_under_way_finishes_under_the_version_that_it_began_in(packing):
    packing.change(*WEIGHING)
    packing.migrate(PACKING)
    dry = packing.deploy("--dry-run")
    told = [{"machine": "order_status", "state": "packing", "version": 1, "records": 1}]
    assert dry.document["finishing"] == told
    assert finishing(packing) == {1: 0}
    real = packing.deploy()
    assert dry.document == real.document | {"done": False}
    assert finishing(packing) == {1: 1, 2: 0}
    assert states(packing) == {"A": "packing", "B": "paid"}
    packing.fire("B", "pack")
    packing.fire("A", "ship")
    assert states(packing) == {"A": "shipped", "B": "weighing"}
    assert packing.documents()["A"]["tags"] == ["began_packing", "left_packing"]
    assert finishing(packing) == {1: 0, 2: 0}


def test_it_is_told_in_words(packing):
    packing.change(*WEIGHING)
    packing.migrate(PACKING)
    packing.deploy()
    story = call("explain", "A", "--flow", packing.folder, "--store", packing.store)
    assert story.out.count("finishes in *order_status* under version 1, from packing on") == 1


def test_one_that_both_versions_have_is_left_under_the_old_rules_until_it_leaves(packing):
    packing.change(
        ("leave: [{tag: left_packing}]", "leave: [{tag: newly_left}]"),
        ("{from: packing, to: shipped, by: [packer]}",
         "{from: packing, to: shipped, by: [packer], when: qty > 5}"),
    )  # fmt: skip
    packing.migrate(PACKING)
    assert packing.deploy().code == 0
    packing.fire("B", "pack")
    assert packing.asked_to_fire("B", "ship").code == 1
    packing.fire("A", "ship")
    assert packing.documents()["A"]["tags"] == ["began_packing", "left_packing"]


def test_it_stays_until_it_comes_to_a_state_that_the_new_version_has(packing):
    packing.change(
        ("shipped: {final: true}", "sealed: {leave: [{tag: unsealed}]}\n  shipped: {final: true}"),
        ("{from: packing, to: shipped, by: [packer]}",
         ("{from: sealed, to: shipped, by: [packer]}\n"
         "  seal: {from: packing, to: sealed, by: [packer]}")),
    )  # fmt: skip
    assert packing.deploy().code == 0
    packing.change(
        *(("packing: {enter: [{tag: began_packing}], leave: [{tag: left_packing}]}", "busy: {}"),
          ("sealed: {leave: [{tag: unsealed}]}\n  ", ""),
          ("{from: paid, to: packing, by: [packer]}", "{from: paid, to: busy, by: [packer]}"),
          ("{from: sealed, to: shipped, by: [packer]}", "{from: busy, to: shipped, by: [packer]}"),
          ("\n  seal: {from: packing, to: sealed, by: [packer]}", "")),
    )  # fmt: skip
    packing.migrate(PACKING)
    assert packing.deploy().code == 0
    packing.fire("A", "seal")
    assert (states(packing)["A"], finishing(packing)[2]) == ("sealed", 1)
    packing.fire("A", "ship")
    assert packing.documents()["A"]["tags"] == ["began_packing", "left_packing", "unsealed"]
    assert finishing(packing)[2] == 0


def test_without_a_state_it_lasts_to_the_end(packing):
    packing.change(*WEIGHING)
    packing.migrate("{record: order, finish: true}")
    assert packing.deploy().code == 0
    assert finishing(packing)[1] == 2
    packing.take(order("C"))
    packing.fire("B", "pack")
    packing.fire("C", "pack")
    assert states(packing) == {"A": "packing", "B": "packing", "C": "weighing"}
    for no in "ABC":
        packing.fire(no, "ship")
    assert set(states(packing).values()) == {"shipped"}
    assert finishing(packing) == {1: 0, 2: 0}


def test_versions_that_follow_leave_it_alone(packing):
    packing.change(*WEIGHING)
    packing.migrate(PACKING)
    assert packing.deploy().code == 0
    packing.change(("qty: integer}", "qty: integer, note: text}"), (f"migrate: {PACKING}\n", ""))
    third = packing.deploy()
    assert (third.code, third.document["finishing"]) == (0, [])
    assert finishing(packing) == {1: 1, 2: 0, 3: 0}
    packing.take(order("D"))
    packing.fire("A", "ship")
    assert packing.documents()["A"]["tags"] == ["began_packing", "left_packing"]


def test_a_later_version_may_move_it_after_all(packing):
    packing.change(*WEIGHING)
    packing.migrate(PACKING)
    packing.deploy()
    packing.change((PACKING, "{record: order, state: packing, to: weighing}"))
    moved = packing.deploy()
    assert [each["state"] for each in moved.document["moves"]] == ["weighing"]
    assert finishing(packing) == {1: 0, 2: 0, 3: 0}
    packing.fire("A", "ship")
    assert packing.documents()["A"]["tags"] == ["began_packing"]


def test_a_rollback_lets_it_finish_as_well(packing):
    packing.change(*WEIGHING)
    packing.migrate(PACKING)
    packing.deploy()
    assert packing.rollback().code == 0
    assert finishing(packing) == {1: 1, 2: 0, 3: 0}
    packing.fire("A", "ship")
    assert finishing(packing) == {1: 0, 2: 0, 3: 0}
    assert packing.documents()["A"]["tags"] == ["began_packing", "left_packing"]


def test_its_timers_go_on_and_end_with_the_stay(packing):
    packing.change(
        ("paid: {later: [{after: 9000d, do: [{tag: waited}]}]}", "paid: {}"),
    )
    packing.migrate("{record: order, state: paid, finish: true}")
    assert packing.deploy().code == 0
    packing.take(order("Z"), at="2055-01-05T10:00+08:00")
    assert packing.documents()["B"]["tags"] == ["waited"]
    assert packing.documents()["Z"]["tags"] == []
    packing.fire("B", "pack")
    assert finishing(packing)[1] == 0


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ([("enter: [{tag: began_packing}]", "enter: [{set: {qty: 9}}]")], ["OL205", "OL051"]),
        ([("{kind: role, id: packer", "{kind: role, id: picker")], ["OL207", "OL051"]),
    ],
)
def test_a_machine_that_the_new_definitions_do_not_fit_is_refused(tmp_path, change, codes):
    shop = Shop(tmp_path)
    shop.change(*change) if codes[0] == "OL205" else None
    assert shop.take(order("A")).code == 0
    shop.fire("A", "pack")
    if codes[0] == "OL205":
        shop.change((", qty: integer}", "}"), (", qty: qty}", "}"), (change[0][1], "leave: []"))
        shop.change(("leave: [], leave: [{tag: left_packing}]", "leave: [{tag: left_packing}]"))
    else:
        shop.change(*change, ("to: packing, by: [packer]", "to: packing, by: [picker]"))
        shop.change(("to: shipped, by: [packer]", "to: shipped, by: [picker]"))
    shop.migrate(PACKING)
    answer = shop.deploy()
    assert answer.code == 1
    assert {each["code"] for each in answer.document["diagnostics"]} == set(codes)
    assert any("@1" in each["file"] for each in answer.document["diagnostics"])
    assert shop.versions() == [(1, "start", None)]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{record: order, state: packing, to: paid, finish: true}", "OL052"),
        ("{record: case, machine: nothing, finish: true}", "OL697"),
    ],
)
def test_check_refuses_what_makes_no_sense(tmp_path, entry, code):
    shop = Shop(tmp_path)
    shop.migrate(entry)
    answer = shop.asked("check", shop.folder)
    assert code in [each["code"] for each in json.loads(answer.out)["diagnostics"]]
