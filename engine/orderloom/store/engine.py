"""Opens a database for the store: the driver, its journal mode, who writes."""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, OperationalError

from orderloom.errors import StoreUnusable
from orderloom.store.database import Database
from orderloom.store.dialect import Dialect
from orderloom.store.sqlite_dialect import SqliteDialect

BUSY_MILLISECONDS = 10_000
CHECKPOINT_PAGES = 20_000
_NO_LOG = "OL625"
_PASSWORD = re.compile(r"(://[^:/@]*:)[^/]*@")


@dataclass(frozen=True, slots=True)
class SqliteDatabase(Database):
    """A file of SQLite.

    Attributes:
        writing: Has a single connection; its transactions take the write lock at once, so two
            threads of this process, or two processes, write one after the other.
        reading: Its transactions see one state of the database from their first statement on.
        driver: The DB-API module behind both.
        path: The file, for messages.
        notice: A code the user should be shown once, or None.
        notice_facts: What the wording of ``notice`` names.
        dialect: SQLite's own texts.
    """

    writing: sa.Engine
    reading: sa.Engine
    driver: ModuleType
    path: str
    notice: str | None
    notice_facts: dict[str, str]
    dialect: Dialect = field(default_factory=SqliteDialect)

    @property
    def key_file(self) -> Path:
        """Give the file beside the store that holds its master key."""
        return Path(f"{self.path}.key")

    @property
    def is_readable_meanwhile(self) -> bool:
        """Say whether somebody may read while a transaction is written: not without a log."""
        return self.notice != _NO_LOG

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell what the driver says as the store's own errors.

        Raises:
            StoreUnusable: Another process holds the lock (OL624), or the file cannot be
                written, the disk is full (OL621).
        """
        try:
            yield
        except OperationalError as error:
            raise _unusable(self.path, error.orig) from error
        except self.driver.OperationalError as error:  # from a statement run below Core
            raise _unusable(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Write: all of the block or, when it raises, nothing.

        Raises:
            StoreUnusable: As ``told``.
        """
        with self.told(), self.writing.begin() as connection:
            yield connection

    def migrated(self, connection: sa.Connection) -> None:
        """Leave it: migrations are written as SQLite has it."""

    def empty_log(self) -> None:
        """Let nothing that was deleted live on in the write-ahead log."""
        with self.writing.connect() as connection:
            pragma(connection, "secure_delete = OFF")
            pragma(connection, "wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Move what the write-ahead log holds into the file, and let both ways go."""
        self.reading.dispose()
        with self.writing.connect() as connection:
            pragma(connection, "wal_checkpoint(TRUNCATE)")
        self.writing.dispose()


def create(url: str, *, is_lasting: bool = True, keys: Path | None = None) -> Database:
    """Open the database behind ``url``; a missing file is made.

    Args:
        url: ``sqlite:///`` and a path, or ``postgresql://`` and what libpq makes of it.
        is_lasting: Whether what is committed must outlive the computer's sudden end; a test's
            store need only outlive the connection, and waits for no disk.
        keys: The folder for the master key of a store that is no file; None: the working one.

    Raises:
        StoreUnusable: The address is not known (OL620), the file cannot be written (OL621) or
            is no database (OL622), another process holds it (OL624), or the server's database
            cannot be used (OL056 to OL058, OL072).
    """
    parsed = _parsed(url)
    if parsed.drivername == "postgresql":
        from orderloom.store.postgresql import open_postgresql  # noqa: PLC0415 - takes a while

        return open_postgresql(parsed, keys or Path(), is_lasting=is_lasting)
    return create_with(url, sqlite_driver(), is_lasting=is_lasting)


def create_with(url: str, driver: ModuleType, *, is_lasting: bool = True) -> SqliteDatabase:
    """Do as ``create`` with a given SQLite driver (a DB-API module)."""
    path = _path(url)
    affected = corrupts_wal(driver.sqlite_version_info)
    mode = "DELETE" if affected else "WAL"
    _refuse_foreign(driver, path)
    modes = (f"journal_mode = {mode}", f"synchronous = {'FULL' if is_lasting else 'OFF'}")
    writing = _engine(url, driver, modes, begin="BEGIN IMMEDIATE", connections=1)
    reading = _engine(url, driver, modes, begin="BEGIN", connections=16)
    facts = {"version": driver.sqlite_version} if affected else {}
    notice = _NO_LOG if affected else None
    database = SqliteDatabase(writing, reading, driver, path, notice, facts)
    with database.transaction():
        pass  # says now whether the file can be written
    return database


def sqlite_driver() -> ModuleType:
    """Give ``pysqlite3``, which brings its own SQLite, where there is one; else Python's own."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - not everywhere
    except ImportError:
        from sqlite3 import dbapi2  # noqa: PLC0415
    driver: ModuleType = dbapi2
    return driver


def corrupts_wal(version: tuple[int, ...]) -> bool:
    """Say whether this SQLite can corrupt a write-ahead log that two connections use.

    Source: sqlite.org/wal.html, "the WAL-reset bug": 3.7.0 to 3.51.2, mended in 3.44.6 and 3.50.7.
    """
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version <= (3, 51, 2)


def pragma(connection: sa.Connection, words: str) -> object:
    """Run a PRAGMA outside any transaction and give its first value."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a checked-out connection has one
    row = driver.execute(f"PRAGMA {words}").fetchone()
    return None if row is None else row[0]


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreUnusable("OL620", url=_PASSWORD.sub(r"\1***@", url)) from error


def _path(url: str) -> str:
    parsed = _parsed(url)
    if parsed.drivername != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise StoreUnusable("OL620", url=_shown(url, parsed))
    return str(parsed.database)


def _shown(url: str, parsed: sa.URL) -> str:
    return url if parsed.password is None else parsed.render_as_string(hide_password=True)


def _engine(
    url: str, driver: ModuleType, modes: Iterable[str], *, begin: str, connections: int
) -> sa.Engine:
    engine = sa.create_engine(
        url,
        module=driver,
        poolclass=sa.QueuePool,
        pool_size=connections,
        max_overflow=0 if connections == 1 else -1,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:  # noqa: ANN401 - a driver's own type
        connection.isolation_level = None  # the driver begins nothing by itself
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        for mode in modes:
            connection.execute(f"PRAGMA {mode}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")

    @event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _refuse_foreign(driver: ModuleType, path: str) -> None:
    """Look before anything is written: a file that is not ours must stay as it is."""
    if not Path(path).is_file():
        return
    try:
        with closing(driver.connect(path)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = {row[0] for row in found}
    except driver.OperationalError:
        return  # opening it in earnest says why
    except driver.DatabaseError as error:
        raise StoreUnusable("OL622", path=path) from error
    if tables and not {"alembic_version", "records"} <= tables:
        raise StoreUnusable("OL622", path=path)


def _unusable(path: str, error: BaseException | None) -> StoreUnusable:
    folder = Path(path).absolute().parent
    if "locked" in str(error):
        return StoreUnusable("OL624", path=path)
    reason = str(error) if folder.is_dir() else f"no folder {folder}"
    return StoreUnusable("OL621", path=path, reason=reason)
