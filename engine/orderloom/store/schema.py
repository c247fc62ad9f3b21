"""Brings a database to the present schema."""

from importlib.resources import files

import sqlalchemy as sa

from orderloom.errors import StoreUnusable
from orderloom.store.engine import Database

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


def upgrade(database: Database) -> None:
    """Apply the migrations that are missing, all in one transaction.

    Raises:
        StoreUnusable: It is of a newer schema (OL623).
    """
    with database.transaction() as connection:
        stored = _stored_revision(connection)
        if stored == REVISIONS[-1]:
            return
        if stored is not None and stored not in REVISIONS:
            raise StoreUnusable("OL623", path=database.path, schema=stored)
        _migrate(connection)


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
