"""Opens a database of a PostgreSQL server for the store: the driver, its modes, who writes.

Whoever writes decisions holds one advisory lock from the first statement on until all that he
wrote can be seen. So writers go one after the other, as on SQLite: nothing that was verified
becomes untrue before the commit, and rows are numbered in the order in which they can be seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from orderloom.errors import OrderloomError, RevisionConflict, StoreUnusable
from orderloom.store.database import Database
from orderloom.store.dialect import Dialect
from orderloom.store.postgresql_dialect import PostgresDialect

EXTRA = "postgresql"
LOCK_MILLISECONDS = 10_000
CONNECT_SECONDS = 10
_LOCK = 0x4F4C
_ALONE = f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))"
_CONTENDED = frozenset(("40001", "40P01"))
"""SQLSTATE of transactions that were taken back for the sake of others."""
_LOCKED = "55P03"
_OWN_TABLES = frozenset(("alembic_version", "records"))
_ABOUT = (
    "SELECT current_schema(), current_setting('server_encoding'), "
    "ARRAY(SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') "
    "AND relnamespace = current_schema()::regnamespace)"
)
_SORTED_BY_PLACE = (
    "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND data_type = 'text' "
    "AND collation_name IS DISTINCT FROM 'C' ORDER BY table_name, ordinal_position"
)


@dataclass(frozen=True, slots=True)
class PostgresDatabase(Database):
    """A schema of a database.

    Attributes:
        writing: Transactions that see what is committed, statement by statement.
        reading: Transactions that see one state, and write nothing.
        driver: psycopg.
        path: The address without its password.
        keys: The folder of its master key when none is given.
        dialect: PostgreSQL's own texts.
        notice: None.
        notice_facts: Nothing.
    """

    writing: sa.Engine
    reading: sa.Engine
    driver: ModuleType
    path: str
    keys: Path
    dialect: Dialect = field(default_factory=PostgresDialect)
    notice: str | None = None
    notice_facts: dict[str, str] = field(default_factory=dict)

    @property
    def key_file(self) -> Path:
        """Give a file that is named after the server and the database."""
        url = self.writing.url
        named = "-".join(part for part in (url.host, url.database) if part) or EXTRA
        return self.keys / f"{named.replace('/', '-')}.db.key"

    @property
    def is_readable_meanwhile(self) -> bool:
        """Say yes: readers and writers never wait for each other."""
        return True

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell what the driver says as the store's own errors.

        Raises:
            StoreUnusable: Another process holds the lock (OL624), or the server cannot be
                reached or does not go on (OL057).
            RevisionConflict: The server took the transaction back for the sake of another one
                (OL073); deciding again is right.
        """
        try:
            yield
        except DBAPIError as error:
            if isinstance(error.orig, (self.driver.OperationalError, self.driver.InterfaceError)):
                raise _told(self.path, error.orig) from error
            raise
        except (self.driver.OperationalError, self.driver.InterfaceError) as error:
            raise _told(self.path, error) from error  # from a statement run below Core

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Write while nobody else who decides can: all of the block or, when it raises, nothing.

        Raises:
            StoreUnusable: As ``told``.
            RevisionConflict: As ``told``.
        """
        with self.aside() as connection:
            connection.exec_driver_sql(_ALONE)
            yield connection

    @contextmanager
    def aside(self) -> Iterator[sa.Connection]:
        """Write beside others."""
        with self.told(), self.writing.begin() as connection:
            yield connection

    def migrated(self, connection: sa.Connection) -> None:
        """Let texts be sorted by their bytes, as SQLite does, whatever the database's language."""
        columns: dict[str, list[str]] = {}
        for table, column in connection.exec_driver_sql(_SORTED_BY_PLACE):
            columns.setdefault(table, []).append(column)
        for table, names in columns.items():
            changes = (f'ALTER COLUMN "{name}" TYPE text COLLATE "C"' for name in names)
            connection.exec_driver_sql(f'ALTER TABLE "{table}" {", ".join(changes)}')

    def empty_log(self) -> None:
        """Leave it: the log is the server's."""

    def close(self) -> None:
        """Let both ways go."""
        self.reading.dispose()
        self.writing.dispose()


def open_postgresql(url: sa.URL, keys: Path, *, is_lasting: bool = True) -> PostgresDatabase:
    """Open the database of a server.

    Args:
        url: Its address; what it leaves out is as for every program over libpq.
        keys: The folder for a master key.
        is_lasting: Whether a commit waits for the disk.

    Raises:
        StoreUnusable: The driver is missing (OL056), the server cannot be reached (OL057), the
            schema holds other tables (OL058), or its texts are not in UTF-8 (OL072).
    """
    driver = _driver()
    where = url.set(drivername="postgresql+psycopg")
    modes = "" if is_lasting else "SET synchronous_commit = off"
    writing = _engine(where, driver, "READ COMMITTED", modes)
    reading = _engine(where, driver, "REPEATABLE READ", "SET default_transaction_read_only = on")
    database = PostgresDatabase(writing, reading, driver, _shown(url), keys)
    try:
        _refuse_unfit(database)
    except DBAPIError as error:  # the address asks for something that libpq does not know
        database.close()
        raise _told(database.path, error.orig or error) from error
    except BaseException:
        database.close()
        raise
    return database


def _driver() -> ModuleType:
    try:
        return import_module("psycopg")
    except ImportError as error:
        raise StoreUnusable("OL056", extra=EXTRA) from error


def _shown(url: sa.URL) -> str:
    """Give an address as messages have it: what stands behind ``?`` may be a password, too."""
    bare = url.set(drivername="postgresql", query={})
    return bare.render_as_string(hide_password=True)


def _engine(url: sa.URL, driver: ModuleType, isolation: str, modes: str) -> sa.Engine:
    engine = sa.create_engine(
        url,
        module=driver,
        isolation_level=isolation,
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=-1,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "client_encoding": "utf8",
            "application_name": "orderloom",
        },
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:  # noqa: ANN401 - a driver's own type
        connection.execute(f"SET lock_timeout = {LOCK_MILLISECONDS}")
        if modes:
            connection.execute(modes)
        connection.commit()

    return engine


def _refuse_unfit(database: PostgresDatabase) -> None:
    """Look before anything is written: a schema that is not ours must stay as it is."""
    with database.picture() as connection:
        schema, encoding, tables = connection.exec_driver_sql(_ABOUT).one()
    if schema is None or (tables and not set(tables) >= _OWN_TABLES):
        raise StoreUnusable("OL058", path=database.path)
    if encoding != "UTF8":
        raise StoreUnusable("OL072", path=database.path, encoding=encoding)


def _told(path: str, error: BaseException) -> OrderloomError:
    state = getattr(error, "sqlstate", None)
    if state in _CONTENDED:
        return RevisionConflict("OL073")
    if state == _LOCKED:
        return StoreUnusable("OL624", path=path)
    reason = next(iter(str(error).splitlines()), "") or type(error).__name__
    return StoreUnusable("OL057", path=path, reason=reason)
