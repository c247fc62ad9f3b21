"""Brings a database to the present schema."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import sqlalchemy as sa

from orderloom.errors import StoreUnusable
from orderloom.store.database import Database

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0008",
    "0016",
    "0010",
    "0024",
    "0022",
    "0033",
    "0018",
    "0032",
    "0034",
    "0035",
)
"""Every revision of the schema, oldest first; a test holds this against ``migrations``."""


class Revision(NamedTuple):
    """A revision of the schema, and what it brings."""

    id: str
    about: str


def upgrade(database: Database) -> str | None:
    """Apply the migrations that are missing, all in one transaction.

    Returns:
        The revision that it was of; None: it was new, or up to date.

    Raises:
        StoreUnusable: It is of a newer schema (OL623).
    """
    with database.transaction() as connection:
        stored = _stored_revision(connection)
        if stored == REVISIONS[-1]:
            return None
        if stored is not None and stored not in REVISIONS:
            raise StoreUnusable("OL623", path=database.path, schema=stored)
        _migrate(connection)
        database.migrated(connection)
        return stored


def pending(driver: ModuleType, path: str) -> tuple[str | None, Sequence[Revision]]:
    """Give the revision of a store, and those that it lacks, oldest first; changes nothing.

    Raises:
        StoreUnusable: It is of a newer schema (OL623), or no store (OL622).
    """
    try:
        with closing(
            driver.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
        ) as store:
            row = store.execute("SELECT version_num FROM alembic_version").fetchone()
    except driver.DatabaseError as error:
        raise StoreUnusable("OL622", path=path) from error
    stored = None if row is None else str(row[0])
    if stored is not None and stored not in REVISIONS:
        raise StoreUnusable("OL623", path=path, schema=stored)
    lacking = REVISIONS if stored is None else REVISIONS[REVISIONS.index(stored) + 1 :]
    return stored, _described(lacking)


def _described(revisions: Iterable[str]) -> list[Revision]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as below

    scripts = ScriptDirectory(str(files("orderloom.store") / "migrations"))
    return [Revision(each, scripts.get_revision(each).doc or "") for each in revisions]


def _stored_revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    return version


def _migrate(connection: sa.Connection) -> None:
    # Alembic takes a while to import and is needed once per schema, not at every start.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("orderloom.store") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
