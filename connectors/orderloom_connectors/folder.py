"""Connector ``folder``: reads files that somebody puts into a folder.

A stream reads the files directly in the sub-folder of its name, or, where there is none, in the
folder itself, sorted by name. Hidden files and the usual names of unfinished ones (``*.part *.tmp
*.crdownload ~*``) are left alone, and a file that was written to within the last two seconds
waits: its writer may not be done. What is durable in the inbox moves to ``.done`` beside it and
is never deleted.

It performs nothing.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from stat import S_ISREG
from typing import Any

from orderloom.errors import DeliveryFailed
from orderloom.flow.effect import Call
from orderloom.flow.message import MOST_BYTES
from orderloom.names import is_name
from orderloom.ports import Connector, OperationShape, ReceivedFile, Session

SETTLE = timedelta(seconds=2)
"""A file is ready when nobody has written to it for so long."""

DONE = ".done"
_UNFINISHED = (".*", "*.part", "*.tmp", "*.crdownload", "~*")


class Folder:
    """Reads a folder's files; see the module for which and when."""

    id = "folder"
    needs: tuple[str, ...] = ("folder",)
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    operations: tuple[OperationShape, ...] = ()

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give the files that are ready, sorted by name.

        Raises:
            DeliveryFailed: The folder cannot be read; or, after all others were given, a file
                cannot.
        """
        troubles: list[DeliveryFailed] = []
        for path in _files(session, stream):
            try:
                body = _ready(session, path)
            except DeliveryFailed as trouble:
                troubles.append(trouble)
                continue
            if body is not None:
                yield ReceivedFile(name=path.name, body=body)
        if troubles:
            raise troubles[0]

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Move a file to ``.done``, unless it is gone or has other content by now.

        Raises:
            DeliveryFailed: It cannot be moved.
        """
        folder = _folder(session, stream)
        path, done = folder / file.name, folder / DONE
        try:
            if path.read_bytes() != file.body:
                return
            done.mkdir(exist_ok=True)
            # Reserving the name first makes the move atomic and never overwrites another file.
            path.replace(_reserved(done, path))
        except FileNotFoundError:
            return
        except OSError as error:
            facts = {"file": file.name, "folder": DONE, "reason": _reason(error)}
            raise DeliveryFailed("OL613", "transient", **facts) from error

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:  # noqa: ARG002
        """Refuse: a folder is only read.

        Raises:
            DeliveryFailed: Always.
        """
        raise DeliveryFailed("OL614", "bug", connector=self.id, operation=call.operation)


def _folder(session: Session, stream: str) -> Path:
    """Give the folder of a stream."""
    if not is_name(stream):
        raise DeliveryFailed("OL615", "bug", stream=stream)
    base = Path(session.folder or "")
    if session.folder is None or not base.is_dir():
        raise _unusable(session, "no such folder")
    own = base / stream
    return own if own.is_dir() else base


def _files(session: Session, stream: str) -> list[Path]:
    try:
        found = sorted(_folder(session, stream).iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise _unusable(session, _reason(error)) from error
    return [path for path in found if not any(fnmatch(path.name, form) for form in _UNFINISHED)]


def _unusable(session: Session, reason: str) -> DeliveryFailed:
    facts = {"folder": session.folder or "", "connection": session.connection, "reason": reason}
    return DeliveryFailed("OL610", "transient", **facts)


def _ready(session: Session, path: Path) -> bytes | None:
    """Give a file's bytes, or None when it is no file or not ready yet."""
    known = {"file": path.name, "connection": session.connection}
    try:
        inside = path.resolve().is_relative_to(Path(session.folder or "").resolve())
        if not inside:
            raise DeliveryFailed("OL612", "bug", **known)
        before = path.stat()
        if not S_ISREG(before.st_mode) or not _is_settled(session, before):
            return None
        if before.st_size > MOST_BYTES:
            size, limit = str(before.st_size), str(MOST_BYTES)
            raise DeliveryFailed("OL617", "bug", size=size, limit=limit, **known)
        body = path.read_bytes()
        return body if _is_unchanged(before, path.stat()) else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DeliveryFailed("OL611", "transient", reason=_reason(error), **known) from error


def _is_settled(session: Session, status: os.stat_result) -> bool:
    changed = datetime.fromtimestamp(status.st_mtime, UTC)
    return session.clock.now() - changed >= SETTLE


def _is_unchanged(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


def _reserved(done: Path, path: Path) -> Path:
    """Give a name in ``done`` that is ours: the file's own, else with a number."""
    number = 0
    while True:
        name = f"{path.stem}-{number}{path.suffix}" if number else path.name
        try:
            (done / name).touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return done / name


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


CONNECTOR: Connector = Folder()
