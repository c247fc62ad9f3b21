"""Connector ``sftp``: reads files from a server's folder, and writes files to it.

A stream reads the folder that its ``with`` names (``folder``), below the path of the address. What
is read, when and in which order is as with the connector ``folder``: by name; hidden files and the
usual names of unfinished ones are left alone; a file that was written to within the last minute
waits, for its writer may not be done, unless it looks as it did at the last poll: the server's
clock may be wrong, but not by that. What is durable in the inbox moves to ``.done`` beside it and
is never deleted nor overwritten.

``put`` writes a file under a passing name and renames it when it is whole; a file of that name with
other content is never overwritten.

The server's host key is pinned in the secret (``host_key``: ``SHA256:…``): nobody is trusted on
first use. We are known by ``password``, or by ``private_key`` (PEM or OpenSSH).
"""

import hashlib
import io
import json
import stat
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from hmac import compare_digest
from posixpath import splitext
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_ssh_private_key,
)

from orderloom.errors import DeliveryFailed
from orderloom.flow.cells import write_rows
from orderloom.flow.effect import Call
from orderloom.flow.message import MOST_BYTES
from orderloom.ports import (
    Connector,
    ConnectorFacts,
    OperationShape,
    ReceivedFile,
    Session,
    Setting,
)
from orderloom_connectors.peers import (
    demand_operation,
    library,
    login_of,
    lost,
    needed,
    part_of,
    peers_of,
    reason_of,
)

PUT = "put"
DONE = ".done"
SECONDS = 30.0
SETTLE = timedelta(minutes=1)
"""A file is ready when nobody has written to it for so long, by its server's clock and ours."""

_PORTS = {"sftp": 22}
_UNFINISHED = (".*", "*.part", "*.tmp", "*.crdownload", "*.filepart", "~*")
_KEYS = ("Ed25519Key", "ECDSAKey", "RSAKey")
_LONGEST_NAME = 200


class Sftp:
    """Reads and writes files; see the module for which and when."""

    id = "sftp"
    needs: tuple[str, ...] = ("url", "secret")
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    operations: tuple[OperationShape, ...] = (OperationShape(name=PUT, keyed=True),)
    facts = ConnectorFacts(
        schemes=tuple(_PORTS),
        requires=("paramiko", "sftp"),
        stream_settings=(Setting(name="folder"),),
        evidence={
            "en": "Tested against a real SSH server (asyncssh) on loopback; the client is "
            "paramiko. Host keys are pinned.",
            "zh": "已用本机真实 SSH 服务器（asyncssh）验证，客户端为 paramiko；"
            "主机密钥须事先登记。",
        },
    )

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give the files that are ready, sorted by name.

        Raises:
            DeliveryFailed: The server cannot be used or has no such folder; or, after all others
                were given, a file cannot be read.
        """
        troubles: list[DeliveryFailed] = []
        with _opened(session) as client:
            folder = _folder(session, stream)
            for entry in _ready(session, client, folder, stream):
                try:
                    body = _read(session, client, folder, entry)
                except DeliveryFailed as trouble:
                    troubles.append(trouble)
                    continue
                if body is not None:
                    yield ReceivedFile(name=entry.filename, body=body)
        if troubles:
            raise troubles[0]

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Move a file to ``.done``, unless it is gone or of another size by now.

        Raises:
            DeliveryFailed: It cannot be moved.
        """
        folder = _folder(session, stream)
        with (
            _opened(session) as client,
            _told(session, f"{folder}/{DONE}"),
            suppress(FileNotFoundError),
        ):
            if client.stat(f"{folder}/{file.name}").st_size == len(file.body):
                with suppress(OSError):
                    client.mkdir(f"{folder}/{DONE}")
                _move(client, folder, file.name)

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Write a file; its inputs are ``name``, below the address, and ``text`` or ``rows``.

        ``rows``, a list of objects, are written as CSV that no spreadsheet takes for formulas.

        Returns:
            ``name``, and ``written``: whether this call wrote it or an earlier one had.

        Raises:
            DeliveryFailed: It cannot be written, or another file has that name.
        """
        demand_operation(self.id, call, (PUT,))
        name = _plain(session, needed(session, call.payload, PUT, "name"))
        body = _content(session, call)
        path = f"{peers_of(session, _PORTS)[0].path or '.'}/{name}"
        with _opened(session) as client, _told(session, name):
            return {"name": name, "written": _put(session, client, path, body)}


def _content(session: Session, call: Call) -> bytes:
    rows = call.payload.get("rows")
    if isinstance(rows, list | tuple) and all(isinstance(each, Mapping) for each in rows):
        return write_rows(rows).encode("utf-8-sig")
    return needed(session, call.payload, PUT, "text").encode()


def _plain(session: Session, name: str) -> str:
    """Give a file's path as it may be written: no way up, nothing absolute or hidden."""
    parts = name.split("/")
    fits = all(part and not part.startswith(".") for part in parts) and "\\" not in name
    if not fits or not name.isprintable() or len(name) > _LONGEST_NAME:
        facts = {"operation": PUT, "name": "name"}
        raise DeliveryFailed("OL818", "bug", connection=session.connection, **facts)
    return name


def _put(session: Session, client: Any, path: str, body: bytes) -> bool:  # noqa: ANN401
    with suppress(FileNotFoundError):
        with client.open(path, "rb") as there:
            if there.read() == body:
                return False
        facts = {"file": path, "connection": session.connection, "reason": "another file is there"}
        raise DeliveryFailed("OL616", "rejected", **facts)
    head, slash, name = path.rpartition("/")
    passing = f"{head}{slash}.{name}.part"
    with client.open(passing, "wb") as file:
        file.write(body)
    client.rename(passing, path)
    return True


