"""Items as a mapping understands them."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.mapping.building import (
    PLACE,
    RECEIVED,
    expression,
    field,
    hint,
    item,
    lines,
    program,
    said,
    split,
    told,
)

from orderloom.definition.common import Value
from orderloom.definition.mapping import Item
from orderloom.expression.values import Money
from orderloom.flow.message import FailedItem, ItemFault, MappedItem


def values(items, body, **more):
    [found] = split(program(items, **more), body)
    assert isinstance(found, MappedItem), found
    return {name: value for name, value in found.values.items() if name != "no"}


def faults(items, body, **more):
    [found] = split(program(items, **more), body)
    assert isinstance(found, FailedItem), found
    return found.faults


def test_an_item_has_position_place_type_key_and_time():
    made = program({}, happened_at=item("at", "time", name="happened_at"))
    assert split(made, '[{"no": "A/1", "at": "2026-01-05 20:00"}, {"no": 2}]') == [
        MappedItem(0, "[0]", "order", "A%2F1", {"no": "A/1"}, datetime(2026, 1, 5, 12, tzinfo=UTC)),
        MappedItem(1, "[1]", "order", "2", {"no": "2"}, None),
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('{"a": {"b": [{"c": 1}, {"c": 2}]}}', {"x": "2"}),
        ('{"a": {"b": [{"c": 1}]}}', {}),
        ('{"a": {"b": {"c": 2}}}', {}),
        ('{"a": {"b": []}}', {}),
        ('{"a": []}', {}),
        ('{"a": ""}', {}),
        ('{"a": null}', {}),
        ("{}", {}),
    ],
)
def test_an_absent_path_leaves_the_stored_value(raw, expected):
    body = raw.replace("{", '{"no": "1", ', 1).replace(", }", "}")
    assert values({"x": item("a.b[1].c")}, body) == expected


def test_shared_beginnings_of_paths_lead_to_their_own_ends():
    items = {"x": item("a.b"), "y": item("a.c[0]"), "z": item("a.c[1].d"), "all": item("e")}
    body = '{"no": 1, "a": {"b": 2, "c": [3, {"d": 4}]}, "e": 5}'
    assert values(items, body) == {"x": "2", "y": "3", "z": "4", "all": "5"}


@pytest.mark.parametrize("blank", ["null", '""', '"  "'])
def test_a_blank_value_clears_or_keeps_or_is_refused(blank):
    body = f'{{"no": "1", "x": {blank}}}'
    assert values({"x": item("x")}, body) == {"x": None}
    assert values({"x": item("x", on_null="keep")}, body) == {}
    [fault] = faults({"x": item("x", name="x", on_null="refuse")}, body)
    assert (said(fault), said(fault, "zh")) == (
        "the field 'x' must not be empty",
        "字段“x”不能为空",
    )


@pytest.mark.parametrize("body", ['{"x": 1}', '{"no": null}', '{"no": " "}', '{"no": {}}'])
def test_an_item_without_identity_fails(body):
    [fault, *others] = faults({}, body)
    assert others == []
    assert (fault.field, said(fault)) in [
        ("no", "the field 'no' is part of the identity and has no value"),
        ("no", "the value of 'no' is object, not a text"),
    ]


def test_white_space_around_an_identity_makes_no_second_record():
    found = split(program({}), '[{"no": " A1 "}, {"no": "A1"}, {"no": "a1"}]')
    assert [(one.key, one.values) for one in found] == [
        ("A1", {"no": "A1"}),
        ("A1", {"no": "A1"}),
        ("a1", {"no": "a1"}),
    ]


def test_every_fault_of_an_item_is_told_not_only_the_first():
    items = {
        "amount": item("amount", "money", name="amount"),
        "at": item("at", "time", name="at"),
        "lines": lines({"quantity": item("n", "integer", name="quantity")}),
    }
    body = '{"no": "A1", "amount": "x", "at": "y", "lines": [{"n": 1}, {"n": "z"}, 7]}'
    [found] = split(program(items), body)
    assert (found.key, found.where, found.position) == ("A1", "document", 0)
    assert told([found]) == [
        "document: 'x' is not an amount of money, as 'amount' wants",
        "document: 'y' is not a time written as yyyy-MM-dd HH:mm:ss, as 'at' wants",
        "document: 'z' is not a whole number, as 'lines[1].quantity' wants",
        "document: the value of 'lines[2]' is number, not an object",
    ]
    assert [fault.field for fault in found.faults] == [
        "amount", "at", "lines[1].quantity", "lines[2]",
    ]  # fmt: skip


def test_a_long_value_is_cut_in_its_fault():
    [fault] = faults({"n": item("n", "integer", name="n")}, '{"no": 1, "n": "%s"}' % ("x" * 999))
    assert fault.value == "x" * 200
    assert said(fault) == f"'{'x' * 37}…' is not a whole number, as 'n' wants"


def test_a_sensitive_value_is_masked_in_its_fault():
    target = field("card", "integer", sensitive=True)
    [fault] = faults(
        {"card": item("card", "integer", target=target)}, '{"no":1,"card":"13800138x00"}'
    )
    assert fault == ItemFault(
        "OL544", "document", "card", "138****8x00", {"field": "card", "value": "138****8x00"}
    )


def test_parts_of_a_sensitive_list_are_masked_too():
    target = replace(lines({"n": item("n", "integer")}).target, sensitive=True)
    made = replace(lines({"n": item("n", "integer")}), target=target)
    [fault] = faults({"lines": made}, '{"no": 1, "lines": [{"n": "secretive"}]}')
    assert "secretive" not in repr(fault)


def test_nothing_near_to_a_sensitive_word_is_offered():
    target = field("colour", "choice", sensitive=True)
    [fault] = faults({"colour": item("c", "choice", target=target)}, '{"no": 1, "c": "rd"}')
    assert hint(fault) is None


def test_a_word_outside_a_choice_is_told_with_the_nearest():
    [fault] = faults({"colour": item("c", "choice", name="colour")}, '{"no": 1, "c": "rde"}')
    assert (said(fault), hint(fault), hint(fault, "zh")) == (
        "'rde' is none of the words of 'colour'",
        "did you mean 'red'?",
        "是否应为“red”？",
    )


def test_a_state_is_observed_through_the_table():
    status = Item(
        target=None, kind="choice", place=PLACE, path=item("s").path,
        words={"1": "paid", "2": "shipped"},
    )  # fmt: skip
    states = {"status": ("unpaid", "paid", "shipped")}
    assert values({"status": status}, '{"no": 1, "s": 1}', state_fields=states) == {
        "status": "paid"
    }
    [fault] = faults({"status": status}, '{"no": 1, "s": 7}', state_fields=states)
    assert (said(fault), hint(fault)) == (
        "'7' is none of the words of 'status'",
        "it may be: unpaid, paid, shipped",
    )


LINES = {"sku": item("sku", name="sku"), "price": item("price", "money", name="price")}


def test_a_list_of_objects_is_made_of_its_parts():
    body = '{"no": 1, "lines": [{"sku": "a", "price": 1}, {"sku": null, "x": 2}, {}]}'
    assert values({"lines": lines(LINES)}, body) == {
        "lines": [{"sku": "a", "price": Money(Decimal("1.00"), "CNY")}, {}, {}]
    }


def test_a_cleared_part_of_a_list_that_merges_by_key_is_none():
    body = '{"no": 1, "lines": [{"sku": "a", "price": null}]}'
    assert values({"lines": lines(LINES, key="sku")}, body) == {
        "lines": [{"sku": "a", "price": None}]
    }


@pytest.mark.parametrize(
    ("raw", "on_null", "expected"),
    [
        ("[]", "clear", {"lines": []}),
        ("null", "clear", {"lines": None}),
        ('""', "clear", {"lines": None}),
        ("null", "keep", {}),
    ],
)
def test_an_empty_list_is_a_list_and_a_blank_one_is_none(raw, on_null, expected):
    items = {"lines": lines(LINES, on_null=on_null)}
    assert values(items, f'{{"no": 1, "lines": {raw}}}') == expected


def test_a_list_that_is_none_is_told():
    body = '{"no": 1, "lines": {"sku": "a"}}'
    [fault] = faults({"lines": lines(LINES)}, body)
    assert said(fault) == "the value of 'lines' is object, not a list"
    [fault] = faults({"lines": lines(LINES, on_null="refuse")}, '{"no": 1, "lines": null}')
    assert said(fault) == "the field 'lines' must not be empty"


def test_lists_stand_inside_lists():
    parcels = lines({"lines": lines(LINES)}, each="parcels[*]", name="parcels")
    body = '{"no": 1, "parcels": [{"lines": []}, {"lines": [{"sku": "a"}, {"price": "x"}]}]}'
    [fault] = faults({"parcels": parcels}, body)
    assert (fault.field, fault.value) == ("parcels[1].lines[1].price", "x")


def test_a_list_of_scalars_is_converted_one_by_one():
    target = field("sizes", "list", item=field("sizes", "integer"))
    sizes = Item(target=target, kind="list", place=PLACE, each_path=lines({}).each_path)
    assert values({"sizes": sizes}, '{"no": 1, "lines": ["1", 2]}') == {"sizes": [1, 2]}


def test_an_object_is_made_of_paths_of_the_item():
    parts = (("city", item("addr.city", name="city")), ("zip", item("zip", "integer", name="zip")))
    place = Item(target=field("place", "object"), kind="object", place=PLACE, parts=parts)
    assert values({"place": place}, '{"no": 1, "addr": {"city": "x"}, "zip": "9"}') == {
        "place": {"city": "x", "zip": 9}
    }
    assert values({"place": place}, '{"no": 1}') == {}
    [fault] = faults({"place": place}, '{"no": 1, "zip": "y"}')
    assert fault.field == "place.zip"


def test_a_value_is_a_constant_or_computed_from_the_raw_item_and_the_fields_above():
    items = {
        "channel": Item(
            target=field("channel"),
            kind="text",
            place=PLACE,
            value=Value(place=PLACE, constant="pdd"),
        ),
        "title": item("=join([no, raw.shop.name], '-')".replace("'", '"')),
        "seen": item("=now", "time"),
        "absent": item("=raw.nothing"),
    }
    assert values(items, '{"no": "A1", "shop": {"name": "x"}}') == {
        "channel": "pdd",
        "title": "A1-x",
        "seen": RECEIVED,
    }


def test_a_value_is_converted_like_any_other():
    items = {"n": item("=raw.n + 1", "integer", name="n")}
    assert values(items, '{"no": 1, "n": 2}') == {"n": 3}
    [fault] = faults(items, '{"no": 1, "n": 2.5}')
    assert said(fault) == "'3.5' is not a whole number, as 'n' wants"


def test_an_expression_that_does_not_fit_the_raw_item_is_a_fault_of_the_field():
    [fault] = faults({"n": item("=raw.n + 1", "integer", name="n")}, '{"no": 1, "n": "x"}')
    assert (fault.field, fault.where, fault.code[:3]) == ("n", "document", "OL3")
    hidden = field("n", "integer", sensitive=True)
    [fault] = faults({"n": item("=raw.n + 1", "integer", target=hidden)}, '{"no": 1, "n": "x"}')
    assert (said(fault), fault.facts) == ("the value of 'n' cannot be worked out", {"field": "n"})


def test_an_expression_in_a_part_sees_the_part_as_raw_and_the_fields_above():
    parts = {"sku": item('=join([no, raw.sku], "/")', name="sku")}
    body = '{"no": "A1", "sku": "z", "lines": [{"sku": "a"}, {"sku": "b"}]}'
    assert values({"lines": lines(parts)}, body) == {"lines": [{"sku": "A1/a"}, {"sku": "A1/b"}]}


def test_an_expression_gives_the_parts_of_a_list():
    body = '{"no": "A1", "items": [{"sku": "a"}]}'
    assert values({"lines": lines({"sku": LINES["sku"]}, each="=raw.items")}, body) == {
        "lines": [{"sku": "a"}]
    }
    assert values({"lines": lines({"sku": LINES["sku"]}, each="=raw.none")}, body) == {}


def test_skipped_rows_are_no_items_and_have_no_position():
    skip = expression('=raw.kind == "total"').compiled
    body = '[{"no": 1, "kind": "total"}, {"no": 2}, {"no": 3, "kind": "x"}]'
    found = split(program({}, skip=skip), body)
    assert [(one.position, one.where, one.key) for one in found] == [
        (0, "[1]", "2"),
        (1, "[2]", "3"),
    ]


def test_a_row_of_which_nobody_can_say_whether_it_is_skipped_fails():
    skip = expression("=raw.n + 1 > 2").compiled
    found = split(program({}, skip=skip), '[{"no": 1, "n": []}, {"no": 2}]')
    assert [(type(one), one.position) for one in found] == [(FailedItem, 0), (MappedItem, 1)]
    assert found[0].faults[0].field == "skip"


def test_positions_are_stable_so_that_a_cursor_can_resume():
    skip = expression('=raw.kind == "total"').compiled
    made = program({}, skip=skip)
    body = "[" + ", ".join(
        f'{{"no": {n}, "kind": "{"total" if n % 3 == 0 else ""}"}}' for n in range(20)
    ) + "]"  # fmt: skip
    whole = split(made, body)
    assert [split(made, body, start) for start in (0, 5, 12, 13, 99)] == [
        whole, whole[5:], whole[12:], whole[13:], [],
    ]  # fmt: skip
