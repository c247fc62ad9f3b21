"""Whatever bytes come: each reader gives items or refuses the message, and nothing else."""

import gzip
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.mapping.building import (
    PLACE,
    csv_source,
    fixed_source,
    item,
    json_source,
    lines,
    path,
    program,
    split,
)
from tests.mapping.workbooks import sheet, workbook

from orderloom.definition.mapping import Source
from orderloom.errors import MessageRejected
from orderloom.flow.message import FailedItem

ENCODINGS = ("auto", "utf-8", "gbk")
SKU = {"sku": item("sku", name="sku")}


def source(kind, encoding, **more):
    return Source(format=kind, place=PLACE, encoding=encoding, **more)


def readers():
    """One mapping per format and encoding."""
    found = {}
    for encoding in ENCODINGS:
        note = {"note": item("note")}
        found["csv", encoding] = program(note, csv_source(encoding=encoding))
        grouped = {"lines": lines({"note": item("note")}, each="=rows")}
        found["csv rows", encoding] = program(
            grouped, csv_source(encoding=encoding, separator=";"), group_by=("no",)
        )
        for unit in ("bytes", "characters"):
            columns = fixed_source(
                ("no", 0, 3), ("note", 3, 9), encoding=encoding, in_bytes=unit == "bytes"
            )
            found[f"fixed {unit}", encoding] = program(note, columns)
        found["form", encoding] = program(note, source("form", encoding))
        found["json", encoding] = program(
            note | {"lines": lines(SKU)}, json_source("rows[*]", encoding=encoding)
        )
        found["xml", encoding] = program(note, source("xml", encoding, each=path("rows.row[*]")))
    return MappingProxyType(found)


READERS = readers()
EXCEL = program({"note": item("note")}, source("excel", "auto"))

WHOLE = {
    "csv": "no,note\n1,订单\n2,𠮷\n",
    "csv rows": 'no;note\n1;订单\n1;"a;b"\n',
    "fixed bytes": "1  订单  \n2  𠮷    \n",
    "fixed characters": "1  订单    \n2  𠮷     \n",
    "form": "no=1&note=%E8%AE%A2&note=2",
    "json": '{"rows": [{"no": "1", "note": "订单", "lines": [{"sku": "\\ud842\\udfb7"}]}]}',
    "xml": '<?xml version="1.0"?><rows><row><no>1</no><note a="b">订单</note></row></rows>',
}
MARKS = [BOM_UTF8, BOM_UTF8 * 2, BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF8[:1], BOM_UTF8[:2]]
PIECES = st.sampled_from(
    [
        *MARKS,
        *(b"\0", b"\r", b"\n", b"\r\n", b'"', b'="1"', b"\xff", b"\x80", b"\x81", b"\x810\x810"),
        *(b"\xe3\x32\x9a\x35", b"\xfe\x50", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc2\x85"),
        *(
            "\u2028\ufeff\u0085".encode(),
            b"<",
            b">",
            b"&",
            b"&#0;",
            b"&#xd800;",
            b"]]>",
            b"<![CDATA[",
        ),
        *(
            b"<!DOCTYPE a>",
            b"<?",
            b"?>",
            b"%",
            b"%00",
            b"%EF%BB%BF",
            b"%ff",
            b"\\ud800",
            b"\\u0000",
        ),
        *(b"1e999999999", b"-0", b"1E400", b"9" * 5_000, b"NaN", b"[", b"]", b"{", b"}", b"null"),
        *(b"xmlns:x='y' x:a=", b'encoding="utf-16"', b'encoding="big5"', b"'", b";", b",", b"&&="),
    ]
) | st.binary(max_size=6)
EDITS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 8), PIECES), max_size=5)
CODECS = st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-be", "big5hkscs"])


@st.composite
def damaged(draw):
    """A file of some format, written in some encoding and then damaged in a few places."""
    kind = draw(st.sampled_from(sorted(WHOLE)))
    body = draw(st.sampled_from([b"", *MARKS])) + WHOLE[kind].encode(draw(CODECS), "replace")
    return kind, edited(body, draw(EDITS))


def edited(body, edits):
    for place, length, piece in edits:
        at = place % (len(body) + 1)
        body = body[:at] + piece + body[at + length :]
    return body


def counted_or_rejected(made, body):
    """Items, each with a place of its own, or one refusal with a code: never another exception."""
    try:
        found = split(made, body)
    except MessageRejected:
        return
    assert [one.position for one in found] == list(range(len(found)))
    assert all(one.faults for one in found if isinstance(one, FailedItem))


@pytest.mark.parametrize("kind", sorted(WHOLE))
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("marks", [1, 2, 3])
def test_byte_order_marks_stop_no_reader(kind, encoding, marks):
    counted_or_rejected(READERS[kind, encoding], BOM_UTF8 * marks + WHOLE[kind].encode())


def law_of_damaged_files(examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(file=damaged(), encoding=st.sampled_from(ENCODINGS))
    @example(file=("csv", BOM_UTF8 * 2 + b"no\n1\n"), encoding="gbk")
    def law(file, encoding):
        kind, body = file
        counted_or_rejected(READERS[kind, encoding], body)

    return law


def law_of_any_bytes(examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(reader=st.sampled_from(sorted(READERS)), body=st.binary(max_size=200))
    def law(reader, body):
        counted_or_rejected(READERS[reader], body)

    return law


def zipped(members):
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in members.items():
            packed.writestr(name, body)
    return into.getvalue()


def law_of_damaged_archives(examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(file=damaged(), encoding=st.sampled_from(ENCODINGS), edits=EDITS)
    @example(file=("csv", gzip.compress(b"no\n1\n")), encoding="auto", edits=[])
    def law(file, encoding, edits):
        kind, body = file
        packed = zipped({"a.txt": body, "订单/b.txt": WHOLE[kind]})
        counted_or_rejected(READERS[kind, encoding], edited(packed, edits))

    return law


PARTS = st.sampled_from(
    ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
)


def law_of_damaged_workbooks(examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(edits=EDITS, inside=st.none() | PARTS)
    def law(edits, inside):
        whole = workbook({"orders": sheet([["no", "note"], [1, "订单"], ["2", None]])})
        if inside is None:
            counted_or_rejected(EXCEL, edited(whole, edits))
            return
        with zipfile.ZipFile(BytesIO(whole)) as opened:
            members = {name: opened.read(name) for name in opened.namelist()}
        if inside in members:
            members[inside] = edited(members[inside], edits)
        counted_or_rejected(EXCEL, zipped(members))

    return law


test_a_damaged_file_is_split_or_rejected = law_of_damaged_files(400)
test_any_bytes_are_split_or_rejected_by_every_reader = law_of_any_bytes(300)
test_a_damaged_archive_is_split_or_rejected = law_of_damaged_archives(150)
test_a_damaged_workbook_is_split_or_rejected = law_of_damaged_workbooks(12)

test_many_damaged_files = pytest.mark.nightly(law_of_damaged_files(20_000))
test_many_bytes = pytest.mark.nightly(law_of_any_bytes(20_000))
test_many_damaged_archives = pytest.mark.nightly(law_of_damaged_archives(5_000))
test_many_damaged_workbooks = pytest.mark.nightly(law_of_damaged_workbooks(400))
