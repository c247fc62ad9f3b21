"""The whole path, bytes to commit, against the bare driver writing the same rows."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from orderloom.app.application import open_application
from orderloom.app.inputs import Inputs
from orderloom.app.memory import keep_definitions
from orderloom.app.running import run
from orderloom.bench.orders import order_file
from orderloom.bench.timing import agree
from orderloom.runtime.groups import GROUP
from orderloom.store.engine import CHECKPOINT_PAGES, sqlite_driver

FLOW = Path(__file__).parent / "core_flow"
Rows = dict[str, list[tuple[Any, ...]]]


def path_vs_sqlite(orders: int, rounds: int) -> list[float]:
    """Give how much of the bare driver's speed the whole path reaches, round by round.

    The path judges fifty rules on every order, keeps the trace, and encrypts what is sensitive.
    Each round runs both on fresh files, one after the other: the path takes one JSON file of
    orders to commits of 100 items; the driver inserts the very rows that this left, table by
    table with ``executemany``, in as many transactions, with the same durability.
    """
    body = order_file(orders)
    _round(order_file(200))  # code is generated and files are touched once before
    return [_round(body) for _ in range(rounds)]


def _round(body: bytes) -> float:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "orders.json").write_bytes(body)
        path_seconds = _run_path(place)
        schema, rows = _rows_of(place / "path.db")
        bare_seconds = _write_bare(place / "bare.db", schema, rows)
        agree(_rows_of(place / "bare.db"), (schema, rows))
        return bare_seconds / path_seconds


def _run_path(place: Path) -> float:
    with open_application(FLOW, f"sqlite:///{place / 'path.db'}", environment="bench") as app:
        keep_definitions()  # as the command ``run`` does before it begins
        return run(app, [Inputs(files=[place / "orders.json"], mapping="orders")]).seconds


def _rows_of(database: Path) -> tuple[list[str], Rows]:
    """Give the schema's statements and every table's rows in the order they were written."""
    with closing(sqlite_driver().connect(str(database))) as connection:
        found = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY type DESC"
        ).fetchall()
        schema = [sql for _, sql in found]
        tables = [name for name, sql in found if sql.startswith("CREATE TABLE")]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608 - names from the schema itself
    return schema, {name: written for name, written in rows.items() if written}


def _write_bare(database: Path, schema: list[str], rows: Rows) -> float:
    with closing(sqlite_driver().connect(str(database), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        for statement in schema:
            connection.execute(statement)
        groups = _groups(rows, -(-len(rows["items"]) // GROUP))
        started = perf_counter()
        for group in groups:
            connection.execute("BEGIN IMMEDIATE")
            for statement, written in group:
                connection.executemany(statement, written)
            connection.execute("COMMIT")
        return perf_counter() - started


def _groups(rows: Rows, number: int) -> list[list[tuple[str, list[tuple[Any, ...]]]]]:
    """Spread every table's rows over ``number`` transactions, in order."""
    groups: list[list[tuple[str, list[tuple[Any, ...]]]]] = [[] for _ in range(number)]
    for table, written in rows.items():
        places = ", ".join("?" * len(written[0]))
        statement = f"INSERT INTO {table} VALUES ({places})"  # noqa: S608 - names from the schema
        size = -(-len(written) // number)
        for index, group in enumerate(groups):
            part = written[index * size : (index + 1) * size]
            if part:
                group.append((statement, part))
    return groups
