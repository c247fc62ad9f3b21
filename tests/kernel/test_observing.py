"""A channel's word on a record: identity, versions, absent and cleared values, edits by hand."""

import pytest
from tests.kernel.world import MANIFEST, World, codes, kinds

FLOW = """
kind: record
id: order
identity: [no]
version_field: updated
fields:
  no: text
  updated: integer
  note: text
  address:
    type: text
    edit: [clerk]
    edit_when: {is: missing(shipped_at), why: {zh: 已发货, en: shipped}}
  shipped_at: time
  lines: {type: list, of: {no: integer, sku: text, count: integer}, key: no}
  plain: {type: list, of: text}
  must: {type: text, required: true, default: x}
"""


@pytest.fixture
def world() -> World:
    world = World(FLOW)
    world.observe(no="1", updated=5, note="a")
    return world


def test_the_same_again_is_a_duplicate_and_changes_nothing(world: World) -> None:
    decision = world.observe(no="1", updated=5, note="a")
    assert decision.outcome == "duplicate"
    assert (decision.changes, decision.effects, decision.events) == ([], [], [])


def test_an_older_version_is_stale_and_changes_nothing(world: World) -> None:
    decision = world.observe(no="1", updated=4, note="old")
    assert decision.outcome == "stale"
    assert decision.changes == []
    assert decision.events == ["order.stale"]


def test_an_equal_version_is_taken_if_different(world: World) -> None:
    assert world.observe(no="1", updated=5, note="b").outcome == "applied"
    assert world.order("1").values["note"] == "b"


def test_a_newer_version_is_taken(world: World) -> None:
    decision = world.observe(no="1", updated=6)
    assert decision.outcome == "applied"
    assert world.order("1").revision == 2
    assert world.order("1").values["version"] == 2


def test_absent_values_stay_and_none_clears(world: World) -> None:
    world.observe(no="1", updated=6)
    assert world.order("1").values["note"] == "a"
    world.observe(no="1", updated=7, note=None)
    assert "note" not in world.order("1").values


def test_clearing_a_required_field_is_refused(world: World) -> None:
    decision = world.observe(no="1", updated=9, must=None)
    assert (decision.outcome, codes(decision)) == ("refused", ["OL708"])


def test_a_keyed_list_keeps_what_is_not_said_and_drops_what_is_not_sent(world: World) -> None:
    world.observe(
        no="1", updated=6, lines=[{"no": 1, "sku": "A", "count": 1}, {"no": 2, "sku": "B"}]
    )
    world.observe(no="1", updated=7, lines=[{"no": 1, "count": 9}, {"no": 3, "sku": "C"}])
    assert world.order("1").values["lines"] == [
        {"no": 1, "sku": "A", "count": 9},
        {"no": 3, "sku": "C"},
    ]


def test_a_list_without_key_is_replaced_whole(world: World) -> None:
    world.observe(no="1", updated=6, plain=["a", "b"])
    world.observe(no="1", updated=7, plain=["c"])
    assert world.order("1").values["plain"] == ["c"]


@pytest.mark.parametrize(
    ("setting", "outcome", "code"),
    [("when_absent: refuse", "refused", "OL713"), ("when_absent: park", "parked", "OL712")],
)
def test_an_absent_record_as_the_mapping_says(setting: str, outcome: str, code: str) -> None:
    world = World(FLOW, manifest=MANIFEST.replace("fields: FIELDS", f"{setting}\nfields: FIELDS"))
    decision = world.observe(no="1")
    assert (decision.outcome, codes(decision)) == (outcome, [code])


@pytest.mark.parametrize(("setting", "outcome"), [("ignore", "duplicate"), ("refuse", "refused")])
def test_a_present_record_as_the_mapping_says(setting: str, outcome: str) -> None:
    manifest = MANIFEST.replace("fields: FIELDS", f"when_present: {setting}\nfields: FIELDS")
    world = World(FLOW, manifest=manifest)
    world.observe(no="1", note="a")
    assert world.observe(no="1", note="b").outcome == outcome
    assert world.order("1").values["note"] == "a"


def test_a_person_edits_what_their_role_may(world: World) -> None:
    decision = world.change("1", "clerk", address="West Lake 1")
    assert (decision.outcome, kinds(decision)) == ("applied", ["FieldChanged"])
    assert codes(world.change("1", "clerk", note="x")) == ["OL721"]


def test_an_edit_is_refused_with_the_definitions_reason(world: World) -> None:
    world.observe(no="1", updated=6, shipped_at=world.now)
    decision = world.change("1", "clerk", address="x")
    assert [reason.title for reason in decision.reasons] == [{"zh": "已发货", "en": "shipped"}]


def test_nobody_edits_an_identity_or_an_unknown_field(world: World) -> None:
    assert codes(world.change("1", "clerk", no="2")) == ["OL718"]
    assert codes(world.change("1", "clerk", nothing="2")) == ["OL718"]
