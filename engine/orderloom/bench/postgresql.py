"""The whole path over PostgreSQL, against the bare driver writing the same rows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from orderloom.app.application import open_application
from orderloom.app.inputs import Inputs
from orderloom.app.memory import keep_definitions
from orderloom.app.running import run
from orderloom.bench.orders import order_file
from orderloom.bench.path import FLOW, Rows
from orderloom.bench.timing import agree
from orderloom.runtime.groups import GROUP
from orderloom.store import engine
from orderloom.store.postgresql import EXTRA
from orderloom.store.schema import upgrade
from orderloom.store.tables import metadata

SERVER = "ORDERLOOM_BENCH_POSTGRESQL"
"""Names a database in which schemas may be made: ``postgresql://USER@HOST/DATABASE``."""
_FOREIGN = (
    "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)


def missing() -> str | None:
    """Say why nothing can be measured, or None."""
    if find_spec("psycopg") is None:
        return f"psycopg is not installed (pip install 'orderloom[{EXTRA}]')"
    return None if os.environ.get(SERVER) else f"{SERVER} names no database to measure on"


def pg_path_vs_psycopg(orders: int, rounds: int) -> list[float]:
    """Give how much of the bare driver's speed the whole path reaches, round by round.

    As ``path_vs_sqlite``, on schemas of one database: the driver inserts the very rows that the
    path left, table by table with ``executemany``, in as many transactions, without the keys
    between tables.
    """
    body = order_file(orders)
    _round(order_file(200))  # code is generated and the server's memory is touched once before
    return [_round(body) for _ in range(rounds)]


def _round(body: bytes) -> float:
    with TemporaryDirectory() as folder, _schema("path") as path, _schema("bare") as bare:
        file = Path(folder) / "orders.json"
        file.write_bytes(body)
        # Beside the flow stands the key that is made for a store without a file.
        flow = copytree(FLOW, Path(folder) / "flow")
        with open_application(flow, path, environment="bench") as app:
            keep_definitions()  # as the command ``run`` does before it begins
            path_seconds = run(app, [Inputs(files=[file], mapping="orders")]).seconds
        rows = _rows_of(path)
        bare_seconds = _write_bare(bare, rows)
        agree(_rows_of(bare), rows)
        return bare_seconds / path_seconds


@contextmanager
def _schema(name: str) -> Iterator[str]:
    """Give the address of an empty schema, which goes in the end."""
    server, name = os.environ[SERVER], f"orderloom_bench_{name}"
    _run(server, f"DROP SCHEMA IF EXISTS {name} CASCADE")
    _run(server, f"CREATE SCHEMA {name}")
    try:
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
    finally:
        _run(server, f"DROP SCHEMA {name} CASCADE")


def _connected(url: str) -> Any:  # noqa: ANN401 - psycopg's connection
    import psycopg  # noqa: PLC0415 - may be absent

    return psycopg.connect(url)


def _run(url: str, statement: str) -> None:
    with _connected(url) as connection:
        connection.execute(statement)


def _rows_of(url: str) -> Rows:
    """Give every table's rows in the order they were written, needed tables first."""
    with _connected(url) as connection:
        rows = {
            table.name: connection.execute(
                f"SELECT {_columns(table)} FROM {table.name} ORDER BY ctid"  # noqa: S608 - ours
            ).fetchall()
            for table in metadata.sorted_tables
        }
    return {name: written for name, written in rows.items() if written}


def _columns(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _write_bare(url: str, rows: Rows) -> float:
    database = engine.create(url)
    upgrade(database)
    database.close()
    groups = _groups(rows, -(-len(rows["items"]) // GROUP))
    with _connected(url) as connection:
        for table, constraint in connection.execute(_FOREIGN).fetchall():
            connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        connection.commit()
        started = perf_counter()
        with connection.cursor() as cursor:
            for group in groups:
                for statement, written in group:
                    cursor.executemany(statement, written)
                connection.commit()
        return perf_counter() - started


def _groups(rows: Rows, number: int) -> list[list[tuple[str, list[tuple[Any, ...]]]]]:
    """Spread every table's rows over ``number`` transactions, in order."""
    groups: list[list[tuple[str, list[tuple[Any, ...]]]]] = [[] for _ in range(number)]
    for name, written in rows.items():
        table = metadata.tables[name]
        places = ", ".join(["%s"] * len(table.columns))
        statement = f"INSERT INTO {name} ({_columns(table)}) VALUES ({places})"  # noqa: S608 - ours
        size = -(-len(written) // number)
        for index, group in enumerate(groups):
            part = written[index * size : (index + 1) * size]
            if part:
                group.append((statement, part))
    return groups
