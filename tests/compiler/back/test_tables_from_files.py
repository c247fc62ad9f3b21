"""Tables whose rows lie in a file beside the definitions."""

from decimal import Decimal

import pytest
from tests.mapping.workbooks import sheet, workbook

from orderloom.app.checking import check_folder
from orderloom.codes.render import to_text
from orderloom.compiler.sheets import MAX_SHEET_BYTES

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {case: {fields: all}}}
---
kind: table
id: freight
columns:
  weight: {type: decimal, match: band}
  city: {type: text, match: any_of}
  fee: {type: money, currency: CNY}
file: FILE
else: {fee: CNY 20}
"""
ROWS = "weight,city,fee,note\n..1.5,杭州 | 上海,CNY 6,x\n1.5..,杭州,CNY 8.50,\n"


@pytest.fixture
def flow(tmp_path):
    folder = tmp_path / "shop"
    (folder / "data").mkdir(parents=True)

    def check(name, raw=None):
        (folder / "flow.yaml").write_text(FLOW.replace("FILE", name), encoding="utf-8")
        if raw is not None:
            (folder / name).write_bytes(raw)
        return check_folder(folder)

    return check


def told(checked):
    return [
        (each.code, each.place.line, each.place.column)
        for each in checked.diagnostics
        if each.severity == "error"
    ]


def picked(checked, *values):
    assert checked.diagnostics == ()
    return checked.flow.tables["freight"].picker.pick(values)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_are_read_from_csv_in_any_encoding_that_spreadsheets_write(flow, encoding):
    checked = flow("data/freight.csv", ROWS.encode(encoding))
    assert str(picked(checked, Decimal("1.49"), "上海")["fee"]) == "CNY 6"
    assert str(picked(checked, Decimal("1.5"), "杭州")["fee"]) == "CNY 8.50"
    assert str(picked(checked, Decimal("1.5"), "上海")["fee"]) == "CNY 20"


def test_rows_are_read_from_a_workbook(flow):
    rows = [["weight", "city", "fee"], ["..1.5", "-", "CNY 6"], ["1.5..", "杭州", "CNY 8.50"]]
    checked = flow("freight.xlsx", workbook({"Freight": sheet(rows)}))
    assert str(picked(checked, Decimal(1), None)["fee"]) == "CNY 6"


def test_a_cell_is_told_by_row_and_column(flow):
    checked = flow("freight.csv", ROWS.replace("CNY 8.50", "8.50").encode())
    assert told(checked) == [("OL403", 3, 3)]
    assert (
        to_text(checked.diagnostics[0], None, "en").partition(": ")[0].endswith("freight.csv:3:3")
    )


def test_the_files_bytes_are_part_of_the_version(flow):
    first, again = flow("a.csv", ROWS.encode()), flow("a.csv", ROWS.encode())
    other = flow("a.csv", ROWS.replace("6,x", "6,y").encode())
    assert first.flow.digest == again.flow.digest
    assert other.flow.digest != first.flow.digest


def test_a_link_is_not_followed_even_inside_the_flow(flow, tmp_path):
    (tmp_path / "outside.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "shop/inside.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "shop/link.csv").symlink_to(tmp_path / "outside.csv")
    (tmp_path / "shop/near.csv").symlink_to("inside.csv")
    (tmp_path / "shop/folder").symlink_to(tmp_path)
    for name in ("link.csv", "near.csv", "folder/outside.csv", "data/../inside.csv"):
        assert told(flow(name)) == [("OL297", 16, 7)]


def test_a_file_that_is_too_large_is_not_read(flow):
    assert told(flow("a.csv", b"x" * (MAX_SHEET_BYTES + 1))) == [("OL298", 16, 7)]


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"", "OL503"), (b"PK\x03\x04", "OL285"), (b'weight,city,fee\n"1', "OL525")],
)
def test_bytes_that_are_no_rows_are_told_at_the_file(flow, raw, code):
    ((found, line, _),) = told(flow("a.csv", raw))
    assert (found, line) == (code, 1)
