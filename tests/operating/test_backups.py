"""Backups: whole while others write, only put back where they belong, without the master key."""

import base64
import json
import shutil

import pytest
from tests.cli.program import call, start
from tests.cli.test_outputs import assert_valid

from orderloom.app.application import open_application

KEYS = "SELECT key FROM records WHERE type = 'order' ORDER BY key"


def backed_up(desk, name="b.db"):
    file = desk.parent / name
    answer = call("backup", file, "--flow", desk, "--format", "json")
    assert answer.code == 0, answer.err
    assert_valid(answer.document, "backup")
    return file, answer


def restored(desk, file, *more):
    answer = call("restore", file, "--flow", desk, *more, "--format", "json")
    assert answer.code == 0, answer.err
    assert_valid(answer.document, "restore")
    return answer


def refused(desk, file, *more):
    answer = call("restore", file, "--flow", desk, *more, "--format", "json")
    assert answer.code in {1, 2}
    assert_valid(answer.document, "error")
    return answer.document["error"]


def test_a_store_comes_back_as_it_was(desk, take, store, rows):
    take(desk, 1, 2)
    file, told = backed_up(desk)
    assert told.document["environment"] == "test"
    assert told.document["rows"]["records"] >= 2
    assert file.stat().st_mode & 0o077 == 0
    take(desk, 3)
    done = restored(desk, file, "--replace").document
    assert rows(store, KEYS) == [("1",), ("2",)]
    assert rows(desk / done["kept"].rpartition("/desk/")[2], KEYS) == [("1",), ("2",), ("3",)]
    assert "secret of 1" not in file.read_bytes().decode("latin-1")
    shown = call("records", "order", "--flow", desk, "--format", "json").document
    assert [each["key"] for each in shown["records"]] == ["1", "2"]
    take(desk, 3)
    assert len(rows(store, KEYS)) == 3


def test_the_master_key_is_not_inside_and_its_lack_is_said(desk, take, store):
    take(desk, 1)
    file, told = backed_up(desk)
    assert told.err.startswith("OL089: the master key is not inside; keep ")
    key = store.with_name("orderloom.db.key").read_bytes().strip()
    assert key not in file.read_bytes()
    assert base64.b64decode(key) not in file.read_bytes()
    elsewhere = desk.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(desk / "flow.yaml", elsewhere)
    assert restored(elsewhere, file).err.startswith("OL092: ")


def test_a_backup_of_another_environment_must_be_meant(desk, take):
    take(desk, 1, environment="live")
    file, _ = backed_up(desk)
    told = refused(desk, file, "--replace")
    assert told["code"] == "OL085"
    assert told["hint"] == "if that is what you mean, say --from live"
    assert refused(desk, file, "--replace", "--from", "test")["code"] == "OL085"
    assert restored(desk, file, "--replace", "--from", "live").document["environment"] == "live"
    assert restored(desk, file, "--replace", "--environment", "live").document["kept"]


def test_a_backup_of_another_flow_is_refused(desk, take):
    take(desk, 1)
    file, _ = backed_up(desk)
    text = (desk / "flow.yaml").read_text("utf-8")
    (desk / "flow.yaml").write_text(text.replace("id: desk", "id: other"), "utf-8")
    assert refused(desk, file, "--replace")["code"] == "OL086"


def test_nothing_is_written_over(desk, take, store):
    take(desk, 1)
    file, _ = backed_up(desk)
    before = file.read_bytes()
    again = call("backup", file, "--flow", desk)
    assert (again.code, again.err.splitlines()[0]) == (
        2,
        f"error[OL082]: '{file}' is there already",
    )
    assert file.read_bytes() == before
    kept = store.read_bytes()
    assert refused(desk, file)["code"] == "OL087"
    assert store.read_bytes() == kept


@pytest.mark.parametrize("how", ["text", "empty", "store", "cut", "spoilt"])
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(desk, take, store, how):
    take(desk, *range(1, 60))
    file, _ = backed_up(desk)
    raw = file.read_bytes()
    middle = len(raw) // 2
    spoilt = {
        "text": b"no database",
        "empty": b"",
        "store": store.read_bytes(),
        "cut": raw[: middle - middle % 4096],
        "spoilt": raw[:middle] + bytes(each ^ 0xFF for each in raw[middle : middle + 9000])
        + raw[middle + 9000 :],
    }  # fmt: skip
    bad = desk.parent / "bad.db"
    bad.write_bytes(spoilt[how])
    kept = store.read_bytes()
    assert refused(desk, bad, "--replace")["code"] in {"OL083", "OL084"}
    assert store.read_bytes() == kept
    assert not list(store.parent.glob("*.before-*"))
    assert not (desk / "outgoing.stopped").exists()


def test_a_store_in_use_is_not_taken_away(desk, take, store):
    take(desk, 1)
    file, _ = backed_up(desk)
    with open_application(desk, f"sqlite:///{store}", environment="test"):
        assert refused(desk, file, "--replace")["code"] == "OL088"
    restored(desk, file, "--replace")


def test_what_waits_to_leave_does_not_leave_again_by_itself(desk, take, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_OUTGOING", "stop")
    take(desk, 1)
    file, _ = backed_up(desk)
    monkeypatch.delenv("ORDERLOOM_OUTGOING")
    take(desk, 2)
    assert len((desk / "out" / "outbox.jsonl").read_text("utf-8").splitlines()) == 2
    told = restored(desk, file, "--replace")
    assert told.document["waiting"] == 1
    assert told.err.startswith("OL091: 1 calls wait in what was restored: all outgoing calls")
    take(desk, 3)
    assert len((desk / "out" / "outbox.jsonl").read_text("utf-8").splitlines()) == 2
    (desk / "outgoing.stopped").unlink()
    take(desk, 4)  # what left before is known to its receiver by its key
    assert len((desk / "out" / "outbox.jsonl").read_text("utf-8").splitlines()) == 4


def test_copies_are_whole_while_another_process_writes(desk, take, store, rows, tmp_path):
    flow = (desk / "flow.yaml").read_text("utf-8")
    (desk / "flow.yaml").write_text(flow.partition("---\n{kind: rule")[0], "utf-8")
    take(desk, 1)
    many = [{"no": f"n{number}", "secret": "s"} for number in range(1_500)]
    (tmp_path / "many.json").write_text(json.dumps({"o": many}), "utf-8")
    writer = start("run", desk, "--input", tmp_path / "many.json")
    sizes = []
    while not sizes or (writer.poll() is None and len(sizes) < 4):
        file, _ = backed_up(desk, f"b{len(sizes)}.db")
        ((orders,),) = rows(file, "SELECT count(*) FROM records WHERE type = 'order'")
        ((told,),) = rows(file, "SELECT count(*) FROM journal WHERE record_type = 'order'")
        ((items,),) = rows(file, "SELECT count(*) FROM items WHERE outcome = 'applied'")
        assert orders == told == items
        sizes.append(orders)
    assert writer.communicate() is not None
    assert writer.returncode == 0
    assert rows(store, "SELECT count(*) FROM records WHERE type = 'order'") == [(1_501,)]


def test_only_files_are_backed_up(desk):
    answer = call("backup", desk / "b.db", "--flow", desk, "--store", "postgresql://u:pw@h/d")
    assert (answer.code, "pw" in answer.err) == (2, False)
    assert "pg_dump" in answer.err
