from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.mapping.building import PLACE, column, field, hint, item, program, said, split, told
from tests.mapping.workbooks import day, moment, sheet, workbook

from orderloom.definition.mapping import Item, Source
from orderloom.errors import MessageRejected
from orderloom.expression.values import Money


def excel(**more):
    return Source(format="excel", place=PLACE, **more)


def cell_item(name, kind="text", **more):
    more.setdefault("currency", "CNY" if kind == "money" else None)
    return Item(target=field(name, kind), kind=kind, place=PLACE, path=column(name), **more)


def shop(read=None, **kinds):
    items = {"no": cell_item("no"), **{name: cell_item(name, kind) for name, kind in kinds.items()}}
    return program(items, read or excel())


def only(items):
    [found] = items
    return found


def refusal(made, body):
    with pytest.raises(MessageRejected) as caught:
        split(made, body)
    return said(caught.value), hint(caught.value)


def test_cells_become_fields_and_rows_are_called_as_the_spreadsheet_calls_them():
    rows = [
        ["no", "amount", "count", "paid"],
        ["A1", 199.9, 3, True],
        [None, None, None, None],
        ["A2", 0.1 + 0.2, 4, False],
    ]
    made = shop(amount="money", count="integer", paid="boolean")
    first, second = split(made, workbook({"Orders": sheet(rows)}))
    assert first.values == {
        "no": "A1", "amount": Money(Decimal("199.90"), "CNY"), "count": 3, "paid": True,
    }  # fmt: skip
    assert (first.where, second.where) == ("Orders row 2", "Orders row 4")
    assert second.values["amount"] == Money(Decimal("0.30"), "CNY")


def test_a_table_need_not_begin_in_the_first_row():
    body = workbook({"Orders": sheet([["Our shop"], ["no"], ["A1"]], first=3)})
    found = only(split(shop(excel(header=4)), body))
    assert (found.where, found.values) == ("Orders row 5", {"no": "A1"})


def test_a_sheet_without_header_has_the_columns_that_the_mapping_names():
    body = workbook({"Orders": sheet([["A1", 2], ["A2", 3]])})
    made = shop(excel(header=0, columns=("no", "count")), count="integer")
    assert [found.values for found in split(made, body)] == [
        {"no": "A1", "count": 2},
        {"no": "A2", "count": 3},
    ]


def test_the_named_sheet_is_read_and_an_unknown_one_is_refused_with_those_there_are():
    body = workbook({"Notes": sheet([["hello"]]), "Orders": sheet([["no"], ["A1"]])})
    assert only(split(shop(excel(sheet="Orders")), body)).key == "A1"
    assert refusal(shop(excel(sheet="Order")), body) == (
        "the workbook has no sheet 'Order'",
        "did you mean 'Orders'?",
    )


def test_numbers_longer_than_a_spreadsheet_keeps_are_refused():
    body = workbook({"Orders": sheet([["no"], [12345678901234567], [123456789012345]])})
    long, short = split(shop(), body)
    expected = "Orders row 2: '12345678901234568' for 'no' was kept as a number: a spreadsheet"
    assert told([long]) == [f"{expected} keeps 15 digits of one"]
    assert hint(long.faults[0]) == "format the column as text and enter the value again"
    assert short.key == "123456789012345"


def test_dates_are_of_the_mappings_zone_whatever_the_format_of_texts():
    rows = [
        ["no", "at", "on"],
        ["A1", moment("B2", 46027.0214699074), day("C2", 46027)],
        ["A2", "2026/01/05 00:31", "05.01.2026"],
    ]
    made = program(
        {
            "no": cell_item("no"),
            "at": cell_item("at", "time", format="yyyy/MM/dd HH:mm"),
            "on": cell_item("on", "date", format="dd.MM.yyyy"),
        },
        excel(),
    )
    real, typed = split(made, workbook({"Orders": sheet(rows)}))
    assert real.values["at"] == datetime(2026, 1, 4, 16, 30, 55, tzinfo=UTC)
    assert typed.values["at"] == datetime(2026, 1, 4, 16, 31, tzinfo=UTC)
    assert (real.values["on"], typed.values["on"]) == (date(2026, 1, 5), date(2026, 1, 5))


