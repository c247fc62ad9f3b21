"""Files that people attach to records: taken, refused, fetched, erased."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.program import call

from orderloom.app.file_kinds import KINDS, LONGEST_NAME, file_name

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [en]
environments: {test: {hosts: [], publish: [desk]}}
---
{kind: role, id: desk, see: {order: {fields: all, sensitive: clear}}}
---
{kind: role, id: guest, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  label: {type: file, edit: [desk]}
  photos: {type: list, of: file, edit: [desk]}
---
kind: mapping
id: orders
record: order
read: {format: csv}
zone: Asia/Shanghai
fields: {no: no}
"""
PDF = b"%PDF-1.7 a label with SECRET-CANARY on it"
PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def shop(tmp_path, monkeypatch):
    (tmp_path / "flow").mkdir()
    (tmp_path / "flow" / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "orders.csv").write_text("no\nA1\nA2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert call("run", "flow", "--input", "orders.csv").code == 0
    return tmp_path


def attach(field, file, *, body=PDF, who="desk/Li", record="A1"):
    if body is not None:
        with open(file, "wb") as opened:  # noqa: PTH123 - a short name in the test's own folder
            opened.write(body)
    return call("attach", record, field, file, "--as", who, "--flow", "flow", "--format", "json")


def fetch(field, *more, record="A1"):
    arguments = ("--as", "desk", "--flow", "flow", "--format", "json")
    return call("fetch", record, field, *more, *arguments)


def test_a_file_comes_back_byte_for_byte(shop):
    answer = attach("label", "label.pdf")
    assert (answer.code, answer.document["outcome"]) == (0, "applied")
    saved = fetch("label", "--to", "again.pdf").document
    assert (shop / "again.pdf").read_bytes() == PDF
    assert (saved["name"], saved["type"], saved["size"]) == ("label.pdf", "application/pdf", 41)
    assert len(saved["hash"]) == 64


def test_what_is_attached_is_shown_to_nobody_by_the_way(shop):
    told = attach("label", "label.pdf").out
    story = call("explain", "A1", "--flow", "flow").out
    assert "****" in story
    for text in (told, story):
        assert "label.pdf" not in text.replace('"label"', "")
    database = b"".join(each.read_bytes() for each in (shop / "flow" / ".orderloom").iterdir())
    assert b"SECRET-CANARY" not in database
    assert b"label.pdf" not in database


def test_a_list_of_files_grows_by_each(shop):
    attach("photos", "one.png", body=PNG)
    attach("photos", "two.png", body=PNG + b"2")
    fetch("photos", "--to", "newest")
    fetch("photos", "--name", "one.png", "--to", "first")
    assert (shop / "newest").read_bytes() == PNG + b"2"
    assert (shop / "first").read_bytes() == PNG


@pytest.mark.parametrize(
    ("file", "body", "said"),
    [
        ("label.exe", b"MZ", "error[OL948]: the file 'label.exe' is of no kind"),
        ("label", PDF, "error[OL948]: the file 'label' is of no kind"),
        ("label.svg", b"<svg onload='x'/>", "error[OL948]"),
        ("label.html", b"<script>", "error[OL948]"),
        ("label.pdf", b"MZ\x90", "error[OL949]: the file 'label.pdf' does not begin as"),
        ("label.txt", b"a\0b", "error[OL949]"),
        ("label.pdf", b"", "error[OL947]: the file 'label.pdf' has 0 bytes"),
        ("label.txt", b"x" * (10 * 1024 * 1024 + 1), "error[OL947]"),
        ("label.xlsx", b"not a zip", "error[OL949]"),
        (".", None, "error[OL643]: the file '.' cannot be read"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing(shop, file, body, said):
    answer = call_plain("label", file, body)
    assert answer.code == 2 if "OL643" in said else answer.code
    assert answer.err.startswith(said)
    assert rows(shop) == 0
    assert fetch("label").document["error"]["code"] == "OL957"


def call_plain(field, file, body):
    if body is not None:
        with open(file, "wb") as opened:  # noqa: PTH123 - as above
            opened.write(body)
    return call("attach", "A1", field, file, "--as", "desk", "--flow", "flow")


def rows(shop):
    with sqlite3.connect(shop / "flow" / ".orderloom" / "orderloom.db") as database:
        return database.execute("SELECT count(*) FROM files").fetchone()[0]


def test_whoever_may_not_edit_the_field_attaches_nothing(shop):
    answer = attach("label", "label.pdf", who="guest")
    assert (answer.code, answer.document["outcome"]) == (1, "refused")
    assert rows(shop) == 0


def test_a_bomb_is_kept_as_it_is_and_never_opened(shop):
    bomb = b"PK\x03\x04" + b"\xff" * 1000
    assert attach("label", "bomb.zip", body=bomb).code == 0
    doctype = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert attach("photos", "bomb.xml", body=doctype).code == 0
    fetch("label", "--to", "bomb.out")
    assert (shop / "bomb.out").read_bytes() == bomb


def test_what_holds_no_file_takes_none(shop):
    assert call_plain("no", "a.pdf", PDF).err.startswith(
        "error[OL955]: 'order' has no field 'no' for files; it has: label, photos"
    )
    answer = call("change", "A1", "--set", "label=a.pdf", "--as", "desk", "--flow", "flow")
    assert answer.code == 1


def test_a_file_goes_with_its_record(shop):
    attach("label", "label.pdf")
    attach("label", "label.pdf", record="A2", body=PNG.replace(PNG, PDF + b"2"))
    assert call("erase", "A1", "--as", "desk", "--flow", "flow").code == 0
    assert fetch("label").document["error"]["code"] == "OL957"
    assert fetch("label", "--to", "kept", record="A2").code == 0
    assert rows(shop) == 1


def test_whoever_sees_a_mask_fetches_nothing(shop):
    attach("label", "label.pdf")
    answer = call("fetch", "A1", "label", "--as", "guest", "--flow", "flow", "--to", "stolen")
    assert answer.err.startswith("error[OL969]: guest does not see 'label' in the clear")
    assert not (shop / "stolen").exists()


def test_nothing_that_is_there_is_written_over(shop):
    attach("label", "label.pdf")
    (shop / "mine").write_bytes(b"mine")
    assert fetch("label", "--to", "mine").document["error"]["code"] == "OL964"
    assert (shop / "mine").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("label.pdf", "label.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\面单.PDF", "面单.PDF"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("con.txt", "_con.txt"),
        ("LPT1.tar.txt", "_LPT1.tar.txt"),
        (" .. .txt", "txt"),
        ("a\0b\nc.txt", "abc.txt"),
        ("a:b|c?.txt", "a_b_c_.txt"),
        ("a.txt...", "a.txt"),
        ("", "file"),
        ("..", "file"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_made_safe(given, safe):
    assert file_name(given) == safe


@given(st.text(max_size=300) | st.sampled_from([f"a.{kind}" for kind in KINDS]))
def test_a_safe_name_stays_and_is_one(given):
    safe = file_name(given)
    assert file_name(safe) == safe
    assert 0 < len(safe) <= LONGEST_NAME
    assert not set(safe) & set('/\\<>:"|?*\0\n\r\u202e')
    assert not safe.startswith((".", " "))
    assert not safe.endswith((".", " "))
