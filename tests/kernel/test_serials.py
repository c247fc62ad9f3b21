"""Serial numbers: in order, without gaps, and nobody's to write."""

from datetime import UTC, datetime

import pytest
from tests.kernel.world import World, codes, kinds

from orderloom.flow.effect import FieldChanged
from orderloom.kernel.serials import date_parts, written

BASE = """
kind: record
id: order
identity: [no]
fields:
  no: text
  must: text
  receipt: {type: serial, pattern: "R{yyyy}-{n:2}"}
  hidden: {type: serial, pattern: "{n:3}", sensitive: true}
---
kind: record
id: slip
identity: [order_no]
fields:
  order_no: text
  must: {type: text, required: true}
  number: {type: serial, pattern: "S{n:1}"}
---
kind: rule
id: slips
on: order.created
do: [{create: slip, with: {order_no: =no, must: =must}}, {tag: slipped}]
"""


@pytest.fixture
def world() -> World:
    return World(BASE, mapped="no must")


def test_a_number_is_told_after_the_creation_and_masked_where_it_is_sensitive(world):
    decision = world.observe(no="A", must="here")
    told = [each for each in decision.effects if isinstance(each, FieldChanged)]
    assert kinds(decision)[:3] == ["Created", "FieldChanged", "FieldChanged"]
    assert [(each.field, each.was, each.value) for each in told] == [
        ("receipt", None, "R2026-01"),
        ("hidden", None, "****"),
        ("number", None, "S1"),
    ]
    assert world.order("A").values["hidden"] == "001"


def test_what_is_undone_leaves_no_gap(world):
    for number, must in (("A", "x"), ("B", None), ("C", "x"), ("D", None), ("E", "x")):
        world.observe(no=number, **({} if must is None else {"must": must}))
    assert [world.order(no).values["receipt"] for no in "ABCDE"] == [
        f"R2026-0{count}" for count in range(1, 6)
    ]
    slips = [world.view.find("slip", no) for no in "ABCDE"]
    assert [each and each.values["number"] for each in slips] == ["S1", None, "S2", None, "S3"]


def test_no_one_may_type_it(world):
    world.observe(no="A", must="x")
    assert codes(world.change("A", role="lead", receipt="R1")) == ["OL718"]
    assert codes(world.change("A", receipt="R1")) == ["OL718"]
    assert world.order("A").values["receipt"] == "R2026-01"


def test_the_engine_remembers_its_rows_among_its_own_records(world):
    world.observe(no="A", must="x")
    assert set(world.view.types()) == {"order", "slip", "$memo"}


@pytest.mark.parametrize(
    ("pattern", "count", "expected"),
    [
        ("R{yyyy}{n:6}", 12, "R2026000012"),
        ("{n:1}", 10, "10"),
        ("{dd}.{MM}.{yyyy}/{n:2}号", 100, "05.01.2026/100号"),
    ],
)
def test_a_number_that_outgrows_its_width_is_written_whole(pattern, count, expected):
    day = date_parts(datetime(2026, 1, 5, tzinfo=UTC))
    assert written(pattern, day, count) == expected