@contextmanager
def _opened(session: Session) -> Iterator[Any]:
    """Open a client on a server whose host key is the pinned one, and close it at the end."""
    paramiko = library(session, "paramiko", "sftp")
    [peer, *_] = peers_of(session, _PORTS)
    pinned = part_of(session, "host_key")
    if not pinned:
        raise DeliveryFailed("OL820", "auth", connection=session.connection)
    wire = session.reach.connect(peer.host, peer.port)
    transport = paramiko.Transport(wire)
    try:
        with _told(session, peer.path):
            transport.banner_timeout = transport.auth_timeout = SECONDS
            transport.start_client(timeout=SECONDS)
            _verify(session, transport.get_remote_server_key().asbytes(), pinned)
            _let_in(session, paramiko, transport)
            client = paramiko.SFTPClient.from_transport(transport)
        client.get_channel().settimeout(SECONDS)
        yield client
    finally:
        transport.close()
        wire.close()


def _verify(session: Session, key: bytes, pinned: str) -> None:
    """Refuse a server with another host key than the pinned one, before anything is told to it."""
    found = "SHA256:" + b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    if not compare_digest(found.encode(), pinned.strip().rstrip("=").encode()):
        raise DeliveryFailed("OL819", "auth", connection=session.connection, found=found)


def _let_in(session: Session, paramiko: Any, transport: Any) -> None:  # noqa: ANN401
    login = login_of(session)
    private = part_of(session, "private_key")
    try:
        if private:
            transport.auth_publickey(login.user, _key(paramiko, private))
        else:
            transport.auth_password(login.user, login.password, fallback=False)
    except (paramiko.AuthenticationException, ValueError) as error:
        facts = {"connection": session.connection, "reason": reason_of(session, error)}
        raise DeliveryFailed("OL813", "auth", **facts) from error


def _key(paramiko: Any, private: str) -> Any:  # noqa: ANN401
    """Read a private key of whatever kind and spelling.

    Raises:
        ValueError: It is of none, or under a passphrase.
    """
    raw = private.strip().encode() + b"\n"
    load = load_ssh_private_key if b"OPENSSH" in raw else load_pem_private_key
    with suppress(ValueError, TypeError, UnsupportedAlgorithm):
        key = load(raw, None)
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
        for kind in _KEYS:
            with suppress(paramiko.SSHException, ValueError, IndexError):
                return getattr(paramiko, kind).from_private_key(io.StringIO(plain))
    raise ValueError("the private key cannot be read")


def _folder(session: Session, stream: str) -> str:
    base = peers_of(session, _PORTS)[0].path
    own = str(session.stream_settings(stream).get("folder", "")).strip("/")
    return "/".join(part for part in (base, own) if part) or "."


def _ready(session: Session, client: Any, folder: str, stream: str) -> list[Any]:  # noqa: ANN401
    """Give the files that nobody seems to write to, and remember how all look now."""
    with _told(session, folder):
        entries = sorted(client.listdir_attr(folder), key=lambda each: str(each.filename))
    files = [
        each
        for each in entries
        if stat.S_ISREG(each.st_mode or 0)
        and not any(fnmatch(each.filename, form) for form in _UNFINISHED)
    ]
    before = _seen(session, stream)
    looks = {each.filename: f"{each.st_size} {each.st_mtime}" for each in files}
    session.notes.put(f"seen/{stream}", json.dumps(looks))
    settled = session.clock.now() - SETTLE
    return [
        each
        for each in files
        if datetime.fromtimestamp(each.st_mtime, UTC) <= settled
        or before.get(each.filename) == looks[each.filename]
    ]


def _seen(session: Session, stream: str) -> Mapping[str, str]:
    """Give how the files looked at the last poll."""
    found: dict[str, str] = json.loads(session.notes.get(f"seen/{stream}") or "{}")
    return found


def _read(session: Session, client: Any, folder: str, entry: Any) -> bytes | None:  # noqa: ANN401
    """Give a file's bytes; None when it is gone, or changed while it was read."""
    name, path = entry.filename, f"{folder}/{entry.filename}"
    if entry.st_size > MOST_BYTES:
        facts = {"file": name, "size": str(entry.st_size), "limit": str(MOST_BYTES)}
        raise DeliveryFailed("OL617", "bug", connection=session.connection, **facts)
    try:
        with client.open(path, "rb") as file:
            file.prefetch(entry.st_size)
            body: bytes = file.read(MOST_BYTES + 1)
        after = client.stat(path)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        facts = {"file": name, "connection": session.connection}
        raise DeliveryFailed("OL611", "transient", reason=str(error), **facts) from error
    except (OSError, EOFError) as error:
        raise lost(session, error) from error
    is_same = (after.st_size, after.st_mtime) == (entry.st_size, entry.st_mtime)
    return body if is_same and len(body) == entry.st_size else None


def _move(client: Any, folder: str, name: str) -> None:  # noqa: ANN401
    """Move a file to ``.done`` under its own name, else with a number; nothing is overwritten."""
    stem, suffix = splitext(name)
    number = 0
    while True:
        free = f"{stem}-{number}{suffix}" if number else name
        try:
            client.stat(f"{folder}/{DONE}/{free}")
        except FileNotFoundError:
            client.rename(f"{folder}/{name}", f"{folder}/{DONE}/{free}")
            return
        number += 1


@contextmanager
def _told(session: Session, name: str) -> Iterator[None]:
    """Tell the library's errors as ours; ``name`` is the file or folder that was asked for."""
    paramiko = library(session, "paramiko", "sftp")
    try:
        yield
    except FileNotFoundError as error:
        facts = {"connection": session.connection, "name": name}
        raise DeliveryFailed("OL815", "rejected", **facts) from error
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise lost(session, error) from error


CONNECTOR: Connector = Sftp()
