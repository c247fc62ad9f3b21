"""Reading a table in the order of its cursor, from where the last poll ended."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from orderloom.ports import ReceivedFile, Session
from orderloom_connectors.sql.databases import told
from orderloom_connectors.sql.tables import found_table

BATCH = 500
_MOST_AT_ONCE = 10_000

Edge = datetime | date | int | str | None
"""A value of the cursor: everything before it was read."""


def read_rows(session: Session, engine: sa.Engine, stream: str) -> Iterator[ReceivedFile]:
    """Give a stream's rows in messages, each marked with how far it reads.

    Raises:
        DeliveryFailed: The table is not as it should be, or the database fails.
    """
    own = session.stream_settings(stream)
    name, cursor = str(own["table"]), str(own["cursor"])
    wanted = tuple(own.get("columns", ()))
    batch = min(int(own.get("batch", BATCH)) or BATCH, _MOST_AT_ONCE)
    with told(session), engine.connect() as connection:
        table = found_table(session, connection, name, (cursor, *wanted))
        columns = [table.c[each] for each in dict.fromkeys((*wanted, cursor))]
        statement = _statement(session, stream, table.c[cursor], columns if wanted else table.c)
        edge = _noted(session, stream)
        with connection.execution_options(yield_per=batch).execute(statement) as result:
            for rows in result.mappings().partitions(batch):
                edge = _last(rows, cursor, edge)
                yield _message(name, rows, cursor, edge)


def _statement(
    session: Session, stream: str, cursor: sa.Column[Any], columns: Any  # noqa: ANN401
) -> sa.Select[Any]:  # fmt: skip
    order = list(cursor.table.primary_key.columns)
    statement = sa.select(*columns).order_by(cursor.asc(), *order)
    edge = _noted(session, stream)
    if edge is None:
        edge = _begin(session, stream, cursor)
    elif isinstance(edge, datetime | date):
        edge = edge - session.overlap(stream)
    if edge is None:
        return statement
    return statement.where(sa.or_(cursor >= edge, cursor.is_(None)))


def _begin(session: Session, stream: str, cursor: sa.Column[Any]) -> Edge:
    """Give where the first poll begins: only a time says how old a row is."""
    since = session.clock.now() - session.begin(stream)
    if isinstance(cursor.type, sa.DateTime):
        local = since.astimezone(ZoneInfo(session.zone))
        return since if cursor.type.timezone else local.replace(tzinfo=None)
    if isinstance(cursor.type, sa.Date):
        return since.astimezone(ZoneInfo(session.zone)).date()
    return None


def _noted(session: Session, stream: str) -> Edge:
    noted = session.notes.get(f"cursor/{stream}")
    if noted is None:
        return None
    kind, value = json.loads(noted)
    match kind:
        case "time":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case _:
            found: int | str = value
            return found


def _mark(edge: Edge) -> str:
    match edge:
        case None:
            return ""
        case datetime():
            return json.dumps(["time", edge.isoformat()])
        case date():
            return json.dumps(["date", edge.isoformat()])
        case _:
            return json.dumps(["plain", edge])


def _last(rows: Sequence[sa.RowMapping], cursor: str, before: Edge) -> Edge:
    """Give the last cursor value of some rows; those without one say nothing."""
    found = [row[cursor] for row in rows if row[cursor] is not None]
    if not found:
        return before
    last = found[-1]
    return int(last) if isinstance(last, Decimal) else last


def _message(name: str, rows: Sequence[sa.RowMapping], cursor: str, edge: Edge) -> ReceivedFile:
    body = json.dumps([_row(row) for row in rows], ensure_ascii=False).encode()
    first = _shown(rows[0][cursor])
    return ReceivedFile(name=f"{name} {first}..{_shown(edge)}", body=body, mark=_mark(edge))


def _row(row: sa.RowMapping) -> dict[str, Any]:
    return {str(column): _shown(value) for column, value in row.items()}


def _shown(value: object) -> object:
    """Give a value as JSON has it; what JSON cannot hold exactly travels as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _packed(value)


def _packed(value: object) -> object:
    match value:
        case timedelta():
            return value.total_seconds()
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case list() | tuple():
            return [_shown(each) for each in value]
        case dict():
            return {str(key): _shown(each) for key, each in value.items()}
        case _:
            return str(value)
