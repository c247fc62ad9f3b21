"""What of a JSON document is read, and what is refused where."""

import json
from decimal import Decimal

import pytest
from tests.mapping.building import hint, item, json_source, program, said, split, told

from orderloom.errors import MessageRejected

ORDER = '{"no": "A1", "amount": 199.90}'


def keys(made, body):
    return [(one.where, one.key) for one in split(made, body)]


def rejected(body, read=None, language="en"):
    with pytest.raises(MessageRejected) as caught:
        split(program({}, read), body)
    return said(caught.value, language), hint(caught.value, language)


def test_a_document_that_is_an_object_is_one_item():
    assert keys(program({}), ORDER) == [("document", "A1")]


def test_a_document_that_is_a_list_has_its_elements_as_items():
    assert keys(program({}), f"[{ORDER}, {ORDER}]") == [("[0]", "A1"), ("[1]", "A1")]


def test_each_selects_the_rows():
    body = f'{{"data": {{"order_list": [{ORDER}, {ORDER}]}}, "total": 2}}'
    made = program({}, json_source("data.order_list[*]"))
    assert keys(made, body) == [("data.order_list[0]", "A1"), ("data.order_list[1]", "A1")]


def test_each_may_go_through_lists_and_skips_parts_without_rows():
    body = f'{{"shops": [{{"orders": [{ORDER}]}}, {{"name": "x"}}, {{"orders": null}}]}}'
    made = program({}, json_source("shops[*].orders[*]"))
    assert keys(made, body) == [("shops[0].orders[0]", "A1")]


def test_each_may_pick_one_of_a_list():
    made = program({}, json_source("pages[1].orders[*]"))
    assert keys(made, f'{{"pages": [{{}}, {{"orders": [{ORDER}]}}]}}') == [
        ("pages[1].orders[0]", "A1")
    ]


def test_no_rows_are_no_items():
    made = program({}, json_source("orders[*]"))
    assert [split(made, body) for body in ('{"orders": []}', '{"orders": null}')] == [[], []]


def test_an_absent_path_is_told_with_the_nearest_key():
    assert rejected('{"oders": [], "total": 0}', json_source("orders[*]")) == (
        "the path 'orders[*]' is absent: document has no 'orders'",
        "did you mean 'oders'?",
    )
    assert rejected('{"rows": [], "n": 0}', json_source("orders[*]"), "zh") == (
        "路径“orders[*]”不存在：document 没有“orders”",
        "它有：rows, n",
    )


def test_a_path_absent_in_every_part_of_a_list_is_told():
    body = '{"shops": [{"oders": []}, {}]}'
    assert rejected(body, json_source("shops[*].orders[*]"))[0] == (
        "the path 'shops[*].orders[*]' is absent: shops[0] has no 'orders'"
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"orders": {}}', "the path 'orders[*]' does not fit: orders is object, not list"),
        ("[]", "the path 'orders[*]' does not fit: document is list, not object"),
        ('{"orders": "x"}', "the path 'orders[*]' does not fit: orders is text, not list"),
    ],
)
def test_a_path_through_something_else_is_told(body, message):
    assert rejected(body, json_source("orders[*]"))[0] == message


@pytest.mark.parametrize(
    ("body", "kind"), [("null", "null"), ('"{}"', "text"), ("1", "number"), ("true", "boolean")]
)
def test_a_document_that_is_no_object_is_rejected(body, kind):
    assert rejected(body)[0] == f"the document is {kind}, neither an object nor a list"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"no": "A1",}', "line 1, column 13: '}' is not JSON here"),
        ('{"名": 1\n "b": 2}', "line 2, column 2: '\"x\": 0}' is not JSON here"),
        ("{} x", "line 1, column 4: 'x' is not JSON here"),
        ('{"a": 01}', "line 1, column 8: '0}' is not JSON here"),
        ('{"a": 1} // c', "line 1, column 10: '// x' is not JSON here"),
        ('{"a": "\x01"}', "line 1, column 8: 'U+0001\"}' is not JSON here"),
        ('{"a": NaN}', "line 1, column 7: 'NaN' is not a number of JSON"),
        ('{"a": [1, Infinity]}', "line 1, column 11: 'Infinity' is not a number of JSON"),
        ('{"a": -Infinity}', "line 1, column 7: '-Infinity' is not a number of JSON"),
        ('{"a":\n [1, 2', "the JSON stops in the middle, at line 2, column 7"),
        ('{"a": "x', "the JSON stops in the middle, at line 1, column 9"),
        ('{"a": "\\ud83d"}', "line 1, column 8: '\\ud83d' is half of a character"),
        ("", "the message is empty"),
        (" \n ", "the message is empty"),
        ("﻿", "the message is empty"),
        ("[" * 100_000, "the JSON is nested too deeply"),
        ('{"a": "\0"}', "line 1, column 8 holds a NUL character"),
    ],
)
def test_what_is_not_json_is_rejected_with_its_place(body, message):
    assert rejected(body)[0] == message


