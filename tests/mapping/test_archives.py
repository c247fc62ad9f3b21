import zipfile
from io import BytesIO

import pytest
from tests.mapping.building import (
    csv_source,
    json_source,
    message,
    program,
    said,
    split,
    told,
)
from tests.mapping.test_form_rows import named

from orderloom.errors import MessageRejected

TABLE = program({"no": named("no")}, csv_source())


def packed(*members, mode=zipfile.ZIP_DEFLATED):
    into = BytesIO()
    with zipfile.ZipFile(into, "w", mode) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return into.getvalue()


def refusal(body):
    with pytest.raises(MessageRejected) as caught:
        split(TABLE, body)
    return said(caught.value)


def test_members_are_read_one_after_the_other_and_named_in_every_place():
    body = packed(("a.csv", "no\nA1\nA2\n"), ("day/b.csv", "no\nA3,x\n"))
    items = split(TABLE, body)
    assert [(found.position, found.where) for found in items] == [
        (0, "a.csv: row 1 (line 2)"),
        (1, "a.csv: row 2 (line 3)"),
        (2, "day/b.csv: row 1 (line 2)"),
    ]
    assert told(items) == ["day/b.csv: row 1 (line 2): the row has 2 cells, the header 1"]


def test_a_member_that_cannot_be_read_is_one_failed_item_and_the_rest_go_on():
    items = split(TABLE, packed(("a.csv", "number\nA1\n"), ("b.csv", "no\nA2\n")))
    assert told(items) == ["a.csv: the file has no column 'no', which the mapping reads"]
    assert [getattr(found, "key", None) for found in items] == [None, "A2"]


def test_rows_are_joined_within_a_member():
    made = program({"no": named("no")}, csv_source(), group_by=("no",))
    body = packed(("a.csv", "no\nA1\nA1\n"), ("b.csv", "no\nA1\n"))
    assert [found.where for found in split(made, body)] == [
        "a.csv: row 1 (line 2)",
        "b.csv: row 1 (line 2)",
    ]


def test_other_formats_come_in_archives_too():
    made = program({}, json_source("orders[*]"))
    assert split(made, packed(("a.json", '{"orders": [{"no": "A1"}]}')))[0].key == "A1"


def test_the_same_archive_gives_the_same_items_from_any_start():
    body = packed(("a.csv", "no\nA1\nA2\n"), ("b.csv", "no\nA3\n"))
    whole = split(TABLE, body)
    assert [list(TABLE.split(message(body), start)) for start in range(4)] == [
        whole[start:] for start in range(4)
    ]


def test_folders_and_what_a_mac_adds_are_passed_over():
    body = packed(("day/", ""), ("__MACOSX/._a.csv", b"\0\5"), ("a.csv", "no\nA1\n"))
    assert [found.where for found in split(TABLE, body)] == ["a.csv: row 1 (line 2)"]


@pytest.mark.parametrize(
    "name", ["../a.csv", "a/../../b.csv", "/etc/passwd", "C:x.csv", "a\\b.csv", "a\nb.csv", "./a"]
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    shown = name.replace("\n", "\\n")
    found = refusal(packed((name, "no\nA1\n")))
    assert found.endswith("in the archive leads out of it or cannot be a file's name")
    assert shown in found or "\n" in name


def test_a_link_is_refused():
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    assert refusal(packed((link, "/etc/passwd"))) == "'a.csv' in the archive is a link"


@pytest.mark.parametrize(
    ("inner", "kind"),
    [(packed(("a.csv", "x")), "zip"), (b"\x1f\x8b\x08", "gzip"), (b"Rar!\x1a", "rar")],
)
def test_an_archive_in_an_archive_is_refused(inner, kind):
    assert refusal(packed(("a.csv", inner))) == (
        f"'a.csv' in the archive is an archive itself ({kind})"
    )


def test_one_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        body = packed(("a.csv", "no\nA1\n"), ("a.csv", "no\nA2\n"))
    assert refusal(body) == "'a.csv' stands twice in the archive"


def test_more_than_a_hundred_members_are_refused():
    body = packed(*((f"{number}.csv", "no\n") for number in range(101)))
    assert refusal(body) == (
        "the zip file has 101 members, more than 100, or an oversized directory"
    )


def test_a_member_that_unpacks_too_far_is_refused():
    assert refusal(packed(("a.csv", b"0" * 3_000_000))).startswith(
        "'a.csv' in the zip file is compressed "
    )


def test_members_that_are_too_big_together_are_refused():
    noise = bytes(range(256)) * 4096 * 26
    body = packed(("a.csv", noise), ("b.csv", noise), mode=zipfile.ZIP_STORED)
    assert refusal(body) == "the zip file unpacks to more than 52428800 bytes"


def test_a_directory_that_lies_about_sizes_does_not_help():
    body = bytearray(packed(("a.csv", b"0" * 60_000_000)))
    for mark, offset in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        at = body.rindex(mark)
        body[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
    assert refusal(bytes(body)) == "the zip file is damaged"


def test_an_encrypted_member_is_refused():
    body = bytearray(packed(("a.csv", "no\nA1\n")))
    for mark, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        body[body.index(mark) + offset] |= 1
    assert refusal(bytes(body)) == (
        "'a.csv' in the zip file is encrypted or packed in an unusual way"
    )


@pytest.mark.parametrize("cut", [5, 30, 60])
def test_a_damaged_archive_is_refused(cut):
    assert refusal(packed(("a.csv", "no\nA1\n"))[:-cut]) == "the zip file is damaged"


def test_an_archive_without_files_is_refused():
    assert refusal(packed()) == "the archive holds no file"
    assert refusal(packed(("day/", ""))) == "the archive holds no file"
