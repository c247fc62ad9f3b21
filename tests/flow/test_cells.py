"""Rows as CSV: what is written is read back, and nothing in it is a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderloom.flow.cells import read_cell, read_rows, write_rows, written_cell

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), min_size=1, max_size=5))
def test_texts_are_read_back_as_they_were(rows):
    assert list(read_rows(write_rows(rows))) == rows


@settings(deadline=None)
@given(
    TEXTS, st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", " =", "\u200b=", "＝", '"=', "''="])
)
def test_no_text_begins_like_a_formula(text, begin):
    cell = written_cell(begin + text)
    assert cell == "'" + begin + text
    assert read_cell(cell) == begin + text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("-199.90"), "-199.90"),
        (Decimal("1E+5"), "100000"),
        (-5, "-5"),
        (True, "true"),
        (None, ""),
        (date(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5, 1, 2, tzinfo=UTC), "2026-01-05 01:02:00+00:00"),
        ("0012345", "'0012345"),
        ("1e5", "'1e5"),
        ("+8613800138000", "'+8613800138000"),
        ("'quoted", "''quoted"),
        ("张三", "张三"),
        ("A-1", "A-1"),
    ],
)
def test_a_value_is_written_as_its_kind(value, cell):
    assert written_cell(value) == cell


def test_every_cell_is_quoted_and_names_appear_once():
    text = write_rows([{"=no": 'a";=1+1', "b": 1}, {"b": 2, "c": "x"}])
    assert text.splitlines()[0] == '"\'=no","b","c"'
    assert list(csv.reader(io.StringIO(text)))[1:] == [['a";=1+1', "1", ""], ["", "2", "x"]]
