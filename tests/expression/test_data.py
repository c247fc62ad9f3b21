"""JSON to values and back, exactly."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderloom.errors import MessageRejected
from orderloom.expression.compile import compile_expression
from orderloom.expression.data import read_data, scope_for_data, write_value
from orderloom.expression.types import ANY, DECIMAL, INTEGER, TEXT, TIME, ListType, MoneyType
from orderloom.expression.values import Money

REFUSED = [
    (b"{", "OL385"),
    (b"", "OL385"),
    (b'{"a": NaN}', "OL385"),
    (b'{"a": "\xff"}', "OL385"),
    (b"[1]", "OL386"),
    (b'{"$decimal": "1"}', "OL386"),
    (b'{"a": {"$money": "5"}}', "OL387"),
    (b'{"a": [{"$decimal": "1e5"}]}', "OL387"),
    (b'{"a": {"$date": 5}}', "OL387"),
    (b'{"a": 1e999999}', "OL388"),
    (b'{"a": 1e-999999}', "OL388"),
    (b'{"a": 99999999999999999999999999999}', "OL388"),
    (b'{"a": 0.12345678901234567890123456789}', "OL388"),
    (b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}", "OL388"),
    (b'{"a": ' + b"[" * 100_000, "OL388"),
]


def test_numbers_are_exact_and_tags_resolved():
    raw = """{"a": 0.1, "b": 3, "c": {"$decimal": "1.20"}, "d": {"$money": "CNY 5"},
        "e": {"$datetime": "2026-01-07T10:00:00+08:00"}, "f": {"$date": "2026-01-09"},
        "g": {"$duration": "30m"}, "h": "", "i": [true, null, "e\u0301"]}"""

    assert read_data(raw.encode()) == {
        "a": Decimal("0.1"),
        "b": 3,
        "c": Decimal("1.20"),
        "d": Money(Decimal(5), "CNY"),
        "e": datetime(2026, 1, 7, 2, 0, tzinfo=UTC),
        "f": date(2026, 1, 9),
        "g": timedelta(minutes=30),
        "h": None,
        "i": [True, None, "é"],
    }


@pytest.mark.parametrize(("raw", "code"), REFUSED, ids=[ascii(raw[:30]) for raw, _ in REFUSED])
def test_what_is_not_data_is_refused(raw, code):
    with pytest.raises(MessageRejected) as caught:
        read_data(raw)

    assert caught.value.code == code


def test_a_wrong_tag_is_located():
    with pytest.raises(MessageRejected) as caught:
        read_data(b'{"order": {"lines": [1, {"$money": "5 CNY"}]}}')

    assert caught.value.facts["at"] == "/order/lines/1"


def test_types_follow_the_data():
    data = read_data(b'{"a": 1, "b": 1.5, "c": [1, 2.5], "d": [1, "x"], "e": null, "f": []}')
    names = scope_for_data(data | {"m": Money(Decimal(1), "CNY")}, "UTC").names

    assert {name: found.type for name, found in names.items()} == {
        "a": INTEGER,
        "b": DECIMAL,
        "c": ListType(DECIMAL),
        "d": ListType(ANY),
        "e": ANY,
        "f": ListType(ANY),
        "m": MoneyType("CNY"),
        "now": TIME,
    }


def test_objects_of_a_list_share_their_parts():
    data = read_data(b'{"lines": [{"sku": "A"}, {"quantity": 2}]}')
    compiled = compile_expression("lines[0].quantity", scope_for_data(data, "UTC"))

    assert (compiled.type, compiled.evaluate(data, None)) == (INTEGER, None)
    assert compile_expression("lines[0].sku", scope_for_data(data, "UTC")).type == TEXT


@pytest.mark.parametrize("name", ["items", "values", "get", "keys", "update"])
def test_a_field_may_be_named_like_a_method(name):
    data = read_data(json.dumps({name: 7, "o": {name: 8}}).encode())
    scope = scope_for_data(data, "UTC")

    assert compile_expression(f"{name} + o.{name}", scope).evaluate(data, None) == 15


def test_a_quote_in_a_key_stays_data():
    data = read_data(b'{"a\'); import os": 1, "b": 2}')

    assert compile_expression("b", scope_for_data(data, "UTC")).evaluate(data, None) == 2


def test_now_comes_from_the_data_or_from_the_surroundings():
    class Around:
        now = datetime(2026, 1, 1, tzinfo=UTC)

    data = read_data(b'{"now": {"$time": "2026-01-07T10:00Z"}}')

    assert compile_expression("now", scope_for_data({}, "UTC")).evaluate({}, Around) == Around.now
    found = compile_expression("now", scope_for_data(data, "UTC")).evaluate(data, Around)
    assert found == datetime(2026, 1, 7, 10, tzinfo=UTC)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**27), 10**27)
    | st.decimals(min_value=-(10**9), max_value=10**9, places=6)
    | st.text("abc é节", min_size=1).map(lambda text: text)
    | st.builds(Money, st.decimals(-(10**6), 10**6, places=2), st.sampled_from(["CNY", "USD"]))
    | st.datetimes(timezones=st.just(UTC))
    .map(lambda instant: instant.replace(microsecond=0))
    .filter(lambda instant: instant.year > 999)
    | st.dates(min_value=date(1000, 1, 1))
    | st.integers(0, 10**7).map(lambda seconds: timedelta(seconds=seconds)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.text("xyz", min_size=1), VALUES, max_size=4))
def test_what_is_written_reads_back_the_same(values):
    raw = json.dumps(write_value(values), ensure_ascii=False).encode()

    assert read_data(raw) == values