def test_a_day_cell_is_its_first_moment_where_a_time_is_wanted():
    body = workbook({"Orders": sheet([["no", "at"], ["A1", day("B2", 46027)]])})
    assert only(split(shop(at="time"), body)).values["at"] == datetime(2026, 1, 4, 16, tzinfo=UTC)


def test_a_formula_counts_as_the_value_that_was_saved_with_it():
    rows = [
        ["no", "count"],
        ["A1", '<c r="B2"><f>HYPERLINK("http://evil.example")</f><v>7</v></c>'],
        ["A2", '<c r="B3"><f>1+1</f></c>'],
        ["A3", '<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c>'],
    ]
    saved, unsaved, broken = split(shop(count="integer"), workbook({"Orders": sheet(rows)}))
    assert saved.values == {"no": "A1", "count": 7}
    assert unsaved.values == {"no": "A2"}
    assert told([broken]) == ["Orders row 4: the cell for 'count' shows an error"]


def test_a_column_without_name_is_left_alone():
    body = workbook({"Orders": sheet([["no", None, "count"], ["A1", "a note", 2]])})
    assert only(split(shop(count="integer"), body)).values == {"no": "A1", "count": 2}


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["no", "no"], "the column 'no' stands twice in the header (line 1)"),
        (["number"], "the file has no column 'no', which the mapping reads"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(header, message):
    body = workbook({"Orders": sheet([header, ["A1", "A2"]])})
    assert refusal(shop(), body)[0] == message


def test_two_cells_far_apart_are_refused_before_anything_is_loaded():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>'
    body = workbook({"Orders": sheet([[]]).replace("</sheetData>", f"{rows}</sheetData>")})
    assert len(body) < 3000
    assert refusal(shop(), body) == (
        "a sheet's cells span 1048576 rows and 16384 columns, more than 2000000 cells",
        "clear the cells far from the table",
    )


def test_a_gap_hidden_from_the_scan_meets_the_limit_of_memory():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="&#88;FD1048576"><v>1</v></c></row>'
    )
    body = workbook({"Orders": sheet([[]]).replace("</sheetData>", f"{rows}</sheetData>")})
    message, _ = refusal(shop(), body)
    assert message in (
        "reading the workbook took more than 768 MB or 30 s",
        "the file is not an Excel workbook (.xlsx)",
    )


def test_a_workbook_that_unpacks_too_far_is_refused_unread():
    body = workbook({"Orders": sheet([["no"], ["A1"]])}, {"xl/media/x.bin": b"\0" * 5_000_000})
    message, _ = refusal(shop(), body)
    assert message.startswith("'xl/media/x.bin' in the zip file is compressed ")
    assert message.endswith(" to 1, more than 200 to 1")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"no\nA1\n", "the zip file is damaged"),
        (b"PK\x03\x04 cut off", "the zip file is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, None),
        (b"", "the message is empty"),
    ],
)
def test_what_is_no_workbook_is_refused(body, message):
    assert refusal(shop(), body)[0] == (
        message or "the workbook has a password or is in the format of Excel 97"
    )


def test_an_ordinary_zip_file_is_no_workbook():
    import zipfile
    from io import BytesIO

    into = BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr("orders.csv", "no\nA1\n")
    assert refusal(shop(), into.getvalue()) == (
        "the file is not an Excel workbook (.xlsx)",
        "save it as .xlsx",
    )


def test_a_workbook_whose_parts_are_broken_is_refused():
    body = workbook({"Orders": "<worksheet><sheetData><row"})
    assert refusal(shop(), body)[0] == "the file is not an Excel workbook (.xlsx)"


def test_rows_are_joined_wherever_they_stand():
    rows = [["no", "sku"], ["A1", "x"], ["A2", "y"], ["A1", "z"]]
    made = program({"no": cell_item("no")}, excel(), group_by=("no",))
    assert [found.key for found in split(made, workbook({"Orders": sheet(rows)}))] == ["A1", "A2"]


def test_an_expression_reads_whole_numbers_as_such():
    body = workbook({"Orders": sheet([["no", "count"], ["A1", 3]])})
    made = program({"no": cell_item("no"), "more": item("=raw.count + 1", "integer")}, excel())
    assert only(split(made, body)).values == {"no": "A1", "more": 4}
