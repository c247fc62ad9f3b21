"""Amounts whose currency stands beside them, and documents that begin in several ways."""

import json
from decimal import Decimal

import pytest
from tests.mapping.reading import read

from orderloom.expression.values import Money


def cash(amount, currency):
    return Money(Decimal(amount), currency)


AMOUNTS = """
currency: order.currency
read: {format: json, each: [orders, .]}
fields:
  no: no
  amount: order.total
  fee: {from: order.fee, format: minor}
  lines: {each: "lines[*]", fields: {price: price}}
"""


def amounts(order, lines=()):
    [mapped] = read(AMOUNTS, {"no": "1", "order": order, "lines": list(lines)})
    return mapped


def test_every_amount_of_an_item_has_the_currency_that_stands_in_it():
    mapped = amounts({"currency": "usd", "total": "598.94", "fee": 120}, [{"price": 10.5}])

    assert mapped["amount"] == cash("598.94", "USD")
    assert mapped["fee"] == cash("1.20", "USD")
    assert mapped["lines"] == [{"price": cash("10.50", "USD")}]


def test_minor_units_are_those_of_the_currency():
    assert amounts({"currency": "JPY", "fee": 120})["fee"] == cash("120", "JPY")
    assert amounts({"currency": "KWD", "fee": 1234})["fee"] == cash("1.234", "KWD")


def test_an_amount_that_names_a_currency_keeps_it():
    assert amounts({"currency": "USD", "total": "EUR 5.00"})["amount"] == cash("5.00", "EUR")


@pytest.mark.parametrize("beside", [{}, {"currency": None}, {"currency": " "}])
def test_where_no_currency_stands_it_is_the_flow_s(beside):
    assert amounts({**beside, "total": "5"})["amount"] == cash("5.00", "CNY")


def test_an_absent_amount_says_nothing_and_null_clears():
    assert "amount" not in amounts({"currency": "USD"})
    assert amounts({"currency": "USD", "total": None})["amount"] is None


@pytest.mark.parametrize(("code", "currency"), [("OL549", "USX"), ("OL549", "12")])
def test_what_is_no_currency_is_told(code, currency):
    [failed] = read(AMOUNTS, {"no": "1", "order": {"currency": currency, "total": "1"}})
    assert [each.code for each in failed.faults] == [code]


def test_a_code_is_the_currency_of_all():
    [mapped] = read("currency: VND\nfields: {no: no, amount: total}", {"no": "1", "total": 32119})
    assert mapped["amount"] == cash("32119", "VND")


def test_the_currency_of_a_table_is_a_column():
    text = "currency: cur\nread: {format: csv}\nfields: {no: no, amount: total}"
    rows = read(text, b"no,cur,total\n1,usd,5.5\n2,EUR,7\n")
    assert [row["amount"] for row in rows] == [cash("5.50", "USD"), cash("7.00", "EUR")]


WAYS = "read: {format: json, each: [orders, order, .]}\nfields: {no: no}"


@pytest.mark.parametrize(
    "document",
    [
        {"orders": [{"no": "1"}, {"no": "2"}]},
        {"order": [{"no": "1"}, {"no": "2"}]},
        [{"no": "1"}, {"no": "2"}],
    ],
)
def test_a_document_is_read_the_first_way_that_begins_like_it(document):
    assert [each["no"] for each in read(WAYS, document)] == ["1", "2"]


def test_one_that_stands_alone_is_one():
    assert [each["no"] for each in read(WAYS, {"no": "7"})] == ["7"]
    assert [each["no"] for each in read(WAYS, {"order": {"no": "7"}})] == ["7"]
    assert read(WAYS, {"orders": []}) == []


def test_a_document_with_a_key_twice_is_refused_whichever_way():
    body = b'{"order": {"no": "1"}, "order": {"no": "2"}}'
    assert json.loads(body)
    with pytest.raises(AssertionError, match="OL516"):
        read(WAYS, body)


def test_a_way_is_told_from_another_by_where_its_list_stands():
    text = 'read: {format: json, each: ["data[*]", data.object, .]}\nfields: {no: no}'

    assert [each["no"] for each in read(text, {"data": [{"no": "1"}, {"no": "2"}]})] == ["1", "2"]
    assert [each["no"] for each in read(text, {"data": {"object": {"no": "3"}}})] == ["3"]
    assert [each["no"] for each in read(text, {"data": {}, "no": "4"})] == ["4"]


NAMED = 'read: {format: json, each: "data.*[*]"}\nfields: {no: no}'


def test_a_star_is_every_name_of_an_object():
    document = {"data": {"a": [{"no": "1"}, {"no": "2"}], "*": [{"no": "3"}], "b": [], "c": None}}
    assert [each["no"] for each in read(NAMED, document)] == ["1", "2", "3"]
    for nothing in ({}, [], None):
        assert read(NAMED, {"data": nothing}) == []
    single = NAMED.replace(".*[*]", ".*")
    assert [each["no"] for each in read(single, {"data": {"a": {"no": "1"}}})] == ["1"]


@pytest.mark.parametrize("data", [{"a": {"no": "1"}}, [{"no": "1"}], "x", 7])
def test_what_stands_under_a_star_must_be_what_is_said(data):
    with pytest.raises(AssertionError, match="OL518"):
        read(NAMED, {"data": data})


def test_a_fault_under_a_star_says_under_which_name():
    [failed] = read(NAMED, {"data": {"77": [{"no": {}}]}})
    assert [each.where for each in failed.faults] == ["data.77[0]"]
