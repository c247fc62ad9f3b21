"""Connector ``json_lines``: writes messages to a file instead of sending them.

Its operation ``notify`` appends one line to ``outbox.jsonl`` in the folder, an object with ``id``
(the idempotency key), ``at medium to language subject text message record``; a key without a
value is null. Lines are on the disk when the call is answered; a line that a crash cut short is
taken off again; a key that is in the file already is not written twice.

It reads nothing.
"""

import json
import mmap
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orderloom.errors import DeliveryFailed
from orderloom.flow.effect import Call
from orderloom.ports import Connector, ConnectorFacts, OperationShape, ReceivedFile, Session
from orderloom_connectors.peers import demand_operation

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE = "outbox.jsonl"
NOTIFY = "notify"
GIVES = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "written": {"type": "boolean"}},
    "required": ["id", "written"],
}
PARTS = ("medium", "to", "language", "subject", "text", "message")


class JsonLines:
    """Appends messages to a file; see the module for its form."""

    id = "json_lines"
    needs: tuple[str, ...] = ("folder",)
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ("sms", "email", "chat", "portal")
    operations: tuple[OperationShape, ...] = (
        OperationShape(name=NOTIFY, irreversible=True, keyed=True, gives=GIVES),
    )
    facts = ConnectorFacts(serves="messages")

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:  # noqa: ARG002
        """Give nothing."""
        return iter(())

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Do nothing: nothing was given."""

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Append a message, once for each key.

        Returns:
            ``id``, and ``written``: whether this call wrote it or an earlier one had.

        Raises:
            DeliveryFailed: The operation is unknown (``bug``), or the file cannot be written
                (``transient``).
        """
        demand_operation(self.id, call, (NOTIFY,))
        try:
            written = _append(Path(session.folder or ""), _line(call), call.key)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            facts = {"file": FILE, "connection": session.connection, "reason": reason}
            raise DeliveryFailed("OL616", "transient", **facts) from error
        return {"id": call.key, "written": written}


def _line(call: Call) -> bytes:
    line: dict[str, Any] = {"id": call.key, "at": call.at.isoformat()}
    line |= {part: call.payload.get(part) for part in PARTS} | {"record": call.record_id}
    return json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n"


def _append(folder: Path, line: bytes, key: str) -> bool:
    """Append ``line`` unless one with ``key`` is there; say whether it was appended."""
    folder.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    file = os.open(folder / FILE, flags, 0o600)
    try:
        with _locked(file):
            _repair(file)
            if _holds(file, key):
                return False
            _write_all(file, line)
            os.fsync(file)
            _sync_folder(folder)
    finally:
        os.close(file)
    return True


@contextmanager
def _locked(file: int) -> Iterator[None]:
    """Keep other processes out; the lock goes with its process."""
    if sys.platform == "win32":
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if sys.platform == "win32":
            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_UN)


def _repair(file: int) -> None:
    """Take off a last line that a crash cut short; whole, it only gets its end."""
    size = os.fstat(file).st_size
    if size == 0:
        return
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as content:
        start = content.rfind(b"\n") + 1
        last = content[start:]
    if not last:
        return
    try:
        json.loads(last)
    except ValueError:
        os.ftruncate(file, start)
    else:
        _write_all(file, b"\n")


def _holds(file: int, key: str) -> bool:
    """Say whether a line has this key. Every line begins with it, so no text can look like it."""
    begins = b'{"id": ' + json.dumps(key, ensure_ascii=False).encode() + b", "
    if os.fstat(file).st_size == 0:
        return False
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as content:
        return content[: len(begins)] == begins or content.find(b"\n" + begins) >= 0


def _write_all(file: int, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(file, rest) :]


def _sync_folder(folder: Path) -> None:
    """Make the file's name durable too, where folders can be synced."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


CONNECTOR: Connector = JsonLines()
