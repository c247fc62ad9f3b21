"""The connector `json_lines`: every message once, whole, and on the disk."""

import json
import subprocess
import sys

import pytest
from tests.connectors.sessions import FolderSession, call, said

from orderloom.errors import DeliveryFailed
from orderloom.ports import OperationShape
from orderloom_connectors.json_lines import CONNECTOR, GIVES


@pytest.fixture
def session(tmp_path):
    return FolderSession(tmp_path / "outbox")


def lines(session):
    text = (session.path / "outbox.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def ids(session):
    return [line["id"] for line in lines(session)]


def test_a_message_is_one_line(session):
    payload = {"medium": "sms", "to": "13800138000", "language": "zh", "message": "shipped"}
    answer = CONNECTOR.perform(session, call(text="已发货\n谢谢", **payload))
    assert answer == {"id": "k1", "written": True}
    assert lines(session) == [
        {
            "id": "k1",
            "at": "2026-01-05T12:00:00+00:00",
            **payload,
            "subject": None,
            "text": "已发货\n谢谢",
            "record": "order_1",
        }
    ]


def test_a_key_that_was_written_is_not_written_again(session):
    answers = [CONNECTOR.perform(session, call(key))["written"] for key in ("a", "b", "a", "b")]
    assert answers == [True, True, False, False]
    assert ids(session) == ["a", "b"]


def test_a_text_that_looks_like_a_key_is_none(session):
    CONNECTOR.perform(session, call("a", text='\n{"id": "b", "at"'))
    assert CONNECTOR.perform(session, call("b"))["written"]


@pytest.mark.parametrize("key", ['"', "\\", "钥匙", "a b", ""])
def test_any_key_is_remembered(session, key):
    assert [CONNECTOR.perform(session, call(key))["written"] for _ in "12"] == [True, False]


def test_a_line_that_a_crash_cut_short_is_taken_off_and_written_again(session):
    CONNECTOR.perform(session, call("a"))
    file = session.path / "outbox.jsonl"
    whole = file.read_bytes()
    for cut in range(1, len(whole) - 1):
        file.write_bytes(whole + whole.replace(b'"a"', b'"b"')[:cut])
        assert CONNECTOR.perform(session, call("b"))["written"]
        assert ids(session) == ["a", "b"]


def test_a_last_line_that_only_lacks_its_end_is_kept(session):
    CONNECTOR.perform(session, call("a"))
    file = session.path / "outbox.jsonl"
    file.write_bytes(file.read_bytes().removesuffix(b"\n"))
    assert not CONNECTOR.perform(session, call("a"))["written"]
    CONNECTOR.perform(session, call("b"))
    assert ids(session) == ["a", "b"]


def test_two_processes_write_every_key_once(session):
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.connectors.sessions import FolderSession, call\n"
        "from orderloom_connectors.json_lines import CONNECTOR, GIVES\n"
        "for number in range(100):\n"
        "    CONNECTOR.perform(FolderSession(Path(sys.argv[1])), call(f'k{number}'))\n"
    )
    command = [sys.executable, "-c", program, str(session.path)]
    both = [subprocess.Popen(command, env={"PYTHONPATH": ":".join(sys.path)}) for _ in "12"]
    assert [one.wait() for one in both] == [0, 0]
    assert sorted(ids(session)) == sorted(f"k{number}" for number in range(100))


def test_an_unknown_operation_is_a_bug(session):
    with pytest.raises(DeliveryFailed) as caught:
        CONNECTOR.perform(session, call(operation="notfy"))
    assert said(caught.value) == ("the connector 'json_lines' has no operation 'notfy'", "bug")
    assert caught.value.facts["nearest"] == "notify"


def test_a_file_that_cannot_be_written_is_tried_again_later(session):
    session.path.write_text("no folder")
    with pytest.raises(DeliveryFailed) as caught:
        CONNECTOR.perform(session, call())
    assert said(caught.value) == (
        "'outbox.jsonl' of the connection 'shop' cannot be written: File exists",
        "transient",
    )


def test_what_it_promises():
    [notify] = CONNECTOR.operations
    promised = OperationShape(name="notify", irreversible=True, keyed=True, gives=GIVES)
    assert notify == promised
    assert (CONNECTOR.id, CONNECTOR.needs, CONNECTOR.media) == (
        "json_lines",
        ("folder",),
        ("sms", "email", "chat", "portal"),
    )


def test_it_reads_nothing(session):
    assert list(CONNECTOR.poll(session, "orders")) == []
