"""What of a CSV file is read, and what is refused where."""

import csv
import io

import pytest
from tests.mapping.building import csv_source, hint, item, program, said, split, told

from orderloom.errors import MessageRejected

MADE = program({"name": item("name")}, csv_source())


def names(body, made=MADE):
    return [(one.where, one.key, one.values.get("name")) for one in split(made, body)]


def rejected(body, made=MADE, language="en"):
    with pytest.raises(MessageRejected) as caught:
        split(made, body)
    return said(caught.value, language), hint(caught.value, language)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_from_one_and_named_with_their_line(end):
    body = end.join(["no,name", "A1,x", "", "A2,y", ""])
    assert names(body) == [("row 1 (line 2)", "A1", "x"), ("row 2 (line 4)", "A2", "y")]


def test_a_header_only_has_no_items():
    assert names("no,name\n") == []


def test_a_blank_cell_is_absent_and_a_row_of_blanks_is_left_out():
    [found] = split(MADE, "no,name\nA1,  \n , \n,,,\n")
    assert found.values == {"no": "A1"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_quoted_cells_keep_newlines_separators_and_quotes(newline):
    body = f'no,name\nA1,"a{newline}b,""c"" "\nA2,z\n'
    assert names(body) == [
        ("row 1 (line 2)", "A1", f'a{newline}b,"c" '),
        ("row 2 (line 4)", "A2", "z"),
    ]


def test_quoted_newlines_are_read_wherever_they_fall():
    for length in range(8_185, 8_200):
        text = "x" * length
        body = f'no,name\nA1,"{text}\r\n{text}"\nA2,z\n'
        assert [name for *_, name in names(body)] == [f"{text}\r\n{text}", "z"]


def test_signs_that_only_python_takes_for_line_ends_are_text():
    name = "a\x0bb\x0c\x1c\u2028c\x85"
    assert names(f"no,name\nA1,{name}\n") == [("row 1 (line 2)", "A1", name)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A2,y,z", "the row has 3 cells, the header 2"),
        ("A2", "the row has 1 cells, the header 2"),
        ('A2,"y"z', "after a closing quote stands something else than a separator"),
    ],
)
def test_a_bad_row_is_the_only_one_that_fails(row, message):
    found = split(MADE, f"no,name\nA1,x\n{row}\nA3,z\n")
    assert told(found) == [f"row 2 (line 3): {message}"]
    assert [one.position for one in found] == [0, 1, 2]
    assert [one.key for one in found] == ["A1", None, "A3"]


def test_one_bad_row_of_ten_thousand_fails_alone():
    rows = [f"A{number},name {number}" for number in range(10_000)]
    rows[6_000] = "A6000,unquoted, comma"
    found = split(MADE, "no,name\n" + "\n".join(rows))
    assert told(found) == ["row 6001 (line 6002): the row has 3 cells, the header 2"]
    assert [one.position for one in found] == list(range(10_000))
    assert sum(hasattr(one, "values") for one in found) == 9_999


@pytest.mark.parametrize(
    ("body", "message", "help_"),
    [
        (
            'no,name\nA1,x\nA2,"y\nA3,z\n',
            "a quote opened in the row at line 3 is never closed",
            "write a quote inside a quoted cell twice",
        ),
        (
            f'no,name\nA1,"{"x" * 131_073}"\n',
            "a cell of the row at line 2 is longer than 131072 characters",
            "a quote opened there may never be closed",
        ),
        (
            "no,naem\nA1,x\n",
            "the file has no column 'name', which the mapping reads",
            "did you mean 'naem'?",
        ),
        (
            "no,title\nA1,x\n",
            "the file has no column 'name', which the mapping reads",
            "its columns are: no, title",
        ),
        (
            "no,name,no\n",
            "the column 'no' stands twice in the header (line 1)",
            "rename one of the two",
        ),
        (
            "no, ,name\n",
            "column 2 of the header has no name (line 1)",
            "name the column, or remove it with its separator",
        ),
        (
            "no,name\nA1,x\n\0\0\0",
            "line 3, column 1 holds a NUL character",
            "the file was cut off or is not a text; send it again",
        ),
    ],
)
def test_a_file_without_sure_borders_is_rejected_before_any_item(body, message, help_):
    assert rejected(body) == (message, help_)


def test_a_header_row_that_is_not_there_is_rejected():
    made = program({}, csv_source(header=3))
    assert rejected("no\nA1\n", made, "zh") == (
        "没有用作列名的第 3 行：文件共 2 行",
        "请修改 read 中的 'header'",
    )


def test_undecodable_bytes_are_rejected_with_byte_and_line():
    made = program({}, csv_source(encoding="utf-8"))
    assert rejected(b"no\nA1\nA\xff\n", made) == (
        "the text is not UTF-8: byte 7 (line 3) cannot be read",
        "save the file as UTF-8, or say 'encoding: gbk' in 'read' if that is what it is",
    )


def test_the_header_may_stand_below_a_title():
    made = program({"name": item("name")}, csv_source(header=3))
    assert names("订单报表,\n\nno,name\nA1,x\n", made) == [("row 1 (line 4)", "A1", "x")]


def test_a_file_without_header_has_the_columns_of_the_definition():
    made = program({"name": item("name")}, csv_source(header=0, columns=("no", "name")))
    assert names("A1,x\n", made) == [("row 1 (line 1)", "A1", "x")]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators(separator):
    made = program({"name": item("name")}, csv_source(separator=separator))
    assert names(f"no{separator}name\nA1{separator}x,y\n", made) == [
        ("row 1 (line 2)", "A1", "x,y")
    ]


def test_column_names_are_compared_without_white_space_and_in_nfc():
    made = program({"name": item("cafe\u0301")}, csv_source())
    assert names(" no , caf\u00e9 \nA1,x\n", made) == [("row 1 (line 2)", "A1", "x")]


def test_order_numbers_guarded_against_spreadsheets_are_unwrapped():
    assert names('no,name\n="0012345","=""007"""\n') == [("row 1 (line 2)", "0012345", "007")]


def test_whatever_the_csv_module_writes_is_read_back():
    cells = ["plain", 'a "quoted" one', "two\nlines", "comma,", "tab\t", "ünïcode 𠮷", "'"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["no", "name"])
    writer.writerows(enumerate(cells, 1))
    assert [name for *_, name in names(text.getvalue())] == cells


def test_a_header_of_very_many_columns_takes_no_time():
    columns = ",".join(f"c{number}" for number in range(200_000))
    assert rejected(columns)[0] == "the file has no column 'no', which the mapping reads"
