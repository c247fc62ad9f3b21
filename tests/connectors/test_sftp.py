"""The connector `sftp` against a real SSH server: whom it believes, what it reads and writes."""

import json
import os
from datetime import timedelta

import pytest
from tests.connectors.shop import NOW, foreseen, give, opened, orders, poll, write

pytest.importorskip("paramiko", reason="needs paramiko, which is not installed here")
pytest.importorskip("asyncssh", reason="needs asyncssh, which is not installed here")
import asyncssh
from tests.servers.sftp import PASSWORD, USER, serving_files

from orderloom.errors import DeliveryFailed

CONNECTION = """kind: connection
id: peer
connector: sftp
zone: Asia/Shanghai
environments: {{test: {{url: "sftp://127.0.0.1:{port}/", secret: files}}}}
streams: {{orders: {{mapping: orders, with: {{folder: {folder}}}}}}}
"""
RULE = """kind: rule
id: tell
on: order.created
do:
  - call: peer.put
    with: {{name: '{name}', text: "编号,备注"}}
    else: [{{set: {{told: refused}}}}]
"""
OLD = NOW - timedelta(minutes=5)


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "served"
    (folder / "out").mkdir(parents=True)
    with serving_files(folder) as server:
        yield server


@pytest.fixture(autouse=True)
def secret(server, monkeypatch):
    def keep(**parts):
        known = {"user": USER, "password": PASSWORD, "host_key": server.host_key}
        monkeypatch.setenv("ORDERLOOM_SECRET_FILES", json.dumps(known | parts))

    keep()
    return keep


@pytest.fixture
def shop(server, tmp_path):
    return write(tmp_path, CONNECTION.format(port=server.port, folder="out"))


def put(server, name, *numbers, at=OLD):
    path = server.folder / "out" / name
    path.write_text(json.dumps([{"no": number, "amount": "1"} for number in numbers]))
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def tree(server):
    return sorted(
        str(path.relative_to(server.folder)) for path in server.folder.rglob("*") if path.is_file()
    )


def failed(app):
    with pytest.raises(DeliveryFailed) as caught:
        poll(app)
    return caught.value.code, caught.value.error_class


def test_files_are_taken_once_by_name_and_move_aside(server, shop, tmp_path):
    put(server, "b.json", "B")
    put(server, "a.json", "A", "C")
    put(server, "c.json.part", "D")
    put(server, ".hidden", "E")
    with opened(tmp_path) as app:
        said = foreseen(app)
        assert tree(server) == ["out/.hidden", "out/a.json", "out/b.json", "out/c.json.part"]
        assert poll(app) == said == {"accepted": 3, "applied": 3}
        assert poll(app) == {}
        put(server, "a.json", "F")
        assert poll(app) == {"accepted": 1, "applied": 1}
    assert tree(server) == [
        "out/.done/a-1.json", "out/.done/a.json", "out/.done/b.json", "out/.hidden",
        "out/c.json.part",
    ]  # fmt: skip


def test_a_file_that_is_being_written_waits_until_it_looks_the_same_twice(server, shop, tmp_path):
    path = put(server, "a.json", "A", at=NOW - timedelta(seconds=5))
    with opened(tmp_path) as app:
        assert poll(app) == {}
        path.write_text('[{"no": "A", "amount": "1"}, {"no": "B", ')
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        assert poll(app) == {}
        put(server, "a.json", "A", "B", at=NOW)
        assert poll(app) == {}
        assert poll(app) == {"accepted": 2, "applied": 2}
        assert sorted(orders(app)) == ["A", "B"]


def test_a_file_that_was_stored_but_not_moved_changes_nothing(server, shop, tmp_path):
    path = put(server, "a.json", "A")
    with opened(tmp_path) as app:
        poll(app)
        (server.folder / "out/.done/a.json").rename(path)
        assert poll(app) == {"accepted": 1, "duplicate": 1}


def test_nobody_is_believed_whose_key_is_not_the_pinned_one(server, shop, tmp_path, secret):
    other = asyncssh.generate_private_key("ssh-ed25519").get_fingerprint()
    secret(host_key=other)
    with opened(tmp_path) as app:
        assert failed(app) == ("OL819", "auth")
        secret(host_key="")
        assert failed(app) == ("OL820", "auth")
    assert server.logins == []  # not even our name was told


def test_a_wrong_password_is_told_without_it(server, shop, tmp_path, secret):
    secret(password="hush-hush")
    with opened(tmp_path) as app, pytest.raises(DeliveryFailed) as caught:
        poll(app)
    assert (caught.value.code, caught.value.error_class) == ("OL813", "auth")
    assert "hush-hush" not in str(caught.value.facts)


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
def test_a_private_key_lets_us_in(kind, tmp_path, monkeypatch):
    key = asyncssh.generate_private_key(kind)
    folder = tmp_path / "other"
    (folder / "out").mkdir(parents=True)
    public = key.export_public_key().decode()
    with serving_files(folder, keys=[public]) as server:
        parts = {"user": USER, "host_key": server.host_key}
        parts |= {"private_key": key.export_private_key().decode()}
        monkeypatch.setenv("ORDERLOOM_SECRET_FILES", json.dumps(parts))
        put(server, "a.json", "A")
        write(tmp_path, CONNECTION.format(port=server.port, folder="out"))
        with opened(tmp_path) as app:
            assert poll(app) == {"accepted": 1, "applied": 1}


def test_a_folder_that_is_not_there_is_named(server, tmp_path):
    write(tmp_path, CONNECTION.format(port=server.port, folder="nowhere"))
    with opened(tmp_path) as app:
        assert failed(app) == ("OL815", "rejected")


def test_a_file_is_written_whole_once_and_never_over_another(server, tmp_path):
    connection = CONNECTION.format(port=server.port, folder="out")
    write(tmp_path, connection, RULE.format(name="out/told.csv"))
    with opened(tmp_path) as app:
        order = b'[{"no": "A", "amount": "1"}]'
        assert give(app, tmp_path, "a.json", order)["sent"] == 1
        assert (server.folder / "out/told.csv").read_text() == "编号,备注"
        assert give(app, tmp_path, "b.json", order.replace(b"A", b"B"))["sent"] == 1
        assert (server.folder / "out/told.csv").read_text() == "编号,备注"
    assert tree(server) == ["out/told.csv"]


@pytest.mark.parametrize("name", ["../up.csv", "/etc/x.csv", "out/../../x", ".hidden", "a\\b"])
def test_a_name_that_leads_elsewhere_is_refused(name, server, tmp_path):
    connection = CONNECTION.format(port=server.port, folder="out")
    write(tmp_path, connection, RULE.format(name=name))
    with opened(tmp_path) as app:
        give(app, tmp_path, "a.json", b'[{"no": "A", "amount": "1"}]')
    assert tree(server) == []
