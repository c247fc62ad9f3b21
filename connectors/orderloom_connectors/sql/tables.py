"""Tables as they are now: looked up by name, never spelled into SQL."""

from collections.abc import Iterable

import sqlalchemy as sa

from orderloom.errors import DeliveryFailed
from orderloom.ports import Session

_FEW = 30


def found_table(
    session: Session, connection: sa.Connection, name: str, wanted: Iterable[str]
) -> sa.Table:
    """Look a table or view up.

    Args:
        session: Named in refusals.
        connection: An open one.
        name: Its name, or ``schema.name``.
        wanted: Columns that it must have.

    Raises:
        DeliveryFailed: There is none of that name (OL815), or it lacks a column (OL824).
    """
    table = _reflected(connection, name)
    if table is None:
        facts = {"connection": session.connection, "name": name}
        raise DeliveryFailed("OL815", "rejected", **facts)
    lacking = [each for each in dict.fromkeys(wanted) if each not in table.c]
    if lacking:
        facts = {"table": name, "columns": ", ".join(lacking), "connection": session.connection}
        known = ", ".join([each.name for each in table.c][:_FEW])
        raise DeliveryFailed("OL824", "rejected", known=known, **facts)
    return table


def _reflected(connection: sa.Connection, name: str) -> sa.Table | None:
    """Give a table with its columns; one whose very name has a dot stands before a schema's."""
    schema, dot, bare = name.partition(".")
    tries: list[tuple[str, str | None]] = [(name, None)]
    if dot and schema in sa.inspect(connection).get_schema_names():
        tries.append((bare, schema))
    for table, place in tries:
        quoted = sa.quoted_name(table, quote=True)
        try:
            return sa.Table(
                quoted,
                sa.MetaData(),
                schema=None if place is None else sa.quoted_name(place, quote=True),
                autoload_with=connection,
                resolve_fks=False,
            )
        except sa.exc.NoSuchTableError:
            continue
    return None
