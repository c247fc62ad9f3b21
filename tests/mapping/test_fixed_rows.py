"""What of a fixed-width file is read, and what is refused where."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.mapping.building import fixed_source, hint, item, program, said, split, told
from tests.mapping.reading import read

from orderloom.errors import MessageRejected
from orderloom.flow.message import FailedItem

COLUMNS = (("no", 0, 4), ("name", 4, 10))
NAME = {"name": item("name")}
MADE = program(NAME, fixed_source(*COLUMNS))


def in_bytes(encoding="gbk", **more):
    return program(NAME, fixed_source(*COLUMNS, in_bytes=True, encoding=encoding, **more))


def names(body, made=MADE):
    return [(one.where, one.key, one.values.get("name")) for one in split(made, body)]


def rejected(body, made):
    with pytest.raises(MessageRejected) as caught:
        split(made, body)
    return said(caught.value), hint(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_from_one_and_named_with_their_line(end):
    body = end.join(["A1  x     ", "", "A2       y", "   ", ""])
    assert names(body) == [("row 1 (line 1)", "A1", "x"), ("row 2 (line 3)", "A2", "y")]


def test_a_blank_column_is_absent():
    [found] = split(MADE, "A1        ")
    assert found.values == {"no": "A1"}


def test_a_column_may_be_a_part_of_another():
    parts = (("no", 0, 2), ("day", 2, 10), ("name", 2, 6))
    made = program({**NAME, "day": item("day")}, fixed_source(*parts))
    [found] = split(made, "A120260105\n")
    assert found.values == {"no": "A1", "day": "20260105", "name": "2026"}


def test_bytes_of_gb18030_are_counted_as_banks_count_them():
    body = "A1  订单  \nA2  \U00020bb7  \n".encode("gb18030")  # two bytes each, and four
    assert names(body, in_bytes()) == [
        ("row 1 (line 1)", "A1", "订单"),
        ("row 2 (line 2)", "A2", "\U00020bb7"),
    ]


def test_characters_are_counted_whatever_they_take():
    for encoding in ("utf-8", "gb18030"):
        body = "A1  订单𠮷   \n".encode(encoding)
        assert names(body) == [("row 1 (line 1)", "A1", "订单𠮷")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A2  y", "line 2, column 6: the line ends before 'name' does, which takes 5 to 10"),
        ("A2", "line 2, column 3: the line ends before 'no' does, which takes 1 to 4"),
        (
            "A2  y      ",
            "line 2, column 11: the line goes on behind its last column: 11 positions, not 10",
        ),
    ],
)
def test_a_line_of_another_width_is_the_only_one_that_fails(row, message):
    found = split(MADE, f"A1  x     \n{row}\nA3  z     \n")
    assert told(found) == [f"row 2 (line 2): {message}"]
    assert [one.position for one in found] == [0, 1, 2]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A1 订    x", 5),  # a character of two bytes over the border behind 'no'
        ("A订单订x  ", 5),  # what is cut would read as other characters
        ("A1  订单 订", 11),
    ],
)
def test_a_border_in_the_middle_of_a_character_is_told(row, column):
    found = split(in_bytes(), f"{row}\nA2  y     \n".encode("gb18030"))
    [fault] = [one for one in told(found) if one.startswith("row 1 ")]
    assert f"line 1, column {column}: " in fault
    assert isinstance(found[0], FailedItem)
    assert found[1].values == {"no": "A2", "name": "y"}


def test_head_and_tail_are_no_rows():
    made = program(NAME, fixed_source(*COLUMNS, header=1, footer=1))
    body = "H20260105 something longer\nA1  x     \nA2  y     \nT0002\n\n\n"
    assert names(body, made) == [("row 1 (line 2)", "A1", "x"), ("row 2 (line 3)", "A2", "y")]
    assert names("H\nT\n", made) == []


def test_a_file_shorter_than_its_head_and_tail_was_cut_off():
    made = program(NAME, fixed_source(*COLUMNS, header=2, footer=1))
    assert rejected("H\nH\n", made) == (
        "the file has 2 lines, fewer than its head of 2 and its tail of 1",
        "the file was cut off, or correct 'header' and 'footer'",
    )


def test_a_row_is_read_again_at_its_place():
    body = "".join(f"A{number // 2}  {number:06}\n" for number in range(4))
    made = program({"name": item("=rows[1].name")}, fixed_source(*COLUMNS), group_by=("no",))
    assert [one.values["name"] for one in split(made, body)] == ["000001", "000003"]


def test_a_mapping_says_widths_or_starts():
    mapping = """read:
  format: fixed
  encoding: gbk
  unit: bytes
  header: 1
  footer: 1
  columns: {kind: 1, 单号: 6, amount: {start: 21, width: 8}, rest: 2, 户名: {start: 8, width: 13}}
skip: raw.kind == "C"
zone: UTC
fields:
  no: 单号
  amount: {from: amount, format: minor}
"""
    body = (
        "H20260105\n"
        "D    17张三         00012345  \n"
        "C    18李四         00000001  \n"
        "D    19欧阳娜娜     0000900   \n"
        "D    20王五         1.x       \n"
        "T000004\n"
    ).encode("gb18030")
    first, second, third = read(mapping, body)
    assert (str(first["amount"].amount), first["no"]) == ("123.45", "17")
    assert second["no"] == "19"
    assert [(fault.where, fault.field, fault.value) for fault in third.faults] == [
        ("row 4 (line 5)", "amount", "1.x")
    ]


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=6)


@given(
    cells=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5),
    widths=st.tuples(st.integers(24, 30), st.integers(24, 30)),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
    counts_bytes=st.booleans(),
)
@example(cells=[("国", "\U00020bb7\u0301")], widths=(24, 24), encoding="gb18030", counts_bytes=True)
def test_what_is_written_is_read_back(cells, widths, encoding, counts_bytes):
    def padded(text, width):
        taken = len(text.encode(encoding)) if counts_bytes else len(text)
        return text + " " * (width - taken)

    rows = [(f"{number}", *pair) for number, pair in enumerate(cells)]
    sizes = (3, *widths)
    body = "".join(
        "".join(padded(*cell) for cell in zip(row, sizes, strict=True)) + "\n" for row in rows
    )
    spans = (("no", 0, 3), ("a", 3, 3 + widths[0]), ("b", 3 + widths[0], 3 + sum(widths)))
    made = program(
        {"a": item("a", name="a"), "b": item("b", name="b")},
        fixed_source(
            *spans, in_bytes=counts_bytes, encoding="gbk" if encoding == "gb18030" else encoding
        ),
    )
    found = [one.values for one in split(made, body.encode(encoding))]
    expected = [
        {
            name: normalize("NFC", cell)
            for name, cell in zip(("no", "a", "b"), row, strict=True)
            if cell
        }
        for row in rows
    ]
    assert [{k: str(v) for k, v in one.items()} for one in found] == [
        {k: str(v) for k, v in one.items()} for one in expected
    ]
