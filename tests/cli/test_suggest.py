"""Similar past records: which, with what reason, and what is not told."""

import json

import pytest
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid

from orderloom.app.application import open_application
from orderloom.cli.stores import store_url

FLOW = """
kind: flow
id: desk
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {note: {fields: all}}}
---
kind: record
id: note
identity: [no]
fields:
  no: text
  shop: text
  said: {type: text, alias: 说法}
  secret: {type: text, sensitive: true}
SUGGEST
---
kind: mapping
id: notes
record: note
read: {format: json, each: "n[*]"}
zone: UTC
fields: {no: no, shop: shop, said: said, secret: secret}
"""
SUGGEST = "suggest: {from: {record: note, where: shop == this.shop}, on: [said, secret], top: 2}"
NOTES = [
    {"no": "1", "shop": "a", "said": "The cup arrived broken", "secret": "born in Ningbo"},
    {"no": "2", "shop": "a", "said": "cups were BROKEN on arrival"},
    {"no": "3", "shop": "a", "said": "杯子碎了", "secret": "who knows"},
    {"no": "4", "shop": "b", "said": "The cup arrived broken"},
    {"no": "5", "shop": "a", "said": "never came"},
    {"no": "6", "shop": "a", "said": "My cup arrived broken", "secret": "lives in Ningbo"},
]


@pytest.fixture
def desk(tmp_path):
    """A flow with notes, of which it may be said at first that none is suggested."""
    folder = tmp_path / "desk"
    folder.mkdir()
    write(folder, SUGGEST)
    return folder


def write(folder, suggest):
    (folder / "flow.yaml").write_text(FLOW.replace("SUGGEST", suggest), encoding="utf-8")


def take_in(folder, notes=NOTES):
    file = folder.parent / "notes.json"
    file.write_text(json.dumps({"n": notes}), encoding="utf-8")
    answer = call("run", folder, "--input", file)
    assert answer.code == 0, answer.err


def suggested(folder, record):
    answer = call("suggest", record, "--flow", folder, "--format", "json")
    assert_valid(answer.document, "suggest")
    return answer.document["suggestions"]


def test_the_most_alike_come_first_with_what_they_share(desk):
    take_in(desk)
    first, second = suggested(desk, "note/6")
    assert (first["key"], first["score"]) == ("1", "0.81")
    assert first["shared"] == {"said": ["arrived", "broken", "cup"], "secret": ["****"]}
    assert first["texts"] == {"said": "The cup arrived broken", "secret": "bor****ngbo"}
    assert second["key"] == "2"
    assert second["shared"] == {"said": ["broken", "arriv", "cup"]}


def test_it_is_told_in_both_languages_and_secrets_in_none(desk):
    take_in(desk)
    english = call("suggest", "note/6", "--flow", desk)
    assert english.out.splitlines()[:2] == [
        "note 1  81 % alike",
        "  both have in said: arrived, broken, cup",
    ]
    chinese = call("suggest", "note/6", "--flow", desk, lang="zh").out
    assert "note 1  相似度 81%\n  said 中都有：arrived, broken, cup" in chinese
    assert "ningbo" not in (english.out + chinese).lower()
    assert call("suggest", "note/5", "--flow", desk).out == "nothing is like it\n"


def test_what_was_there_before_is_found_once_it_is_sought(desk):
    write(desk, "")
    take_in(desk)
    answer = call("suggest", "note/6", "--flow", desk)
    assert (answer.code, answer.err.splitlines()[0]) == (
        2,
        "error[OL076]: nothing is suggested for a note",
    )
    write(desk, SUGGEST)
    take_in(desk)  # puts the version in force; the notes are there already
    assert [each["key"] for each in suggested(desk, "note/6")] == ["1", "2"]


def test_what_changed_is_found_by_what_it_says_now(desk):
    take_in(desk)
    take_in(desk, [{"no": "1", "shop": "a", "said": "never came", "secret": None}])
    assert [each["key"] for each in suggested(desk, "note/5")] == ["1"]
    assert suggested(desk, "note/5")[0]["score"] == "1.00"
    assert [each["key"] for each in suggested(desk, "note/6")] == ["2"]


def test_no_piece_of_a_secret_stands_in_the_store(desk):
    take_in(desk)
    store = desk / ".orderloom" / "orderloom.db"
    files = [store, *store.parent.glob("orderloom.db-*")]
    assert not any(b"ningbo" in file.read_bytes().lower() for file in files)
    with open_application(desk, store_url(None, desk)) as app, app.stores.reader() as reader:
        assert list(reader.alike("note", ["nin", "gbo"], 10)) == [
            note.id for note in reader.all("note") if note.values["no"] in {"1", "6"}
        ]


def test_among_very_many_that_are_alike_what_is_rare_decides(desk):
    common = [{"no": str(n), "shop": "a", "said": "my cup arrived"} for n in range(1_100)]
    rare = {"shop": "a", "said": "my cup arrived in Vladivostok"}
    take_in(desk, [*common, rare | {"no": "far"}, rare | {"no": "again"}])
    first, second = suggested(desk, "note/again")
    assert (first["key"], first["score"]) == ("far", "1.00")
    assert second["shared"] == {"said": ["arrived", "cup", "my"]}
    assert len(suggested(desk, "note/7")) == 2
