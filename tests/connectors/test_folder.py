"""The connector `folder`: what it reads, when, and what becomes of it."""

import os
from datetime import timedelta

import pytest
from tests.connectors.sessions import NOW, FolderSession, call, said

from orderloom.errors import DeliveryFailed
from orderloom.ports import ReceivedFile
from orderloom_connectors import folder
from orderloom_connectors.folder import CONNECTOR

OLD = NOW - timedelta(minutes=1)


@pytest.fixture
def session(tmp_path):
    return FolderSession(tmp_path / "inbox")


def put(path, text="{}", at=OLD):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def polled(session, stream="orders"):
    return [(file.name, file.body) for file in CONNECTOR.poll(session, stream)]


def tree(session):
    return sorted(
        str(path.relative_to(session.path)) for path in session.path.rglob("*") if path.is_file()
    )


def refusal(session, stream="orders"):
    with pytest.raises(DeliveryFailed) as caught:
        polled(session, stream)
    return said(caught.value)


def test_files_are_given_by_name_and_taken_ones_never_again(session):
    put(session.path / "b.json", "2")
    put(session.path / "a.json", "1")
    for file in CONNECTOR.poll(session, "orders"):
        CONNECTOR.taken(session, "orders", file)
    assert tree(session) == [".done/a.json", ".done/b.json"]
    assert polled(session) == []


def test_a_file_that_is_not_taken_is_offered_again(session):
    put(session.path / "a.json", "1")
    assert polled(session) == polled(session) == [("a.json", b"1")]


def test_a_stream_with_a_folder_of_its_own_reads_only_that(session):
    put(session.path / "orders" / "a.json", "1")
    put(session.path / "b.json", "2")
    [file] = CONNECTOR.poll(session, "orders")
    CONNECTOR.taken(session, "orders", file)
    assert tree(session) == ["b.json", "orders/.done/a.json"]
    assert polled(session, "returns") == [("b.json", b"2")]


@pytest.mark.parametrize("name", [".hidden", "a.json.part", "a.tmp", "a.crdownload", "~a.xlsx"])
def test_hidden_and_unfinished_files_are_left_alone(session, name):
    put(session.path / name)
    assert polled(session) == []


def test_folders_are_no_files(session):
    (session.path / "old.json").mkdir(parents=True)
    assert polled(session) == []


def test_a_file_waits_until_nobody_has_written_to_it_for_two_seconds(session):
    put(session.path / "a.json", "1", at=NOW - timedelta(seconds=1.9))
    assert polled(session) == []
    session.clock.advance(timedelta(seconds=0.1))
    assert polled(session) == [("a.json", b"1")]


def test_a_second_file_of_the_same_name_gets_a_number(session):
    for text in ("1", "2", "3"):
        put(session.path / "a.json", text)
        [file] = CONNECTOR.poll(session, "orders")
        CONNECTOR.taken(session, "orders", file)
    assert tree(session) == [".done/a-1.json", ".done/a-2.json", ".done/a.json"]
    assert (session.path / ".done" / "a-2.json").read_text() == "3"


def test_a_file_that_was_replaced_meanwhile_stays_to_be_read(session):
    put(session.path / "a.json", "1")
    [file] = CONNECTOR.poll(session, "orders")
    put(session.path / "a.json", "2")
    CONNECTOR.taken(session, "orders", file)
    assert polled(session) == [("a.json", b"2")]


def test_hearing_twice_that_a_file_is_taken_changes_nothing(session):
    put(session.path / "a.json", "1")
    file = ReceivedFile(name="a.json", body=b"1")
    CONNECTOR.taken(session, "orders", file)
    CONNECTOR.taken(session, "orders", file)
    assert tree(session) == [".done/a.json"]


def test_a_link_out_of_the_folder_is_refused_after_all_other_files(session):
    secret = put(session.path.parent / "secret.txt", "s")
    put(session.path / "b.json", "2")
    (session.path / "a.json").symlink_to(secret)
    read = []
    with pytest.raises(DeliveryFailed) as caught:
        read.extend(file.name for file in CONNECTOR.poll(session, "orders"))
    assert read == ["b.json"]
    assert said(caught.value) == (
        "'a.json' leads out of the folder of the connection 'shop'",
        "bug",
    )


def test_a_link_inside_the_folder_is_a_file(session):
    real = put(session.path / "kept" / "real.json", "1")
    (session.path / "a.json").symlink_to(real)
    assert polled(session) == [("a.json", b"1")]


def test_a_broken_link_is_nothing(session):
    session.path.mkdir()
    (session.path / "a.json").symlink_to(session.path / "nowhere")
    assert polled(session) == []


def test_a_folder_that_is_not_there_may_come_later(session):
    assert refusal(session) == (
        f"the folder '{session.path}' of the connection 'shop' cannot be used: no such folder",
        "transient",
    )


@pytest.mark.parametrize("stream", ["..", "a/b", "", "A"])
def test_a_stream_cannot_lead_anywhere(session, stream):
    session.path.mkdir()
    assert refusal(session, stream) == (f"the stream '{stream}' is not a name", "bug")


def test_a_file_of_more_than_64_mb_is_not_read(session):
    path = put(session.path / "a.json")
    os.truncate(path, folder.MOST_BYTES + 1)
    os.utime(path, (OLD.timestamp(), OLD.timestamp()))
    assert refusal(session) == (
        "the file 'a.json' of the connection 'shop' has 52428801 bytes, more than 52428800",
        "bug",
    )


def test_a_file_that_cannot_be_moved_is_told(session):
    put(session.path / "a.json", "1")
    (session.path / ".done").write_text("in the way")
    with pytest.raises(DeliveryFailed) as caught:
        CONNECTOR.taken(session, "orders", ReceivedFile(name="a.json", body=b"1"))
    assert said(caught.value) == (
        "the file 'a.json' cannot be moved to '.done': File exists",
        "transient",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_told(session):
    put(session.path / "a.json").chmod(0)
    assert refusal(session) == (
        "the file 'a.json' of the connection 'shop' cannot be read: Permission denied",
        "transient",
    )


def test_it_performs_nothing(session):
    with pytest.raises(DeliveryFailed) as caught:
        CONNECTOR.perform(session, call())
    assert said(caught.value) == ("the connector 'folder' has no operation 'notify'", "bug")
