"""An installation is examined part by part, and each finding says what to do."""

import shutil
import sqlite3

import pytest
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid


@pytest.fixture(autouse=True)
def given_master_key(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_MASTER_KEY", "A" * 43 + "=")


def examined(desk, *more, code=0):
    answer = call("doctor", desk, *more, "--format", "json")
    assert answer.code == code, answer.out + answer.err
    assert_valid(answer.document, "doctor")
    return answer.document


def wrong(document):
    return {each["check"]: each["code"] for each in document["findings"] if each["level"] != "fine"}


def changed(store, words):
    with sqlite3.connect(store) as connection:
        connection.execute(words)
    connection.close()


def test_a_sound_installation_is_fine_and_its_tables_are_told(desk, take):
    take(desk, *range(1, 30))
    told = examined(desk, "--ask")
    assert wrong(told) == {}
    checks = [each["check"] for each in told["findings"]]
    assert checks[:8] == [
        *("configuration", "database", "integrity", "schema", "master key"),
        *("clock", "disk", "work"),
    ]
    assert ("connection", "out") in [(each["check"], each["name"]) for each in told["findings"]]
    tables = {each["name"]: each for each in told["tables"]}
    assert tables["records"]["rows"] >= 29
    assert tables["journal"]["bytes"] > tables["schedules"]["bytes"] == 0
    assert tables["journal"]["daily"] * 7 == pytest.approx(tables["journal"]["bytes"], rel=0.01)


def test_the_master_key_of_another_store_is_an_error(desk, take, monkeypatch):
    take(desk, 1)
    monkeypatch.setenv("ORDERLOOM_MASTER_KEY", "B" * 43 + "=")
    told = examined(desk, code=1)
    assert wrong(told)["master key"] == "OL092"


def test_a_broken_flow_and_a_store_that_lacks_revisions_are_errors(desk, take, store):
    take(desk, 1)
    changed(store, "UPDATE alembic_version SET version_num = '0001'")
    assert wrong(examined(desk, code=1)) == {"schema": "OL044"}
    (desk / "flow.yaml").write_text("kind: nothing", "utf-8")
    told = examined(desk, code=1)
    assert wrong(told) == {"configuration": "OL096"}
    assert told["findings"][0]["do"]["zh"] == "用 orderloom check 查看"


def test_damage_is_found_and_nothing_else_is_tried(desk, take, store):
    take(desk, *range(1, 80))
    raw = bytearray(store.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 12_000] = bytes(12_000)
    store.write_bytes(raw)
    assert wrong(examined(desk, code=1)) == {"integrity": "OL084"}


def test_a_clock_behind_what_the_store_has_seen_is_an_error(desk, take, store):
    take(desk, 1)
    changed(store, "UPDATE journal SET at = at + 3600000000")
    clock = next(each for each in examined(desk, code=1)["findings"] if each["check"] == "clock")
    assert clock["code"] == "OL097"
    assert 3_500 < int(clock["facts"]["seconds"]) <= 3_600


def test_work_that_nobody_does_and_calls_that_are_stopped_are_warnings(desk, take, store):
    take(desk, 1)
    changed(store, "UPDATE inbox SET finished = 0, received_at = received_at - 3600000000")
    (desk / "outgoing.stopped").touch()
    told = examined(desk)
    assert wrong(told) == {"work": "OL045", "outgoing": "OL866"}


def test_what_has_no_store_is_a_wrong_call_and_both_languages_are_spoken(desk, take):
    assert call("doctor", desk).code == 2
    take(desk, 1)
    assert call("doctor", desk, lang="zh").out.startswith("正常：配置\n正常：数据库\n")
    assert "fine: connection out\n" in call("doctor", desk).out
    shutil.rmtree(desk / ".orderloom")
    assert call("doctor", desk).err.startswith("error[OL673]")