def test_a_key_that_stands_twice_on_the_way_to_the_rows_is_rejected():
    body = f'{{"orders": [{ORDER}], "orders": []}}'
    assert rejected(body, json_source("orders[*]"))[0] == (
        "the key 'orders' stands twice in document"
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('{"no": "A2", "no": "A3"}', "the key 'no' stands twice in the item"),
        ('{"no": "a:b", "x": {"y": 1, "y": 1}}', "the key 'x.y' stands twice in the item"),
        ('{"no": "a\\u003ab", "no": 1}', "the key 'no' stands twice in the item"),
        ("[1]", "the item is list, not an object"),
        ("null", "the item is null, not an object"),
        ('{"a":' * 65 + "1" + "}" * 65, "the item is nested deeper than 64"),
        ('{"a":' * 900 + "1" + "}" * 900, "the item is nested deeper than 64"),
        ('{"no": 1e99999}', "the number at 'no' is out of all range"),
        ('{"no": 1e9999999999999999999999}', "the number at 'no' is out of all range"),
        ('{"no": %s}' % ("1" * 5000), "the number at 'no' is out of all range"),
    ],
)
def test_a_row_that_cannot_be_read_is_the_only_one_that_fails(row, message):
    found = split(program({}), f"[{ORDER}, {row}, {ORDER}]")
    assert told(found) == [f"[1]: {message}"]
    assert [(one.position, one.where) for one in found] == [(0, "[0]"), (1, "[1]"), (2, "[2]")]
    assert found[0].values == found[2].values == {"no": "A1"}


def test_brackets_in_texts_hide_no_depth():
    deep = '["]", ' * 300 + "1" + ', "["]' * 300
    found = split(program({}), f'{{"no": "A1", "a": {deep}}}')
    assert told(found) == ["document: the item is nested deeper than 64"]


def test_an_item_is_bounded_before_it_is_decoded():
    big = '{"no": "A2", "note": "' + "x" * 4 * 1024 * 1024 + '"}'
    found = split(program({}), f"[{ORDER}, {big}]")
    assert told(found) == ["[1]: the item has 4194328 bytes, more than 4194304"]


def test_an_empty_list_is_a_result_only_where_each_says_so():
    assert split(program({}, json_source("[*]")), "[]") == []
    assert rejected("[]") == (
        "the document is an empty list where one item or a list of them is expected",
        "where a list may be empty, write each: \"[*]\" in 'read'",
    )


def test_depth_up_to_the_limit_and_brackets_in_texts_are_fine():
    deep = '{"no": "A1", "a": ' + "[" * 63 + "]" * 63 + ', "b": "' + "[{" * 100 + '"}'
    assert keys(program({}), deep) == [("document", "A1")]


def test_colons_in_texts_are_no_repeated_keys():
    assert keys(program({}), '{"no": "A:1", "at": "10:30\\u003a00"}') == [("document", "A:1")]


def test_numbers_are_exact():
    made = program({"amount": item("amount", "decimal")})
    [found] = split(made, '{"no": 12345678901234567890123, "amount": 0.1}')
    assert found.values == {"no": "12345678901234567890123", "amount": Decimal("0.1")}


def test_texts_that_look_like_something_else_stay_texts():
    names = ["' OR 1=1 --", "{{ 7*7 }}", '"\\\u2028', "=cmd|' /C calc'!A0", "null"]
    made = program({"name": item("name")})
    found = split(made, json.dumps([{"no": "1", "name": name} for name in names]))
    assert [one.values["name"] for one in found] == names


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_dropped(bom):
    assert keys(program({}), bom + ORDER.encode()) == [("document", "A1")]


@pytest.mark.parametrize("encoding", ["auto", "gbk"])
def test_gbk_is_read_where_it_is_that(encoding):
    body = '{"no": "订单\u4e00\u5f20"}'.encode("gb18030")
    assert keys(program({}, json_source(encoding=encoding)), body) == [("document", "订单一张")]


@pytest.mark.parametrize(
    ("body", "encoding", "message"),
    [
        ('{"no":\n"订单"}'.encode("gbk"), "utf-8", "UTF-8: byte 8 (line 2)"),
        (b'\xef\xbb\xbf{"no": "\xff"}', "auto", "UTF-8: byte 11 (line 1)"),
        ('{"no": "一二三四五'.encode() + b'\xff"}', "auto", "UTF-8: byte 23 (line 1)"),
        (b'{"no": "\xc0\xaf"}', "utf-8", "UTF-8: byte 8 (line 1)"),
        (b'{"no": "\xff\xff"}', "auto", "GB18030: byte 8 (line 1)"),
        ('{"no": 1}'.encode("utf-16"), "auto", "GB18030: byte 0 (line 1)"),
    ],
)
def test_bytes_in_another_encoding_are_rejected_with_their_place(body, encoding, message):
    assert rejected(body, json_source(encoding=encoding))[0] == (
        f"the text is not {message} cannot be read"
    )


def test_a_message_of_more_than_64_mb_is_rejected():
    assert rejected(b" " * (50 * 1024 * 1024 + 1))[0] == (
        "the message has 52428801 bytes, more than 52428800"
    )
