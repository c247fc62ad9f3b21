"""Writing to another system's tables: bound values, and only where the connection says so."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom.ports import Session
from orderloom_connectors.peers import needed
from orderloom_connectors.sql.databases import told
from orderloom_connectors.sql.tables import found_table

_PLACE = "table"
_NAME = "statement"


def upsert(session: Session, engine: sa.Engine, given: Mapping[str, Any]) -> int:
    """Write one row: as new, or over the one with the same primary key.

    Args:
        session: Says which tables may be written.
        engine: The database.
        given: ``table``, and a value for each column that is written.

    Raises:
        DeliveryFailed: The table may not be written or does not fit, or the database refuses.
    """
    name = needed(session, given, "upsert", _PLACE)
    if name not in session.settings.get("writes", ()):
        facts = {"connection": session.connection, "name": name}
        raise DeliveryFailed("OL823", "rejected", **facts)
    values = {column: value for column, value in given.items() if column != _PLACE}
    with told(session), engine.begin() as connection:
        table = found_table(session, connection, name, values)
        key = [each.name for each in table.primary_key.columns]
        if not key or not set(key) <= set(values):
            what = ", ".join(key) or "primary key"
            facts = {"operation": "upsert", "name": what}
            raise DeliveryFailed("OL818", "bug", connection=session.connection, **facts)
        row = {each: _fitting(session, table.c[each], value) for each, value in values.items()}
        counted = connection.execution_options(preserve_rowcount=True)
        return counted.execute(_statement(connection, table, key, row)).rowcount


def _statement(
    connection: sa.Connection, table: sa.Table, key: list[str], row: Mapping[str, Any]
) -> sa.Insert:
    rest = {column: value for column, value in row.items() if column not in key}
    if connection.dialect.name == "postgresql":
        insert = postgresql.insert(table).values(row)
    else:
        insert = sqlite.insert(table).values(row)  # type: ignore[assignment]
    if not rest:
        return insert.on_conflict_do_nothing(index_elements=key)
    return insert.on_conflict_do_update(index_elements=key, set_=rest)


def execute(session: Session, engine: sa.Engine, given: Mapping[str, Any]) -> int:
    """Run a statement that the connection declares, in a transaction of its own.

    Args:
        session: Says what statements there are.
        engine: The database.
        given: ``statement``, its name, and a value for each of its parameters.

    Raises:
        OutcomeUnknown: The connection broke meanwhile.
        DeliveryFailed: There is no such statement, its parameters do not fit, or it is refused.
    """
    name = needed(session, given, "execute", _NAME)
    text = session.settings.get("statements", {}).get(name)
    if text is None:
        raise _unusable(session, name, "it is not declared")
    statement = sa.text(text)
    wanted, values = set(statement._bindparams), {**given}  # noqa: SLF001 - there is no other way
    del values[_NAME]
    if wanted != set(values):
        lacking = ", ".join(sorted(wanted ^ set(values)))
        raise _unusable(session, name, f"parameters differ: {lacking}")
    try:
        with told(session), engine.begin() as connection:
            return max(connection.execute(statement, values).rowcount, 0)
    except DeliveryFailed as error:
        if error.code != "OL814":
            raise
        raise OutcomeUnknown(error.code, error.error_class, **error.facts) from error


def _unusable(session: Session, name: str, reason: str) -> DeliveryFailed:
    facts = {"connection": session.connection, "name": name, "reason": reason}
    return DeliveryFailed("OL827", "bug", **facts)


_READERS: Mapping[type[sa.types.TypeEngine[Any]], Callable[[str], object]] = MappingProxyType(
    {
        sa.DateTime: datetime.fromisoformat,
        sa.Date: date.fromisoformat,
        sa.Time: time.fromisoformat,
        sa.Integer: int,
        sa.Numeric: Decimal,
    }
)


def _fitting(session: Session, column: sa.Column[Any], value: object) -> object:
    """Give a value as the column's type needs it, where a text can be read as that.

    Raises:
        DeliveryFailed: It cannot.
    """
    reader = next((each for kind, each in _READERS.items() if isinstance(column.type, kind)), None)
    if reader is None or not isinstance(value, str):
        return value
    try:
        return reader(value)
    except (ValueError, InvalidOperation) as error:
        facts = {"connection": session.connection, "reason": f"{column.name}: {column.type}"}
        raise DeliveryFailed("OL825", "rejected", **facts) from error
