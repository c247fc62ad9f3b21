"""Rows that belong together are one item; zones and names of users."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.mapping.building import (
    csv_source,
    expression,
    item,
    json_source,
    lines,
    mapping,
    program,
    said,
    split,
    told,
)

from orderloom.errors import DefinitionInvalid
from orderloom.flow.message import FailedItem, MappedItem


def values(items, body, **more):
    [found] = split(program(items, **more), body)
    assert isinstance(found, MappedItem), found
    return {name: value for name, value in found.values.items() if name != "no"}


def faults(items, body, **more):
    [found] = split(program(items, **more), body)
    assert isinstance(found, FailedItem), found
    return found.faults


GROUPED = {
    "lines": lines(
        {"sku": item("sku", name="sku"), "n": item("n", "integer", name="n")}, each="=rows"
    )
}


def grouped(body, **more):
    return split(program(GROUPED, csv_source(), group_by=("no",), **more), body)


def test_rows_of_one_group_are_one_item_wherever_they_stand():
    body = "no,sku,n\nA1,a,1\nB1,b,2\nA1,c,3\nC1,d,4\nB1,e,5\n"
    assert grouped(body) == [
        MappedItem(0, "row 1 (line 2)", "order", "A1", {
            "no": "A1", "lines": [{"sku": "a", "n": 1}, {"sku": "c", "n": 3}]}),
        MappedItem(1, "row 2 (line 3)", "order", "B1", {
            "no": "B1", "lines": [{"sku": "b", "n": 2}, {"sku": "e", "n": 5}]}),
        MappedItem(2, "row 4 (line 5)", "order", "C1", {
            "no": "C1", "lines": [{"sku": "d", "n": 4}]}),
    ]  # fmt: skip


def test_a_bad_row_spoils_its_whole_group_and_is_named():
    body = 'no,sku,n\nA1,"a\na",1\nB1,b,2\nA1,c,x\nB1,"d\nd",5,6\nC1,e,6\n'
    found = grouped(body)
    assert [(one.position, one.where) for one in found] == [
        (0, "row 1 (line 2)"), (1, "row 2 (line 4)"), (2, "row 5 (line 8)"),
    ]  # fmt: skip
    assert told(found) == [
        "row 3 (line 5): 'x' is not a whole number, as 'lines[1].n' wants",
        "row 4 (line 6): the row has 4 cells, the header 3",
    ]
    assert found[2].values == {"no": "C1", "lines": [{"sku": "e", "n": 6}]}


def test_a_row_with_a_stray_quote_spoils_the_group_it_seems_to_belong_to():
    found = grouped('no,sku,n\nA1,a,1\nA1,"b"b,2\nB1,c,3\n')
    assert told(found) == [
        "row 2 (line 3): after a closing quote stands something else than a separator"
    ]
    assert [one.where for one in found] == ["row 1 (line 2)", "row 3 (line 4)"]


def test_rows_without_a_group_stand_alone():
    found = grouped("no,sku,n\n,a,1\nA1,b,2\n,c,3\n")
    assert told(found) == [
        "row 1 (line 2): the field 'no' is part of the identity and has no value",
        "row 3 (line 4): the field 'no' is part of the identity and has no value",
    ]


def test_rows_are_skipped_before_they_are_grouped():
    skip = expression('=raw.sku == "sum"').compiled
    found = grouped("no,sku,n\nA1,a,1\nA1,sum,1\nsum,sum,9\n", skip=skip)
    assert [one.values for one in found] == [{"no": "A1", "lines": [{"sku": "a", "n": 1}]}]


def test_a_column_of_parts_that_the_file_lacks_is_told_too():
    with pytest.raises(Exception, match="OL524") as caught:
        grouped("no,n\nA1,1\n")
    assert said(caught.value) == "the file has no column 'sku', which the mapping reads"


def test_rows_of_json_are_grouped_as_well():
    made = program({**GROUPED, "no": item("order.no", name="no")}, json_source("rows[*]"),
                   group_by=("order.no",))  # fmt: skip
    body = (
        '{"rows": [{"order": {"no": 1}, "sku": "a"}, {"order": {"no": 2}, "sku": "b"},'
        ' {"order": {"no": "1"}, "sku": "c"}]}'
    )
    found = split(made, body)
    assert [(one.where, one.values) for one in found] == [
        ("rows[0]", {"no": "1", "lines": [{"sku": "a"}, {"sku": "c"}]}),
        ("rows[1]", {"no": "2", "lines": [{"sku": "b"}]}),
    ]


def test_a_mapping_with_an_unknown_zone_is_a_fault_of_the_definition():
    with pytest.raises(DefinitionInvalid) as caught:
        program({}, zone="Mars/Olympus")
    assert [one.code for one in caught.value.diagnostics] == ["OL581"]


def test_the_connections_zone_is_used_where_the_mapping_has_none():
    items = {"at": item("at", "time")}
    assert values(items, '{"no": 1, "at": "2026-01-05 20:00"}', zone=None) == {
        "at": datetime(2026, 1, 5, 20, tzinfo=UTC)
    }


def test_names_of_users_cannot_become_code():
    evil = "a'); raise SystemExit #"
    made = mapping({"x": replace(item("x"), path=replace(item("x").path, text=evil))})
    assert values({evil: item("x"), "y": item("y['\"]; 1/0")}, '{"no": 1, "x": 2}') == {evil: "2"}
    assert made.items[1][0] == "x"
