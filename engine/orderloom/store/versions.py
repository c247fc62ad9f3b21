"""The versions of definitions that this store works, or has worked, under."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from zlib import compress, decompress

import msgspec
import sqlalchemy as sa

from orderloom.definition.flow import Flow
from orderloom.flow.version import Keep, Version
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.dialect import Cursor, Dialect
from orderloom.store.finishing import TOLD, finishing_of
from orderloom.store.instants import instant, micros

NEWEST = "SELECT coalesce(max(number), 0) FROM versions"
_PUT = (
    'INSERT INTO versions (number, digest, at, how, "by", renames, keeps) '
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def remember(database: Database, flow: Flow, at: datetime) -> None:
    """Keep a flow's sources under its digest; ``at`` is kept of the first time only."""
    sources = {str(path): text for path, text in flow.sources.items()}
    row = {
        "digest": flow.digest,
        "flow": flow.id,
        "environment": flow.environment,
        "created_at": micros(at),
        "content": compress(msgspec.json.encode(sources)),
    }
    with database.aside() as connection:
        connection.execute(database.dialect.unless_known(tables.definition_versions), row)


def put_in_force(dialect: Dialect, cursor: Cursor, version: Version) -> None:
    """Let a version be the one that the store works under from this commit on."""
    renames = msgspec.json.encode(version.renames).decode()
    at = micros(version.at)
    keeps = msgspec.json.encode(version.keeps).decode()
    row = (version.number, version.digest, at, version.how, version.who, renames, keeps)
    cursor.execute(dialect.text(_PUT), row)


class SqlVersions:
    """``Versions`` over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        versions = tables.versions
        self._every = sa.select(*versions.c).order_by(versions.c.number)
        self._newest = sa.select(*versions.c).order_by(versions.c.number.desc()).limit(1)

    def active(self) -> Version | None:
        """Give the version in force; None: none ever was."""
        with self._database.reading.begin() as connection:
            row = connection.execute(self._newest).one_or_none()
        return None if row is None else _version(row)

    def every(self) -> Sequence[Version]:
        """Give all that ever were in force, oldest first."""
        with self._database.reading.begin() as connection:
            return [_version(row) for row in connection.execute(self._every)]

    def finishing(self) -> Mapping[str, int]:
        """Count the records that finish under machines of earlier versions, by ``Keep.name``."""
        records = tables.records.c
        told = records.document.contains(TOLD, autoescape=True)
        with self._database.reading.begin() as connection:
            return finishing_of(connection.scalars(sa.select(records.document).where(told)))

    def sources(self, digest: str) -> tuple[str, Mapping[PurePosixPath, str]]:
        """Give the environment and the sources that are kept under a digest, as ``Flow.sources``.

        Raises:
            KeyError: None are.
        """
        kept = tables.definition_versions.c
        wanted = sa.select(kept.environment, kept.content).where(kept.digest == digest)
        with self._database.reading.begin() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise KeyError(digest)
        sources = msgspec.json.decode(decompress(row.content), type=dict[str, str])
        return row.environment, {PurePosixPath(path): text for path, text in sources.items()}


def _version(row: Any) -> Version:  # noqa: ANN401 - a row
    return Version(
        number=row.number,
        digest=row.digest,
        at=instant(row.at),
        how=row.how,
        who=row.by,
        renames=msgspec.json.decode(row.renames, type=dict[str, dict[str, str]]),
        keeps=msgspec.json.decode(row.keeps, type=tuple[Keep, ...]),
    )
