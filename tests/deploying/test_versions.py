"""Which definitions a store works under."""

from tests.cli.program import call
from tests.cli.test_outputs import assert_valid
from tests.deploying.shops import order

TITLED = ("final: true", "final: true, title: Sent")


def test_a_rollback_is_a_new_version_that_an_untouched_folder_does_not_undo(shop):
    shop.take(order("A"))
    shop.change(("initial: paid", "initial: packing"), ("from: packing", "from: [packing, paid]"))
    shop.change(("{from: paid, to: packing", "{from: packing, to: paid"))
    assert shop.deploy().code == 0
    assert shop.rollback().code == 0
    answer = shop.take(order("B"))  # the folder still holds what was taken out of force
    assert answer.code == 0
    assert "OL727: version 3 is in force" in answer.err
    assert shop.documents()["B"]["status"] == "paid"
    ways = [(1, "start", None), (2, "deploy", "zoe"), (3, "rollback", "zoe")]
    assert shop.versions() == ways
    assert shop.deploy().document["version"] == 4
    shop.take(order("C"))
    assert shop.documents()["C"]["status"] == "packing"


def test_definitions_that_were_never_in_force_are_the_next_version(shop):
    shop.take(order("A"))
    assert shop.deploy().document["version"] is None
    shop.change(TITLED)
    assert shop.deploy().code == 0
    shop.change(("title: Sent", "title: Gone"))
    assert "OL727" not in shop.take(order("B")).err
    assert [number for number, *_ in shop.versions()] == [1, 2, 3]


def test_a_rollback_names_what_there_is(shop):
    shop.take(order("A"))
    answer = shop.rollback("--to", "7")
    assert (answer.code, answer.document["error"]["code"]) == (2, "OL728")


def test_versions_are_listed_for_programs(shop):
    shop.take(order("A"))
    answer = call("versions", shop.folder, "--store", shop.store, "--format", "json")
    assert_valid(answer.document, "versions")
