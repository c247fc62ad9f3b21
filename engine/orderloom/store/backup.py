"""A backup: one file, a whole store as it was at one instant, with a stamp that says whose it is.

The copy is made through SQLite's online backup inside one reading transaction, so that writers
write on meanwhile and nothing is half in it. It is checked by reading it back before it gets its
name. The master key is never inside.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Any, NamedTuple

import msgspec

from orderloom.errors import StoreUnusable
from orderloom.store import tables
from orderloom.store.engine import BUSY_MILLISECONDS, sqlite_driver
from orderloom.store.schema import REVISIONS

_STAMP = "backup_stamp"
_NEWEST = "SELECT flow, environment FROM definition_versions ORDER BY created_at DESC LIMIT 1"
_IN_FORCE = (
    "SELECT flow, environment FROM versions JOIN definition_versions USING (digest) "
    "ORDER BY number DESC LIMIT 1"
)


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """Whose a backup is, and what it holds.

    Attributes:
        flow: Id of the flow that worked the store last.
        environment: Its environment then.
        at: When it was made.
        revision: Of the store's schema.
        rows: Table to its number of rows.
    """

    flow: str
    environment: str
    at: datetime
    revision: str
    rows: Mapping[str, int]


class Restored(NamedTuple):
    """What was put in place.

    Attributes:
        stamp: The backup's.
        kept: Where the store lies that was there before, None without one.
        waiting: Calls that wait in it.
    """

    stamp: Stamp
    kept: Path | None
    waiting: int


def back_up(source: Path, file: Path, at: datetime) -> Stamp:
    """Copy a store to a file that is not there yet.

    Args:
        source: The store's file; others may write to it meanwhile.
        file: The backup, readable by its owner alone.
        at: When that is.

    Raises:
        StoreUnusable: There is such a file (OL082), it cannot be written (OL621), or what was
            written does not read back (OL084).
    """
    if file.exists():
        raise StoreUnusable("OL082", file=str(file))
    with _draft(file) as draft:
        with closing(_opened(source)) as store, closing(_opened(draft)) as copy:
            store.execute("BEGIN")
            stamp = _stamp_of(store, at)
            store.backup(copy)
            store.execute("ROLLBACK")
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute(f"CREATE TABLE {_STAMP} (stamp TEXT NOT NULL)")
            text = msgspec.json.encode(stamp).decode()
            copy.execute(f"INSERT INTO {_STAMP} VALUES (?)", (text,))  # noqa: S608 - a name of ours
        _examine(draft, stamp)
        _publish(draft, file)
    return stamp


def read_stamp(file: Path) -> Stamp:
    """Read whose a backup is, and that it is whole.

    Raises:
        StoreUnusable: It is no backup (OL083), or damaged (OL084).
    """
    driver = sqlite_driver()
    try:
        with closing(_opened(file, mode="ro")) as copy:
            row = copy.execute(f"SELECT stamp FROM {_STAMP}").fetchone()  # noqa: S608 - as above
        stamp = msgspec.json.decode(row[0] if row else "", type=Stamp)
    except (driver.DatabaseError, msgspec.DecodeError) as error:
        raise StoreUnusable("OL083", file=str(file)) from error
    _examine(file, stamp)
    return stamp


def restore(file: Path, store: Path, at: datetime, *, replaces: bool) -> Restored:
    """Put a backup in a store's place.

    Args:
        file: The backup.
        store: The store's file.
        at: When that is.
        replaces: Keep the store that is there under another name, instead of refusing.

    Raises:
        StoreUnusable: It is no backup (OL083), damaged (OL084) or of a newer schema (OL623); a
            store is there (OL087), or is in use (OL088); nothing can be written there (OL621).
    """
    stamp = read_stamp(file)
    if stamp.revision not in REVISIONS:
        raise StoreUnusable("OL623", path=str(file), schema=stamp.revision)
    if store.exists() and not replaces:
        raise StoreUnusable("OL087", path=str(store))
    with _draft(store) as draft:
        with closing(_opened(file, mode="ro")) as copy, closing(_opened(draft)) as fresh:
            copy.backup(fresh)
            fresh.execute(f"DROP TABLE {_STAMP}")
            waiting: int = fresh.execute(
                "SELECT count(*) FROM outbox WHERE status = 'waiting'"
            ).fetchone()[0]
        _examine(draft, stamp)
        kept = _set_aside(store, at) if store.exists() else None
        _publish(draft, store)
    return Restored(stamp, kept, waiting)


def _stamp_of(store: Any, at: datetime) -> Stamp:  # noqa: ANN401 - a driver's connection
    rows = _rows(store)
    told = store.execute(_IN_FORCE).fetchone() if rows.get("versions") else None
    flow, environment = told or store.execute(_NEWEST).fetchone() or ("", "")
    revision = store.execute("SELECT version_num FROM alembic_version").fetchone()
    return Stamp(
        flow=flow,
        environment=environment,
        at=at,
        revision="" if revision is None else revision[0],
        rows=rows,
    )


def _rows(store: Any) -> dict[str, int]:  # noqa: ANN401 - as above
    there = {row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    counted = [name for name in tables.metadata.tables if name in there]
    return {
        name: store.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - ours
        for name in counted
    }


def _examine(file: Path, stamp: Stamp) -> None:
    """Read a copy back.

    Raises:
        StoreUnusable: It is not whole (OL084).
    """
    driver = sqlite_driver()
    try:
        with closing(_opened(file, mode="ro")) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise StoreUnusable("OL084", file=str(file), reason=str(found))
            if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise StoreUnusable("OL084", file=str(file), reason="foreign keys")
            if _rows(copy) != dict(stamp.rows):
                raise StoreUnusable("OL084", file=str(file), reason="rows are missing")
    except driver.DatabaseError as error:
        raise StoreUnusable("OL084", file=str(file), reason=str(error)) from error


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """Give a file beside another, readable by its owner alone; gone at the end unless published.

    Raises:
        StoreUnusable: Nothing can be written there (OL621).
    """
    driver = sqlite_driver()
    try:
        number, name = mkstemp(prefix=f".{file.name}.", dir=file.absolute().parent)
        os.close(number)
    except OSError as error:
        raise StoreUnusable("OL621", path=str(file), reason=error.strerror or "–") from error
    draft = Path(name)
    try:
        yield draft
    except driver.OperationalError as error:
        raise StoreUnusable("OL621", path=str(file), reason=str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _publish(draft: Path, file: Path) -> None:
    """Give a durable draft its name, unless the name was taken meanwhile."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    try:
        os.link(draft, file)
    except FileExistsError as error:
        raise StoreUnusable("OL082", file=str(file)) from error
    folder = os.open(file.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _set_aside(store: Path, at: datetime) -> Path:
    """Keep a store that nobody uses under another name.

    Raises:
        StoreUnusable: Somebody does (OL088).
    """
    driver = sqlite_driver()
    kept = store.with_name(f"{store.name}.before-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    try:
        with closing(driver.connect(str(store), isolation_level=None)) as alone:
            # A write-ahead log is given up only by the one connection that is left.
            if alone.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                raise StoreUnusable("OL088", path=str(store))
            alone.execute("BEGIN EXCLUSIVE")
            store.rename(kept)
    except driver.OperationalError as error:
        raise StoreUnusable("OL088", path=str(store)) from error
    return kept


def _opened(file: Path, mode: str = "rw") -> Any:  # noqa: ANN401 - a driver's connection
    driver = sqlite_driver()
    address = f"{file.absolute().as_uri()}?mode={mode}"
    connection = driver.connect(address, uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return connection
